"""What every registered counting method must do, built in or from outside.

A method that is registered in the test settings is held to all of this. Its
ballots are made from its `ballot_type`; see `ballot_forms.py` for a form of
its own.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from copy import deepcopy
from fractions import Fraction

import pytest
from django.template.loader import get_template
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.voting.contract.ballot_forms import contest_for, elections, form_of, renamed_contest
from voting.api import (
    Count,
    InvalidBallot,
    InvalidSettings,
    OrderedLot,
    SeededLot,
    count_as_json,
    counting_methods,
)

held_to = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)

TIED_FOR = {"elected", "eliminated", "surplus", "ranked"}

json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 7),
        st.floats(),
        st.sampled_from(["a", "b", "c", "d", "ab", "yes", "", "z"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.sampled_from(["a", "b", "q"]), inner, max_size=3),
    ),
    max_leaves=8,
)

RUBBISH = [
    True, False, 0, 1, -1, 1.5, float("nan"), float("inf"), "", "nobody", "ab", "yes ", [], [[]], [[[]]], {},
    {"a": 1}, {"yes": True}, [1.0] * 4, [True] * 4, [9] * 4, [-1] * 4, [None] * 4, ["a", "a"], [["a"], ["a"]],
    ["nobody"], [["a", "nobody"]], [{}], [{"a": "b"}], [["a", ["b"]]], ["a", 1], ["a", None], [0, 1],
    ["1"] * 4, [10**30] * 4, "a" * 10_000, [["a"] * 50],
]  # fmt: skip


@pytest.fixture(scope="module", params=[method.slug for method in counting_methods])
def method(request):
    return counting_methods.get(request.param)


def count(method, contest, ballots, lot=None) -> Count:
    return method.count(contest=contest, ballots=ballots, lot=lot or SeededLot("any"))


def everything_in(value):
    """Every value inside a count."""
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from everything_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from everything_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from everything_in(inner)


def number_of(ballots):
    return sum(weight for _selection, weight in ballots)


# What a method says of itself.


def test_method_names_and_explains_itself(method):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", method.slug)
    assert str(method.label) and str(method.explanation)
    assert method.ballot_type in {"one", "approval", "ranking", "scores", ""}
    assert method.most_seats >= 1


def test_method_brings_the_template_of_its_ballot(method):
    assert get_template(method.ballot_template)


def test_options_have_defaults_that_are_kept(method):
    given_none = method.clean_options(options={})
    assert given_none == {option.name: option.default for option in method.options}
    assert method.clean_options(options=given_none) == given_none
    assert json.loads(json.dumps(given_none)) == given_none
    assert all(str(option.label) for option in method.options)


def test_options_may_be_given_as_text(method):
    for option in method.options:
        text = {True: "true", False: "false"}.get(option.default, str(option.default))
        if option.kind != "flag":
            text = str(option.default)
        cleaned = method.clean_options(options={option.name: text})[option.name]
        assert cleaned == option.default and type(cleaned) is type(option.default)


def test_an_unknown_option_is_refused_by_its_name(method):
    with pytest.raises(InvalidSettings) as refused:
        method.clean_options(options={"no_such_setting": 1})
    assert set(refused.value.problems) == {"no_such_setting"}


@held_to
@given(value=json_values)
def test_an_option_takes_a_sound_value_or_is_refused(method, value):
    for option in method.options:
        try:
            cleaned = method.clean_options(options={option.name: value})
        except InvalidSettings as error:
            assert set(error.problems) == {option.name} and str(error)
        else:
            assert method.clean_options(options=cleaned) == cleaned
            assert type(cleaned[option.name]) is {"flag": bool, "number": int}.get(
                option.kind, type(option.default)
            )


# The ballot.


@held_to
@given(data=st.data())
def test_a_submitted_ballot_is_read_checked_and_named(method, data):
    contest = contest_for(method)
    form = form_of(method)
    selection = data.draw(form.selections(method=method, contest=contest))
    submitted = form.data(contest=contest, selection=selection)
    assert all(name == "q" or name.startswith("q.") for name in submitted)
    read = method.read_selection(contest=contest, data=submitted)
    assert read == selection
    assert json.loads(json.dumps(read)) == read
    method.check_selection(contest=contest, selection=read)
    named = method.chosen_keys(contest=contest, selection=read)
    assert isinstance(named, tuple) and set(named) <= set(contest.choice_keys)
    assert len(set(named)) == len(named)


def test_nothing_submitted_is_a_skipped_contest(method):
    contest = contest_for(method)
    empty = {"q": [""], **{f"q.{key}": [""] for key in contest.choice_keys}}
    for submitted in ({}, empty, {"other": ["a"], "other.a": ["1"]}):
        assert method.read_selection(contest=contest, data=submitted) is None
    method.check_selection(contest=contest, selection=None)
    assert method.chosen_keys(contest=contest, selection=None) == ()


@held_to
@given(
    values=st.dictionaries(
        st.sampled_from(["q", "q.a", "q.b", "q.c", "q.yes", "q.", "q.nobody"]),
        st.lists(
            st.sampled_from(["", "a", "b", "yes", "no", "nobody", "0", "1", "2", "5", "6", "-1", "1.5", "²",
                             "٢", " 1", "1e3", "9" * 30, "9" * 5000]),
            max_size=3,
        ),
    )
)  # fmt: skip
def test_whatever_is_submitted_is_read_or_refused(method, values):
    contest = contest_for(method)
    try:
        selection = method.read_selection(contest=contest, data=values)
    except InvalidBallot:
        return
    method.check_selection(contest=contest, selection=selection)
    assert_can_be_counted(method, contest, selection)


def test_a_choice_of_another_contest_is_refused(method):
    contest = contest_for(method)
    stranger = dataclasses.replace(contest, choices=(dataclasses.replace(contest.choices[0], key="z"),))
    if method.ballot_type in {"ranking", "scores"}:
        # Fields are named after the contest's own choices, so that nothing else is read.
        assert method.read_selection(contest=contest, data={"q.z": ["1"]}) is None
    else:
        with pytest.raises(InvalidBallot):
            method.read_selection(contest=contest, data={"q": list(stranger.choice_keys)})


@pytest.mark.parametrize("rubbish", RUBBISH, ids=lambda value: repr(value)[:30])
def test_rubbish_is_refused(method, rubbish):
    contest = contest_for(method)
    with pytest.raises(InvalidBallot):
        method.check_selection(contest=contest, selection=rubbish)


@settings(held_to, max_examples=150)
@given(selection=json_values)
def test_any_json_value_is_refused_or_can_be_counted(method, selection):
    contest = contest_for(method)
    try:
        method.check_selection(contest=contest, selection=selection)
    except InvalidBallot:
        return
    assert_can_be_counted(method, contest, selection)


def assert_can_be_counted(method, contest, selection):
    assert set(method.chosen_keys(contest=contest, selection=selection)) <= set(contest.choice_keys)
    found = count(method, contest, [(selection, 2)])
    assert (found.with_choice, found.blank) == ((0, 2) if selection is None else (2, 0))


# The count.


@held_to
@given(data=st.data())
def test_count_is_whole_and_exact(method, data):
    contest, ballots = data.draw(elections(method=method))
    found = count(method, contest, ballots)
    assert set(found.tallies) == set(contest.choice_keys)
    assert all(type(tally) is Fraction for tally in found.tallies.values())
    assert type(found.with_choice) is int and type(found.blank) is int
    assert found.with_choice + found.blank == number_of(ballots)
    assert found.blank >= sum(weight for selection, weight in ballots if selection is None)
    inside = list(everything_in(found))
    # Frozen values, and neither a float nor a Decimal anywhere.
    assert {type(value) for value in inside if not dataclasses.is_dataclass(value)} <= {
        int, bool, str, Fraction, tuple, dict, type(None), type(found.tallies),
    }  # fmt: skip


@held_to
@given(data=st.data())
def test_winners_are_choices_and_fill_no_more_than_the_seats(method, data):
    contest, ballots = data.draw(elections(method=method))
    found = count(method, contest, ballots)
    assert set(found.winners) <= set(contest.choice_keys)
    assert len(set(found.winners)) == len(found.winners) <= contest.seats


def test_no_ballots_elect_nobody(method):
    contest = contest_for(method)
    for ballots, blank in (([], 0), ([(None, 7)], 7)):
        found = count(method, contest, ballots)
        assert found.winners == () and found.ties == ()
        assert (found.with_choice, found.blank) == (0, blank)
        assert set(found.tallies.values()) == {0}


@held_to
@given(data=st.data(), order=st.randoms(use_true_random=False))
def test_neither_the_order_of_ballots_nor_their_grouping_matters(method, data, order):
    contest, ballots = data.draw(elections(method=method))
    one_by_one = [(selection, 1) for selection, weight in ballots for _ballot in range(weight)]
    order.shuffle(one_by_one)
    found = count(method, contest, ballots)
    assert count(method, contest, one_by_one) == found
    assert count(method, contest, iter(ballots[::-1])) == found


@held_to
@given(data=st.data())
def test_counting_again_gives_the_same_and_changes_no_ballot(method, data):
    contest, ballots = data.draw(elections(method=method))
    before = deepcopy(ballots)
    assert count(method, contest, ballots) == count(method, contest, ballots)
    assert ballots == before


@held_to
@given(data=st.data())
def test_ballots_may_be_tuples(method, data):
    contest, ballots = data.draw(elections(method=method))

    def frozen(value):
        return tuple(frozen(inner) for inner in value) if isinstance(value, list) else value

    tuples = [(frozen(selection), weight) for selection, weight in ballots]
    assert count(method, contest, tuples) == count(method, contest, ballots)


@held_to
@given(data=st.data())
def test_neither_names_nor_order_of_the_choices_matter(method, data):
    contest, ballots = data.draw(elections(method=method))
    keys = contest.choice_keys
    new_names = keys if method.fixed_choices else tuple(f"{number}{key}" for number, key in enumerate(keys))
    names = dict(zip(keys, data.draw(st.permutations(new_names)), strict=True))
    if method.fixed_choices:
        names = {key: key for key in keys}
    other = renamed_contest(contest, names=names, order=data.draw(st.permutations(keys)))
    rename = form_of(method).renamed
    renamed_ballots = [
        (None if s is None else rename(selection=s, names=names, before=contest, after=other), weight)
        for s, weight in ballots
    ]
    lot_order = data.draw(st.permutations(keys))
    found = count(method, contest, ballots, OrderedLot(lot_order))
    other_found = count(method, other, renamed_ballots, OrderedLot([names[key] for key in lot_order]))
    back = {new: old for old, new in names.items()}
    assert with_names(found, {key: key for key in keys}) == with_names(other_found, back)


def with_names(value, names):
    """A count with other keys; where an order of keys says nothing, sorted."""
    if isinstance(value, Count):
        if value.pairwise is not None:
            # Rounds explain the wins, of which equally strong ones are told in any order.
            rounds = [dataclasses.replace(step, number=0) for step in value.rounds]
            ties = [dataclasses.replace(tie, round=0) for tie in value.ties]
            value = dataclasses.replace(value, rounds=tuple(rounds), ties=tuple(ties))
        ranking = [sorted(names[key] for key in group) for group in value.ranking]
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {**{name: with_names(inner, names) for name, inner in fields.items()}, "ranking": ranking}
    if dataclasses.is_dataclass(value):
        return {
            field.name: with_names(getattr(value, field.name), names)
            for field in dataclasses.fields(value)
            if field.name not in {"why", "what", "settled_by"}
        }
    if isinstance(value, Mapping):
        return {names.get(key, key): with_names(inner, names) for key, inner in value.items()}
    if isinstance(value, tuple):
        return sorted((with_names(inner, names) for inner in value), key=as_sorted_text)
    return names.get(value, value) if isinstance(value, str) else value


def as_sorted_text(value):
    """Text that does not depend on the order in which a dictionary was filled."""
    return repr(sorted(value.items(), key=repr)) if isinstance(value, dict) else repr(value)


@held_to
@given(data=st.data())
def test_a_lot_that_is_not_asked_changes_nothing(method, data):
    contest, ballots = data.draw(elections(method=method))
    found = count(method, contest, ballots)
    assume(not any(tie.settled_by == "lot" for tie in found.ties))
    assert count(method, contest, ballots, NoLot()) == found


class NoLot:
    def pick(self, keys, number=1):
        pytest.fail("The lot was asked, and the count does not say so.")

    def order(self, keys):
        pytest.fail("The lot was asked, and the count does not say so.")


@held_to
@given(data=st.data())
def test_ties_carry_what_was_level_and_how_it_was_settled(method, data):
    contest, ballots = data.draw(elections(method=method))
    found = count(method, contest, ballots)
    last = max((step.number for step in found.rounds), default=1)
    for tie in found.ties:
        assert tie.what in TIED_FOR
        assert len(set(tie.choices)) == len(tie.choices) >= 2
        assert set(tie.choices) <= set(contest.choice_keys)
        # With a lot at hand, nothing is left open.
        assert tie.settled_by and tie.favored and set(tie.favored) <= set(tie.choices)
        assert 1 <= tie.round <= last
        if tie.what == "elected":
            assert set(tie.favored) <= set(found.winners)
        if tie.what == "eliminated" and found.rounds:
            gone = {key for step in found.rounds if step.number == tie.round for key in step.eliminated}
            assert gone & set(tie.choices) and not gone & set(tie.favored)


@held_to
@given(data=st.data())
def test_a_count_is_json(method, data):
    contest, ballots = data.draw(elections(method=method))
    as_json = count_as_json(count(method, contest, ballots))
    assert json.loads(json.dumps(as_json, allow_nan=False)) == as_json
    assert not [value for value in everything_in(as_json) if isinstance(value, float)]


# The rounds.


@held_to
@given(data=st.data())
def test_rounds_are_numbered_and_explained(method, data):
    contest, ballots = data.draw(elections(method=method))
    found = count(method, contest, ballots)
    assert [step.number for step in found.rounds] == list(range(1, len(found.rounds) + 1))
    for step in found.rounds:
        assert set(re.findall(r"%\((\w+)\)", step.why)) <= set(step.values)
        assert bool(step.why % dict(step.values)) == bool(step.why)
        for value in step.values.values():
            assert type(value) in (int, Fraction, str, tuple)
            if isinstance(value, tuple):
                assert set(value) <= set(contest.choice_keys)
        assert set(step.elected) | set(step.eliminated) <= set(contest.choice_keys)
        assert not set(step.elected) & set(step.eliminated)


@held_to
@given(data=st.data())
def test_nobody_is_elected_or_eliminated_twice(method, data):
    contest, ballots = data.draw(elections(method=method))
    rounds = count(method, contest, ballots).rounds
    settled = [key for step in rounds for key in (*step.elected, *step.eliminated)]
    assert len(settled) == len(set(settled))


@held_to
@given(data=st.data())
def test_votes_are_conserved_to_the_last_digit(method, data):
    """Of a method whose votes move: none appears, none is lost, in any round."""
    contest, ballots = data.draw(elections(method=method))
    found = count(method, contest, ballots)
    if not any(step.transfers for step in found.rounds):
        return
    for step in found.rounds:
        assert sum(step.tallies.values()) + step.exhausted == found.with_choice
    for step, following in zip(found.rounds, found.rounds[1:], strict=False):
        tallies, exhausted = dict(step.tallies), step.exhausted
        for move in step.transfers:
            # Rounding up can give back a billionth of what was lost before.
            assert move.votes > 0 or (move.to is None and -Fraction(1, 10**6) < move.votes < 0)
            tallies[move.source] -= move.votes
            if move.to is None:
                exhausted += move.votes
            else:
                tallies[move.to] = tallies.get(move.to, 0) + move.votes
        assert {key: votes for key, votes in tallies.items() if votes} == {
            key: votes for key, votes in following.tallies.items() if votes
        }
        assert exhausted == following.exhausted


@held_to
@given(data=st.data())
def test_pairs_and_distributions_are_of_the_ballots(method, data):
    contest, ballots = data.draw(elections(method=method))
    found = count(method, contest, ballots)
    for key, row in (found.pairwise or {}).items():
        assert set(row) == set(contest.choice_keys) - {key}
        assert all(row[other] + found.pairwise[other][key] <= found.with_choice for other in row)
    for scores in (found.distribution or {}).values():
        assert 0 <= sum(scores.values()) <= found.with_choice
    if found.ranking:
        ranked = [key for group in found.ranking for key in group]
        assert sorted(ranked) == sorted(contest.choice_keys)
