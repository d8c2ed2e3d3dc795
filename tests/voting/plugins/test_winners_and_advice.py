"""The rules that follow the count: whoever wins is elected, or nothing is decided at all."""

import pytest

from tests.voting.plugins.deciding import QUESTION, RACE, decide
from voting.api import ChoiceSpec, ContestSpec, InvalidSettings, counting_methods, decision_rules

BOARD = ContestSpec(key="board", choices=tuple(map(ChoiceSpec, "abcd")), seats=2)


def winners_of(votes, **facts):
    decision = decide(votes, rule="method_winners", **facts)
    return decision.outcome, decision.winners


def advice_of(votes, **facts):
    decision = decide(votes, rule="advice", **facts)
    assert decision.outcome == "advice"
    return decision.winners, decision.tied


def test_winners_of_the_count_are_elected_without_any_threshold():
    assert winners_of({"a": 2, "b": 1, "ne": 1}) == ("elected", ("a",))


def test_several_seats_are_filled():
    votes = [(["a", "b"], 5), (["b", "c"], 3)]
    assert winners_of(votes, contest=BOARD, method="most_marks") == ("elected", ("b", "a"))


@pytest.mark.parametrize(
    ("votes", "outcome"), [({"yes": 2, "no": 1}, "position_yes"), ({"yes": 1, "no": 2}, "position_no")]
)
def test_a_question_is_answered_by_its_winner(votes, outcome):
    assert winners_of(votes, contest=QUESTION, method="yes_no")[0] == outcome


def test_no_endorsement_can_win():
    assert winners_of({"a": 1, "ne": 2}) == ("no_endorsement", ("ne",))


def test_no_ballot_elects_nobody():
    assert winners_of({}) == ("none_reached_threshold", ())


def test_a_level_count_goes_by_the_lot_and_not_to_a_tie():
    fallen = {winners_of({"a": 1, "b": 1}, seed=str(seed)) for seed in range(20)}
    assert fallen == {("elected", ("a",)), ("elected", ("b",))}


def test_no_endorsement_among_several_seats_is_refused():
    rule = decision_rules.get("method_winners")
    contest = ContestSpec(key="board", choices=RACE.choices, seats=2)
    with pytest.raises(InvalidSettings) as refusal:
        rule.check_contest(contest=contest, method=counting_methods.get("single_choice"), settings={})
    assert list(refusal.value.problems) == ["rule"]


@pytest.mark.parametrize("rule", ["method_winners", "advice"])
def test_settings_of_other_rules_are_left_out(rule):
    plugin = decision_rules.get(rule)
    settings = plugin.clean_settings(settings={"threshold_numerator": 0, "max_endorsed": 99})
    assert "threshold_numerator" not in settings and "max_endorsed" not in settings
    assert plugin.threshold(settings=settings) is None


def test_advice_names_what_leads_and_decides_nothing():
    assert advice_of({"a": 2, "b": 1}) == (("a",), ())


def test_advice_lets_no_lot_choose_between_level_choices():
    assert advice_of({"a": 2, "b": 2, "ne": 1}) == (("a", "b"), ("a", "b"))


def test_advice_on_several_places_names_the_level_ones_last():
    votes = [(["d"], 5), (["a", "b"], 2)]
    assert advice_of(votes, contest=BOARD, method="most_marks") == (("d", "a", "b"), ("a", "b"))


def test_advice_of_nobody_is_empty():
    assert advice_of({}) == ((), ())
