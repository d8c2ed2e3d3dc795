"""The pairwise matrix, against a count by the definition and by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.plugins.examples import rankings
from voting.api import count_pairwise, head_to_head_wins, rank_in_groups

KEYS = tuple("ABCDE")


def matrix_by_definition(keys, ballots, *, unranked):
    matrix = {key: {other: 0 for other in keys if other != key} for key in keys}
    for places, weight in ballots:
        rank_of = {}
        for rank, place in enumerate(places or ()):
            for key in [place] if isinstance(place, str) else place or ():
                rank_of.setdefault(key, rank)
        for one in keys:
            for other in keys:
                if one == other or one not in rank_of:
                    continue
                if other not in rank_of:
                    matrix[one][other] += weight if unranked == "last" else 0
                elif rank_of[one] < rank_of[other]:
                    matrix[one][other] += weight
    return matrix


key = st.sampled_from(KEYS)
place = st.one_of(key, key, key, st.lists(key, max_size=3), st.none(), st.tuples(key, key))
selection = st.one_of(
    st.none(),
    st.permutations(KEYS).flatmap(lambda keys: st.integers(1, 5).map(lambda number: keys[:number])),
    st.lists(place, max_size=8),
)


@settings(max_examples=300, deadline=None)
@given(
    ballots=st.lists(st.tuples(selection, st.integers(1, 9)), max_size=12),
    unranked=st.sampled_from(["last", "no_opinion"]),
)
def test_matrix_is_what_the_definition_says(ballots, unranked):
    tally = count_pairwise(keys=KEYS, ballots=iter(ballots), unranked=unranked)
    assert tally.matrix == matrix_by_definition(KEYS, ballots, unranked=unranked)
    assert tally.with_choice + tally.blank == sum(weight for _selection, weight in ballots)


def test_more_ballots_than_are_compared_at_once():
    ballots = [*rankings("1 A>B>C") * 5000, *rankings("1 C>B") * 3000, *rankings("2 A=B") * 1000]
    tally = count_pairwise(keys="ABC", ballots=ballots)
    assert tally.matrix == {
        "A": {"B": 5000, "C": 7000},
        "B": {"A": 3000, "C": 7000},
        "C": {"A": 3000, "B": 3000},
    }
    assert tally.ranked == {"A": 7000, "B": 10000, "C": 8000}


@pytest.mark.parametrize("size", [126, 127, 300])
def test_any_number_of_choices_can_be_compared(size):
    keys = tuple(f"k{number}" for number in range(size))
    ballots = [(list(keys), 2), (list(keys[::-1]), 1), ([[keys[0], keys[-1]]], 4)]
    tally = count_pairwise(keys=keys, ballots=ballots)
    assert tally.matrix == matrix_by_definition(keys, ballots, unranked="last")
    assert tally.matrix[keys[0]][keys[-1]] == 2 and tally.matrix[keys[-1]][keys[1]] == 5


def test_unranked_choices_are_last_or_take_part_in_no_comparison():
    ballots = rankings("3 A", "2 B>A")
    last = count_pairwise(keys="ABC", ballots=ballots).matrix
    assert last == {"A": {"B": 3, "C": 5}, "B": {"A": 2, "C": 2}, "C": {"A": 0, "B": 0}}
    nothing = count_pairwise(keys="ABC", ballots=ballots, unranked="no_opinion").matrix
    assert nothing == {"A": {"B": 0, "C": 0}, "B": {"A": 2, "C": 0}, "C": {"A": 0, "B": 0}}


def test_skipped_and_unrecorded_ranks_leave_only_the_order():
    for places in (["A", [], "B"], [[], "A", None, "B"], (None, "A", (), "B", None, None)):
        tally = count_pairwise(keys="ABC", ballots=[(places, 1)])
        assert tally.matrix == {"A": {"B": 1, "C": 1}, "B": {"A": 0, "C": 1}, "C": {"A": 0, "B": 0}}


def test_the_better_place_of_a_choice_counts():
    for places in (["A", "B", "A"], ["A", ["B", "A"]], [["A", "A"], "B", "A", "B"]):
        assert count_pairwise(keys="AB", ballots=[(places, 1)]).matrix == {"A": {"B": 1}, "B": {"A": 0}}


def test_ranks_after_the_most_allowed_do_not_count():
    tally = count_pairwise(keys="ABC", ballots=rankings("1 A>B>C", "1 C>B"), max_ranks=1)
    assert tally.matrix == {"A": {"B": 1, "C": 1}, "B": {"A": 0, "C": 0}, "C": {"A": 1, "B": 1}}


def test_a_ballot_that_ranks_nothing_is_blank():
    ballots = [(None, 2), ([], 1), ([[], None], 4), (["A"], 8)]
    tally = count_pairwise(keys="AB", ballots=ballots)
    assert (tally.with_choice, tally.blank) == (8, 7)


def test_wins_are_counted_and_draws_are_not():
    pairwise = count_pairwise(keys="ABC", ballots=rankings("2 A>B>C", "2 B>A>C")).matrix
    assert head_to_head_wins(pairwise) == {"A": 1, "B": 1, "C": 0}


def test_groups_begin_with_those_whom_nobody_beats():
    beaten = {("A", "C"), ("C", "D"), ("A", "D")}
    groups = rank_in_groups(keys="ABCD", beats=lambda one, other: (one, other) in beaten)
    assert groups == (("A", "B"), ("C",), ("D",))
