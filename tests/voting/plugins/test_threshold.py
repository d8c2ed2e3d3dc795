"""What the threshold refuses, how many it adopts, and what holds for every count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.plugins.deciding import QUESTION, RACE, SIXTY, decide
from voting.api import ChoiceSpec, ContestSpec, Count, InvalidSettings, Turnout, counting_methods
from voting.api.scored import ScoredMethod
from voting.plugins.threshold.rule import Threshold
from voting.wording import plain_percent

FOUR = ContestSpec(
    key="race",
    choices=(*map(ChoiceSpec, "abc"), ChoiceSpec("ne", "no_endorsement")),
)


def decide_approvals(numbers, *, ballots=100, contest=FOUR, **settings):
    """The decision on approvals by key, of a hundred ballots."""
    tallies = {key: Fraction(numbers.get(key, 0)) for key in contest.choice_keys}
    return Threshold().decide(
        contest=contest,
        count=Count(tallies=tallies, with_choice=ballots, blank=0, winners=()),
        turnout=Turnout(eligible=1000, ballots=ballots),
        settings=Threshold().clean_settings(settings={**SIXTY, **settings}),
    )


def refused(**settings):
    with pytest.raises(InvalidSettings) as refusal:
        Threshold().clean_settings(settings={**SIXTY, **settings})
    return list(refusal.value.problems)


def refused_contest(*, contest=RACE, method="single_choice", **settings):
    rule = Threshold()
    with pytest.raises(InvalidSettings) as refusal:
        rule.check_contest(
            contest=contest,
            method=counting_methods.get(method) if isinstance(method, str) else method,
            settings=rule.clean_settings(settings={**SIXTY, **settings}),
        )
    return list(refusal.value.problems)


def test_more_are_adopted_up_to_the_most():
    decision = decide_approvals({"a": 61, "b": 70, "c": 65}, max_endorsed=2)
    assert (decision.outcome, decision.winners, decision.tied) == ("endorsed", ("b", "c"), ())


def test_those_level_for_the_last_place_stay_out_and_the_first_stays_in():
    decision = decide_approvals({"a": 80, "b": 65, "c": 65}, max_endorsed=2)
    assert (decision.outcome, decision.winners, decision.tied) == ("endorsed", ("a",), ("b", "c"))


def test_level_choices_with_room_for_both_are_adopted():
    decision = decide_approvals({"a": 65, "b": 65}, max_endorsed=2)
    assert (decision.outcome, decision.winners, decision.tied) == ("endorsed", ("a", "b"), ())


def test_nobody_below_no_endorsement_is_adopted():
    decision = decide_approvals({"a": 80, "ne": 70, "b": 65}, max_endorsed=3)
    assert (decision.outcome, decision.winners) == ("endorsed", ("a",))


def test_no_endorsement_at_the_top_wins_over_all_below():
    decision = decide_approvals({"ne": 80, "a": 70}, max_endorsed=3)
    assert (decision.outcome, decision.winners) == ("no_endorsement", ("ne",))


def test_level_with_no_endorsement_is_a_tie():
    decision = decide_approvals({"ne": 70, "a": 70}, max_endorsed=3)
    assert (decision.outcome, decision.winners, decision.tied) == ("tie", (), ("a", "ne"))


def test_no_endorsement_below_the_line_stops_nobody():
    assert decide_approvals({"a": 80, "ne": 59}).winners == ("a",)


def test_points_are_measured_against_the_most_a_ballot_can_give():
    count = Count(
        tallies={"a": Fraction(300), "b": Fraction(299), "ne": Fraction(0)},
        with_choice=100,
        blank=0,
        winners=("a",),
        per_ballot=5,
    )
    decision = Threshold().decide(
        contest=RACE,
        count=count,
        turnout=Turnout(eligible=100, ballots=100),
        settings=Threshold().clean_settings(settings={**SIXTY, "max_endorsed": 2}),
    )
    assert (decision.winners, decision.base, decision.needed) == (("a",), 100, 300)
    assert decision.shares["b"] == Fraction(299, 500)


def test_more_than_a_half_is_not_a_half():
    settings = {"threshold_numerator": 1, "threshold_denominator": 2, "comparison": "more_than"}
    assert decide({"a": 5, "b": 5}, **settings).outcome == "none_reached_threshold"
    assert decide({"a": 6, "b": 5}, **settings).outcome == "endorsed"


def test_level_choices_above_a_low_threshold_are_a_tie():
    decision = decide({"a": 50, "b": 50}, threshold_numerator=50)
    assert (decision.outcome, decision.winners) == ("tie", ())


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
        ("max_endorsed", 0),
        ("max_endorsed", 16),
        ("max_endorsed", "two"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(field, value):
    assert refused(**{field: value}) == [field]


def test_a_share_above_the_whole_is_refused():
    assert refused(threshold_denominator=100, threshold_numerator=100, comparison="more_than") == [
        "comparison"
    ]


def test_an_empty_most_is_one():
    assert Threshold().clean_settings(settings={**SIXTY, "max_endorsed": None})["max_endorsed"] == 1


def test_a_manifest_from_before_the_most_existed_still_decides():
    settings = Threshold().clean_settings(settings=SIXTY)
    del settings["max_endorsed"]
    count = Count(tallies={"a": Fraction(6), "b": Fraction(4)}, with_choice=10, blank=0, winners=())
    decision = Threshold().decide(
        contest=RACE, count=count, turnout=Turnout(eligible=10, ballots=10), settings=settings
    )
    assert decision.winners == ("a",)
    assert "At most" not in Threshold().sentence(settings=settings)


def test_the_sentence_says_how_many_can_win():
    settings = Threshold().clean_settings(settings={**SIXTY, "max_endorsed": 3})
    assert "At most 3 choices can win" in Threshold().sentence(settings=settings)


class Points(ScoredMethod):
    slug = "points"
    label = "Points"
    has_shares = False


def test_a_method_without_shares_is_refused_beside_the_rule():
    assert refused_contest(method=Points()) == ["rule"]


def test_seats_that_contradict_the_most_are_refused():
    contest = ContestSpec(key="race", choices=RACE.choices, seats=2)
    assert refused_contest(contest=contest) == ["max_endorsed"]


def test_a_question_has_one_answer():
    assert refused_contest(contest=QUESTION, method="yes_no", max_endorsed=2) == ["max_endorsed"]


def test_yes_and_no_votes_are_those_of_a_question():
    assert refused_contest(denominator="yes_plus_no") == ["denominator"]


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


@given(
    numbers=st.dictionaries(st.sampled_from("abc"), st.integers(0, 100)),
    share=fractions,
    most=st.integers(1, 3),
    comparison=st.sampled_from(["at_least", "more_than"]),
)
def test_what_is_shown_of_a_share_is_on_the_side_of_the_line_that_decided(numbers, share, most, comparison):
    if comparison == "more_than" and share == 1:
        return
    decision = decide_approvals(
        numbers,
        threshold_numerator=share.numerator,
        threshold_denominator=share.denominator,
        comparison=comparison,
        max_endorsed=most,
    )
    assert len(decision.winners) <= most
    for key, found in decision.shares.items():
        shown = Fraction(plain_percent(found, share)) / 100
        over = found > share if comparison == "more_than" else found >= share
        assert over == (shown > share if comparison == "more_than" else shown >= share) or found == share
        assert over or (key not in decision.winners and key not in decision.tied)
        assert not (set(decision.winners) & set(decision.tied))


@given(votes=votes, share=fractions, most=st.integers(1, 3), seed=st.randoms())
def test_the_order_of_ballots_and_choices_changes_nothing(votes, share, most, seed):
    settings = {
        "threshold_numerator": share.numerator,
        "threshold_denominator": share.denominator,
        "max_endorsed": most,
    }
    choices = list(RACE.choices)
    seed.shuffle(choices)
    pairs = list(votes.items())
    seed.shuffle(pairs)
    shuffled = ContestSpec(key="race", choices=tuple(choices))
    one, other = decide(votes, **settings), decide(dict(pairs), contest=shuffled, **settings)
    assert (one.outcome, one.winners, one.tied) == (other.outcome, other.winners, other.tied)
    assert dict(one.shares) == dict(other.shares)
