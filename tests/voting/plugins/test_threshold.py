"""The tally vectors of the organization's rules, and what must hold for every count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.api import ChoiceSpec, ContestSpec, InvalidSettings, SeededLot, Turnout
from voting.plugins.single_choice.method import SingleChoice
from voting.plugins.threshold.rule import Threshold
from voting.plugins.yes_no.method import YesNo

SIXTY = {
    "threshold_numerator": 60,
    "threshold_denominator": 100,
    "comparison": "at_least",
    "denominator": "choices_cast",
    "quorum_kind": "none",
    "quorum_value": 0,
}
RACE = ContestSpec(
    key="race",
    choices=(ChoiceSpec("a"), ChoiceSpec("b"), ChoiceSpec("ne", "no_endorsement")),
)
QUESTION = ContestSpec(key="q", choices=(ChoiceSpec("yes", "yes"), ChoiceSpec("no", "no")))


def decide(votes, *, blank=0, contest=RACE, method=None, eligible=1000, recused=0, **settings):
    method = method or SingleChoice()
    count = method.count(contest=contest, ballots=[*votes.items(), (None, blank)], lot=SeededLot("any"))
    rule = Threshold()
    return rule.decide(
        contest=contest,
        count=count,
        turnout=Turnout(eligible=eligible, ballots=sum(votes.values()) + blank, recused=recused),
        settings=rule.clean_settings(settings={**SIXTY, **settings}),
    )


def test_t1_sixty_of_a_hundred_endorses():
    decision = decide({"a": 60, "b": 25, "ne": 15})
    assert (decision.outcome, decision.winners) == ("endorsed", ("a",))
    assert decision.shares["a"] == Fraction(60, 100)


def test_t2_fifty_nine_of_ninety_nine_does_not():
    assert decide({"a": 59, "b": 25, "ne": 15}).outcome == "none_reached_threshold"


def test_t3_exactly_sixty_percent_of_five():
    assert decide({"a": 3, "ne": 2}).outcome == "endorsed"


@pytest.mark.parametrize(
    ("denominator", "outcome"),
    [("choices_cast", "endorsed"), ("ballots_submitted", "none_reached_threshold")],
)
def test_t4_abstentions_count_only_among_all_ballots(denominator, outcome):
    assert decide({"a": 60, "b": 25, "ne": 15}, blank=10, denominator=denominator).outcome == outcome


def test_t5_two_thirds_is_exact():
    decision = decide({"a": 6, "b": 3}, threshold_numerator=2, threshold_denominator=3)
    assert (decision.outcome, decision.needed) == ("endorsed", 6)


def test_t6_quorum_not_met():
    assert decide({"a": 11}, quorum_kind="ballots", quorum_value=12).outcome == "quorum_not_met"


def test_t6_quorum_met_at_the_number():
    assert decide({"a": 12}, quorum_kind="ballots", quorum_value=12).outcome == "endorsed"


def test_quorum_as_a_share_of_the_roll_is_exact():
    at_limit = decide({"a": 25}, eligible=100, quorum_kind="percent_of_roll", quorum_value=25)
    below = decide({"a": 25}, eligible=101, quorum_kind="percent_of_roll", quorum_value=25)
    assert (at_limit.outcome, below.outcome) == ("endorsed", "quorum_not_met")


def test_t8_denominator_of_everybody_who_is_not_recused():
    decision = decide(
        {"yes": 9},
        contest=QUESTION,
        method=YesNo(),
        eligible=15,
        recused=1,
        threshold_numerator=2,
        threshold_denominator=3,
        denominator="eligible_minus_recused",
    )
    assert (decision.outcome, decision.needed) == ("none_reached_threshold", 10)


def test_t9_no_ballot_decides_nothing():
    decision = decide({})
    assert (decision.outcome, decision.base, dict(decision.shares)) == ("none_reached_threshold", 0, {})


@pytest.mark.parametrize(
    ("yes", "no", "outcome"),
    [(55, 45, "none_reached_threshold"), (62, 38, "position_yes"), (38, 62, "position_no")],
)
def test_t10_question(yes, no, outcome):
    assert decide({"yes": yes, "no": no}, contest=QUESTION, method=YesNo()).outcome == outcome


def test_t11_no_endorsement_is_an_outcome_of_its_own():
    decision = decide({"a": 20, "b": 20, "ne": 60})
    assert (decision.outcome, decision.winners) == ("no_endorsement", ("ne",))


def test_level_choices_above_a_low_threshold_are_a_tie():
    decision = decide({"a": 50, "b": 50}, threshold_numerator=50)
    assert (decision.outcome, decision.winners) == ("tie", ())


def test_more_than_a_half_is_not_a_half():
    settings = {"threshold_numerator": 1, "threshold_denominator": 2, "comparison": "more_than"}
    assert decide({"a": 5, "b": 5}, **settings).outcome == "none_reached_threshold"
    assert decide({"a": 6, "b": 5}, **settings).outcome == "endorsed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threshold_numerator", 0),
        ("threshold_numerator", 101),
        ("threshold_numerator", 0.6),
        ("threshold_denominator", None),
        ("denominator", "everybody"),
        ("quorum_kind", "some"),
        ("comparison", "about"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(field, value):
    with pytest.raises(InvalidSettings) as refusal:
        Threshold().clean_settings(settings={**SIXTY, field: value})
    assert list(refusal.value.problems) == [field]


def test_a_quorum_needs_its_number():
    with pytest.raises(InvalidSettings) as refusal:
        Threshold().clean_settings(settings={**SIXTY, "quorum_kind": "ballots"})
    assert list(refusal.value.problems) == ["quorum_value"]


votes = st.dictionaries(st.sampled_from(["a", "b", "ne"]), st.integers(0, 500))
fractions = st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=100)


@given(votes=votes, blank=st.integers(0, 100), share=fractions)
def test_a_winner_has_the_share_and_a_loser_of_all_has_not(votes, blank, share):
    decision = decide(
        votes,
        blank=blank,
        threshold_numerator=share.numerator,
        threshold_denominator=share.denominator,
    )
    if decision.outcome in ("endorsed", "no_endorsement"):
        assert decision.shares[decision.winners[0]] >= share
    if decision.outcome == "none_reached_threshold" and decision.base:
        assert all(found < share for found in decision.shares.values())


@given(votes=votes, share=fractions, seed=st.randoms())
def test_the_order_of_ballots_and_choices_changes_nothing(votes, share, seed):
    settings = {"threshold_numerator": share.numerator, "threshold_denominator": share.denominator}
    choices = list(RACE.choices)
    seed.shuffle(choices)
    pairs = list(votes.items())
    seed.shuffle(pairs)
    shuffled = ContestSpec(key="race", choices=tuple(choices))
    one, other = decide(votes, **settings), decide(dict(pairs), contest=shuffled, **settings)
    assert (one.outcome, one.winners, dict(one.shares)) == (other.outcome, other.winners, dict(other.shares))
