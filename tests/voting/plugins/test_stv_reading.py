"""Reading ballots and moving many at once: the part that instant-runoff and both kinds of STV share."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.api import OrderedLot
from voting.api.ties import keep_by_earlier_rounds, settle_tie
from voting.api.transferable import Ballots, Reading

KEYS = tuple("abcdefg")


@pytest.mark.parametrize(
    ("selection", "rules", "places"),
    [
        (("a", "b"), {}, ("a", "b")),
        (("a", (), "b"), {}, ("a", "b")),
        (("a", [], "b"), {"max_skipped_ranks": 0}, ("a",)),
        (((), "b"), {"max_skipped_ranks": 0}, ()),
        (("a", ["b", "c"], "d"), {}, ("a",)),
        (("a", ["b", "c"], "d"), {"overvote": "skip"}, ("a", "d")),
        (("a", ["b", "c"], "d"), {"overvote": "exhaust_if_several"}, ("a", frozenset("bc"), "d")),
        (("a", None, "d"), {"overvote": "exhaust_if_several"}, ("a",)),
        (("a", None, "d"), {"overvote": "skip"}, ("a", "d")),
        (("a", ["b"], "d"), {}, ("a", "b", "d")),
        (("a", "a", "d"), {}, ("a", "a", "d")),
        (("a", "a", "d"), {"exhaust_on_duplicate": True}, ("a",)),
        (("a", "b", "c"), {"max_ranks": 2}, ("a", "b")),
        (("a", (), "c"), {"max_ranks": 2}, ("a",)),
    ],
)
def test_the_places_that_count(selection, rules, places):
    reading = Reading(**rules)
    assert reading.read(selection) == places
    assert reading.read(places) == places


def place():
    key = st.sampled_from(KEYS)
    several = st.lists(key, min_size=2, max_size=3)
    return st.one_of(key, key, key, st.just(()), st.just([]), st.none(), several, several.map(tuple))


def rules():
    return st.fixed_dictionaries(
        {
            "overvote": st.sampled_from(["exhaust", "skip", "exhaust_if_several"]),
            "max_skipped_ranks": st.integers(-1, 2),
            "exhaust_on_duplicate": st.booleans(),
            "max_ranks": st.integers(0, 5),
        }
    )


def one_by_one(reading, selection, continuing):
    """The choice a ballot counts for, from its first place on, and "" for one that has ended."""
    for place in reading.read(selection):
        left = [key for key in ([place] if isinstance(place, str) else place) if key in continuing]
        if len(left) == 1:
            return left[0]
        if left:
            return ""
    return ""


@given(
    selections=st.lists(
        st.one_of(st.none(), st.lists(place(), max_size=8), st.lists(place(), max_size=8).map(tuple)),
        max_size=30,
    ),
    weights=st.lists(st.integers(1, 3), min_size=30, max_size=30),
    rules=rules(),
    order=st.permutations(KEYS),
)
def test_ballots_in_bundles_go_where_each_would_go_alone(selections, weights, rules, order):
    reading = Reading(**rules)
    weighted = list(zip(selections, weights, strict=False))
    ballots = Ballots(ballots=weighted, reading=reading)
    assert ballots.blank + ballots.with_choice == sum(weight for _selection, weight in weighted)

    continuing = set(KEYS)
    alone = [
        [one_by_one(reading, selection or (), continuing), selection or (), weight]
        for selection, weight in weighted
    ]
    stacks, spent = ballots.deal(stack=ballots.stack, continuing=continuing)
    spent += ballots.unread + ballots.blank
    for out in (None, *order):
        continuing.discard(out)
        if out in stacks:
            moved, more = ballots.deal(stack=stacks.pop(out), continuing=continuing)
            spent += more
            for key, stack in moved.items():
                if key in stacks:
                    stacks[key].merge(stack)
                else:
                    stacks[key] = stack
        expected = Counter()
        for ballot in alone:
            if ballot[0] == out:
                ballot[0] = one_by_one(reading, ballot[1], continuing)
            expected[ballot[0]] += ballot[2]
        assert spent == expected.pop("", 0)
        assert {key: stack.weight for key, stack in stacks.items()} == expected


def test_a_list_and_a_generator_of_ballots_read_the_same():
    ballots = [(["a", "b"], 2), (None, 1), ([], 3), (["b"], 1)]
    one, other = (
        Ballots(ballots=source, reading=Reading()) for source in (ballots, (ballot for ballot in ballots))
    )
    assert (one.blank, one.with_choice) == (other.blank, other.with_choice) == (4, 3)


@pytest.mark.parametrize(
    ("earlier", "most", "left"),
    [
        ([], True, ("a", "b", "c")),
        ([{"a": 1, "b": 2, "c": 2}], True, ("b", "c")),
        ([{"a": 1, "b": 2, "c": 2}], False, ("a",)),
        # The latest round that differs counts; what it leaves level, the ones before settle.
        ([{"a": 9, "b": 1, "c": 2}, {"a": 1, "b": 2, "c": 2}], True, ("c",)),
        ([{"a": 1, "b": 2, "c": 2}, {"a": 2, "b": 2, "c": 2}], False, ("a",)),
    ],
)
def test_earlier_rounds_settle_a_tie(earlier, most, left):
    assert keep_by_earlier_rounds(tied=("a", "b", "c"), earlier=earlier, most=most) == left


def test_a_single_choice_is_no_tie():
    assert settle_tie(tied=["a"], what="elected", round_number=1, lot=OrderedLot("a")) == ("a", [])


def test_the_lot_gets_only_what_earlier_rounds_leave_level():
    taken, ties = settle_tie(
        tied=["c", "a", "b"],
        what="eliminated",
        round_number=4,
        lot=OrderedLot("abc"),
        earlier=[{"a": 1, "b": 1, "c": 2}],
    )
    assert taken == "b"
    assert [(tie.choices, tie.settled_by, tie.favored) for tie in ties] == [
        (("a", "b", "c"), "earlier_rounds", ("c",)),
        (("a", "b"), "lot", ("a",)),
    ]
