"""What every registered plugin must do, built in or from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    CountingMethod,
    InvalidBallot,
    PluginMissing,
    SeededLot,
    ballot_boxes,
    counting_methods,
    decision_rules,
    electorates,
)
from voting.registry import Registry


def contest_for(method):
    if method.fixed_choices:
        choices = tuple(ChoiceSpec(key, kind) for key, kind, _label in method.fixed_choices)
    else:
        choices = (ChoiceSpec("a"), ChoiceSpec("b"), ChoiceSpec("c"))
    return ContestSpec(key="q", choices=choices)


@pytest.fixture(params=[method.slug for method in counting_methods])
def method(request):
    return counting_methods.get(request.param)


@pytest.mark.parametrize("registry", [counting_methods, ballot_boxes, decision_rules, electorates])
def test_every_plugin_has_a_label_and_an_explanation(registry):
    for plugin in registry:
        assert str(plugin.label) and str(plugin.explanation)


def test_a_submitted_choice_is_read_checked_and_named(method):
    contest = contest_for(method)
    key = contest.choice_keys[0]
    selection = method.read_selection(contest=contest, data={"q": [key]})
    method.check_selection(contest=contest, selection=selection)
    assert method.chosen_keys(contest=contest, selection=selection) == (key,)


def test_nothing_submitted_is_a_skipped_contest(method):
    contest = contest_for(method)
    assert method.read_selection(contest=contest, data={}) is None
    method.check_selection(contest=contest, selection=None)
    assert method.chosen_keys(contest=contest, selection=None) == ()


def test_a_choice_of_another_contest_is_refused(method):
    with pytest.raises(InvalidBallot):
        method.read_selection(contest=contest_for(method), data={"q": ["from-elsewhere"]})


@given(numbers=st.lists(st.integers(1, 50), min_size=1, max_size=4), seed=st.randoms())
def test_the_count_is_the_same_in_any_order(numbers, seed):
    for method in counting_methods:
        contest = contest_for(method)
        ballots = [
            (
                method.read_selection(
                    contest=contest, data={"q": [contest.choice_keys[i % len(contest.choices)]]}
                ),
                n,
            )
            for i, n in enumerate(numbers)
        ]
        shuffled = ballots[:]
        seed.shuffle(shuffled)
        one = method.count(contest=contest, ballots=ballots, lot=SeededLot("any"))
        other = method.count(contest=contest, ballots=shuffled, lot=SeededLot("any"))
        assert one == other
        assert one.with_choice + one.blank == sum(numbers)


def test_no_ballots_elect_nobody(method):
    assert method.count(contest=contest_for(method), ballots=[], lot=SeededLot("any")).winners == ()


def test_the_registry_refuses_a_class_of_another_kind():
    with pytest.raises(Exception, match="is not a CountingMethod"):
        Registry(CountingMethod, CountingMethod).register(dict)


def test_the_registry_refuses_a_taken_slug():
    with pytest.raises(Exception, match="Two CountingMethod plugins are called 'single_choice'"):
        counting_methods.register(type(counting_methods.get("single_choice")))


def test_a_plugin_that_is_gone_has_a_stand_in():
    gone = counting_methods.get("gone")
    assert gone.is_missing and gone.slug == "gone" and str(gone.label)
    with pytest.raises(PluginMissing):
        gone.count(contest=None, ballots=[], lot=SeededLot("any"))
