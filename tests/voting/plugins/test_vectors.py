"""The vectors T1 to T12 of the organization's rules; the threshold is 60 % unless a test says otherwise."""

from fractions import Fraction

import pytest

from tests.voting.plugins.deciding import QUESTION, decide
from voting.wording import share_text

# T7: 50 ballots of approval, 35 for a, 31 for b, 16 of them for both.
FIFTY = [(["a"], 19), (["b"], 15), (["a", "b"], 16)]


def decide_ranked(votes, *, keep):
    """By instant-runoff to the last two; with `keep`, "no endorsement" is never eliminated."""
    return decide(votes, method="instant_runoff", options={"until_two": True, "keep_no_endorsement": keep})


def test_t1_sixty_of_a_hundred_endorses():
    decision = decide({"a": 60, "b": 25, "ne": 15})
    assert (decision.outcome, decision.winners) == ("endorsed", ("a",))
    assert decision.shares["a"] == Fraction(60, 100)
    assert share_text(decision.shares["a"], Fraction(60, 100)) == "60.0 %"


def test_t2_fifty_nine_of_ninety_nine_does_not_and_never_reads_sixty():
    decision = decide({"a": 59, "b": 25, "ne": 15})
    assert (decision.outcome, decision.winners) == ("none_reached_threshold", ())
    assert share_text(decision.shares["a"], Fraction(60, 100)) == "59.6 %"


def test_t3_exactly_sixty_percent_of_five_endorses():
    decision = decide({"a": 3, "ne": 2})
    assert (decision.outcome, decision.winners, decision.needed) == ("endorsed", ("a",), 3)


def test_t4_abstentions_count_only_among_all_ballots():
    votes = {"a": 60, "b": 25, "ne": 15}
    of_choices = decide(votes, blank=10, denominator="choices_cast")
    of_ballots = decide(votes, blank=10, denominator="ballots_submitted")
    assert (of_choices.outcome, share_text(of_choices.shares["a"])) == ("endorsed", "60.0 %")
    assert (of_ballots.outcome, share_text(of_ballots.shares["a"])) == ("none_reached_threshold", "54.5 %")


def test_t5_two_thirds_is_exact():
    decision = decide({"a": 6, "b": 3}, threshold_numerator=2, threshold_denominator=3)
    assert (decision.outcome, decision.needed) == ("endorsed", 6)
    # Two thirds written as a decimal would be more than two thirds.
    decimal = decide({"a": 6, "b": 3}, threshold_numerator=6667, threshold_denominator=10_000)
    assert decimal.outcome == "none_reached_threshold"


def test_t6_eleven_of_twelve_ballots_are_no_quorum():
    quorum = {"quorum_kind": "ballots", "quorum_value": 12}
    assert decide({"a": 11}, **quorum).outcome == "quorum_not_met"
    assert decide({"a": 12}, **quorum).outcome == "endorsed"


@pytest.mark.parametrize(("most", "winners"), [(1, ("a",)), (2, ("a", "b"))])
def test_t7_of_several_over_the_line_the_highest_are_endorsed(most, winners):
    decision = decide(FIFTY, method="approval", max_endorsed=most)
    assert decision.shares == {"a": Fraction(35, 50), "b": Fraction(31, 50), "ne": 0}
    assert (decision.outcome, decision.winners, decision.tied) == ("endorsed", winners, ())


def test_t7_level_at_the_limit_neither_is_endorsed():
    decision = decide([(["a", "b"], 35), (["ne"], 15)], method="approval")
    assert (decision.outcome, decision.winners, decision.tied) == ("tie", (), ("a", "b"))


def test_t8_two_thirds_of_everybody_who_is_not_recused():
    decision = decide(
        {"yes": 9},
        contest=QUESTION,
        method="yes_no",
        eligible=15,
        recused=1,
        threshold_numerator=2,
        threshold_denominator=3,
        denominator="eligible_minus_recused",
    )
    assert (decision.outcome, decision.base, decision.needed) == ("none_reached_threshold", 14, 10)


def test_t9_no_ballot_decides_nothing():
    decision = decide({})
    assert (decision.outcome, decision.base, dict(decision.shares)) == ("none_reached_threshold", 0, {})


@pytest.mark.parametrize(
    ("yes", "no", "outcome"),
    [(55, 45, "none_reached_threshold"), (62, 38, "position_yes"), (38, 62, "position_no")],
)
def test_t10_a_question_takes_the_answer_over_the_line(yes, no, outcome):
    assert decide({"yes": yes, "no": no}, contest=QUESTION, method="yes_no").outcome == outcome


def test_t11_no_endorsement_is_an_outcome_of_its_own():
    decision = decide({"a": 20, "b": 20, "ne": 60})
    assert (decision.outcome, decision.winners) == ("no_endorsement", ("ne",))


def test_t12_no_endorsement_stays_to_the_end_of_an_instant_runoff():
    """It is last from the start, and still it stays; b drops out before it."""
    decision = decide_ranked([(["a"], 45), (["b", "a"], 20), (["b"], 20), (["ne"], 15)], keep=True)
    assert decision.shares == {"a": Fraction(65, 100), "b": 0, "ne": Fraction(15, 100)}
    assert (decision.outcome, decision.winners) == ("endorsed", ("a",))


def test_t12_no_endorsement_that_may_be_eliminated_is():
    votes = [(["a"], 45), (["b", "a"], 20), (["b"], 20), (["ne", "b"], 15)]
    kept, dropped = decide_ranked(votes, keep=True), decide_ranked(votes, keep=False)
    assert kept.shares["ne"] == Fraction(15, 100)
    assert dropped.shares["ne"] == 0 and dropped.shares["b"] == Fraction(55, 100)


def test_t12_exhausted_ballots_stay_in_the_denominator():
    """Of the 80 ballots that go on, a has more than 60 %; of all 100 it has less."""
    decision = decide_ranked([(["a"], 55), (["b"], 20), (["ne"], 25)], keep=True)
    assert (decision.base, decision.shares["a"]) == (100, Fraction(55, 100))
    assert (decision.outcome, decision.winners) == ("none_reached_threshold", ())


def test_t12_no_endorsement_wins_an_instant_runoff():
    decision = decide_ranked([(["a", "ne"], 25), (["b"], 40), (["ne"], 35)], keep=True)
    assert (decision.outcome, decision.winners) == ("no_endorsement", ("ne",))
