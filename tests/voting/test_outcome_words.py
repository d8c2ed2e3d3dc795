"""Each outcome in its own words, from votes that were counted and published."""

import pytest

from tests.factories.voting import choice, contest, make_vote, race_contest
from voting.models import Kind, State
from voting.panels import panels_of_answers, panels_of_results
from voting.paper import paper_of
from voting.results import result_of

pytestmark = pytest.mark.django_db


def shown(*ballots, question=None, kind=Kind.DECISION):
    """(result, panel) of a published vote with one contest."""
    vote = make_vote(
        question or race_contest(),
        kind=kind,
        state=State.PUBLISHED,
        ballots=[{"race": ballot} for ballot in ballots],
    )
    paper = paper_of(vote).contests[0]
    panels = panels_of_answers if vote.is_advisory else panels_of_results
    return result_of(tally=vote.contests.get().tally, contest=paper), panels(1)[0]


def board(*, seats=2, rule="method_winners", **settings):
    """A board of so many seats, with marks for as many as one likes."""
    return contest(
        choice("Ada", key="a"),
        choice("Ben", key="b"),
        choice("Cora", key="c"),
        key="race",
        question="Who sits on the board?",
        method="most_marks",
        seats=seats,
        rule={"rule": rule, **settings},
    )


def test_those_who_win_the_count_are_elected():
    result, panel = shown(["a", "b"], ["a", "b"], ["a", "c"], question=board())
    assert result.outcome_sentence == "Members elected Ada and Ben."
    assert (result.outcome_kind, panel.tag_label, panel.headline) == (
        "elected",
        "Elected",
        "Members elected Ada and Ben.",
    )


def test_a_single_winner_may_be_no_person_and_is_chosen():
    result, panel = shown(["a"], ["a"], ["b"], question=board(seats=1))
    assert result.outcome_sentence == "Members chose Ada."
    assert panel.tag_label == "Decided"


def test_the_lot_is_named_where_it_settled_who_is_elected():
    result, _panel = shown(["a", "b"], ["a", "c"], question=board())
    favored = "Ben" if "Ben" in result.outcome_sentence else "Cora"
    assert result.notes == (f"Ben and Cora stood level. The recorded lot favored {favored}.",)


def test_nobody_is_elected_without_a_ballot():
    result, panel = shown(question=board())
    assert result.outcome_sentence == "Nobody voted here, so nothing is decided."
    assert (panel.percent_text, result.denominator_text) == ("", "")


def test_advice_says_that_nothing_is_decided():
    result, panel = shown("a", "a", "b", question=race_contest(rule={"rule": "advice"}), kind=Kind.ADVISORY)
    assert result.outcome_sentence == "Members prefer Ada. This is advice; nothing is decided."
    assert (result.outcome_kind, panel.tag_label) == ("advice", "Advice")
    assert "endorsed" not in panel.headline.lower()


def test_level_advice_names_all_that_lead():
    result, _panel = shown("a", "b", question=race_contest(rule={"rule": "advice"}), kind=Kind.ADVISORY)
    assert result.outcome_sentence == "Ada and Ben stand level. This is advice; nothing is decided."
    assert result.notes == ()


def test_advice_of_nobody():
    result, _panel = shown(question=race_contest(rule={"rule": "advice"}), kind=Kind.ADVISORY)
    assert result.outcome_sentence == "Nobody answered. This is advice; nothing is decided."


@pytest.mark.parametrize(("answer", "word"), [("yes", "yes"), ("no", "no")])
def test_advice_on_a_question_names_the_answer(answer, word):
    question = contest(key="race", method="yes_no", rule={"rule": "advice"})
    result, _panel = shown(answer, question=question, kind=Kind.ADVISORY)
    assert result.outcome_sentence == f"Most answers are {word}. This is advice; nothing is decided."


def test_several_can_be_endorsed_and_those_level_at_the_limit_are_named():
    question = board(seats=1, rule="threshold", max_endorsed=2)
    result, _panel = shown(["a", "b", "c"], ["a", "b", "c"], ["a"], question=question)
    assert result.outcome_sentence == "Members chose Ada."
    assert result.notes == ("Ben and Cora stood level for the last place, so none of them won.",)


def test_a_tie_names_those_who_stood_level():
    result, panel = shown("a", "b", question=race_contest(rule={"threshold_numerator": 50}))
    assert result.outcome_sentence == "The vote is a tie between Ada and Ben, so nothing is decided."
    assert panel.tag_label == "Tie"


def test_nobody_over_the_line_has_its_own_words():
    result, _panel = shown("a", "b")
    assert result.outcome_sentence == "Nobody reached 60 %, so there is no endorsement."


def test_too_few_have_their_own_words_and_no_share():
    quorum = {"quorum_kind": "ballots", "quorum_value": 12}
    result, panel = shown("a", question=race_contest(rule=quorum))
    assert result.outcome_sentence == "Too few members voted, so nothing is decided."
    assert panel.percent_text == ""


def test_no_endorsement_has_its_own_words():
    result, _panel = shown("ne", "ne", "a")
    assert result.outcome_sentence == "Members chose to endorse nobody."
