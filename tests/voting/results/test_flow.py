"""The drawing of rounds: what is as tall as what, and where it stands."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voting.results.flow import NOBODY, FlowRound, draw_flow, plain

# A busy machine is slow; that says nothing about the drawing.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ORDER = ("a", "b", "c")
TWO_ROUNDS = (
    FlowRound(
        tallies={"a": Fraction(5), "b": Fraction(3), "c": Fraction(2)},
        transfers=[("c", "a", Fraction(1)), ("c", NOBODY, Fraction(1))],
        eliminated=["c"],
    ),
    FlowRound(tallies={"a": Fraction(6), "b": Fraction(3)}, exhausted=Fraction(1), elected=["a"]),
)


@st.composite
def counts(draw):
    """Rounds in which each vote of one leaving choice goes somewhere, down to parts of a vote."""
    keys = [f"k{number}" for number in range(draw(st.integers(2, 6)))]
    votes = {key: Fraction(draw(st.integers(1, 300))) for key in keys}
    exhausted = Fraction(0)
    rounds = []
    while len(votes) > 1:
        leaving = draw(st.sampled_from(sorted(votes)))
        others = [*(key for key in votes if key != leaving), NOBODY]
        weights = draw(st.lists(st.integers(0, 5), min_size=len(others), max_size=len(others)))
        weights[-1] += 0 if any(weights) else 1
        moves = [
            (leaving, key, votes[leaving] * weight / sum(weights))
            for key, weight in zip(others, weights, strict=True)
            if weight
        ]
        rounds.append(
            FlowRound(tallies=dict(votes), exhausted=exhausted, transfers=moves, eliminated=[leaving])
        )
        votes.pop(leaving)
        for _source, to, moved in moves:
            if to == NOBODY:
                exhausted += moved
            else:
                votes[to] += moved
    rounds.append(FlowRound(tallies=dict(votes), exhausted=exhausted, elected=list(votes)))
    return keys, rounds


@patiently
@given(count=counts(), mirrored=st.booleans())
def test_every_vote_of_a_bar_leaves_and_arrives_in_ribbons(count, mirrored):
    keys, rounds = count
    drawing = draw_flow(rounds=rounds, order=keys, mirrored=mirrored)
    ribbons = [ribbon for gap in drawing.gaps for ribbon in gap.ribbons]
    last = len(rounds) - 1
    for bar in drawing.bars:
        out = [each for each in ribbons if (each.column, each.source) == (bar.column, bar.key)]
        into = [each for each in ribbons if (each.column + 1, each.to) == (bar.column, bar.key)]
        if bar.column < last:
            assert sum(each.votes for each in out) == bar.votes
            assert sum(each.height for each in out) == bar.height
        if bar.column > 0:
            assert sum(each.votes for each in into) == bar.votes
            assert sum(each.height for each in into) == bar.height


@patiently
@given(count=counts())
def test_ribbons_stay_within_their_bars_and_never_overlap_there(count):
    keys, rounds = count
    drawing = draw_flow(rounds=rounds, order=keys)
    bars = {(bar.column, bar.key): bar for bar in drawing.bars}
    ends = {}
    for gap in drawing.gaps:
        for each in gap.ribbons:
            ends.setdefault((each.column, each.source, "out"), []).append((each.y_from, each.height))
            ends.setdefault((each.column + 1, each.to, "in"), []).append((each.y_to, each.height))
    for (column, key, _side), pieces in ends.items():
        bar = bars[column, key]
        pieces.sort()
        assert pieces[0][0] >= bar.y
        assert pieces[-1][0] + pieces[-1][1] <= bar.y + bar.height
        for (upper, height), (lower, _height) in zip(pieces, pieces[1:], strict=False):
            assert upper + height <= lower


@patiently
@given(count=counts())
def test_bars_are_as_tall_as_their_votes_and_stand_apart(count):
    keys, rounds = count
    drawing = draw_flow(rounds=rounds, order=keys)
    scales = {bar.height / bar.votes for bar in drawing.bars if bar.votes}
    assert len(scales) == 1
    for column in range(len(rounds)):
        bars = [bar for bar in drawing.bars if bar.column == column]
        for above, below in zip(bars, bars[1:], strict=False):
            assert above.y + above.height < below.y
            # Two lines of words fit between the middles.
            assert below.middle - above.middle >= 38
        assert all(bar.y + bar.height <= drawing.height for bar in bars)


@patiently
@given(count=counts())
def test_mirrored_drawing_is_the_same_from_the_other_side(count):
    keys, rounds = count
    there = draw_flow(rounds=rounds, order=keys)
    back = draw_flow(rounds=rounds, order=keys, mirrored=True)
    assert [(bar.key, 100 - bar.x, bar.y) for bar in back.bars] == [
        (bar.key, bar.x, bar.y) for bar in there.bars
    ]
    assert [100 - gap.x - gap.width for gap in back.gaps] == [gap.x for gap in there.gaps]


def test_bars_say_what_became_of_their_choice():
    bars = {(bar.column, bar.key): bar.kind for bar in draw_flow(rounds=TWO_ROUNDS, order=ORDER).bars}
    assert bars == {
        (0, "a"): "in",
        (0, "b"): "in",
        (0, "c"): "eliminated",
        (1, "a"): "elected",
        (1, "b"): "in",
        (1, NOBODY): "nobody",
    }


def test_ribbons_say_whether_votes_stay_move_or_stop():
    [gap] = draw_flow(rounds=TWO_ROUNDS, order=ORDER).gaps
    assert [(each.source, each.to, each.votes, each.kind) for each in gap.ribbons] == [
        ("a", "a", 5, "stays"),
        ("b", "b", 3, "stays"),
        ("c", "a", 1, "moves"),
        ("c", NOBODY, 1, "nobody"),
    ]


def test_columns_go_from_the_start_and_leave_room_for_words_at_the_end():
    drawing = draw_flow(rounds=TWO_ROUNDS, order=ORDER)
    assert [bar.x for bar in drawing.bars] == [0, 0, 0, 50, 50, 50]


@pytest.mark.parametrize(("quota", "marked"), [(Fraction(6), {"a"}), (Fraction(13, 2), set()), (None, set())])
def test_mark_stands_where_the_votes_that_elect_are_reached(quota, marked):
    drawing = draw_flow(rounds=TWO_ROUNDS, order=ORDER, quota=quota)
    bars = [bar for bar in drawing.bars if bar.mark is not None]
    assert {bar.key for bar in bars} == marked
    assert [bar.mark / bar.height for bar in bars] == [quota / bar.votes for bar in bars]


def test_transfers_that_a_method_does_not_tell_leave_the_bars_whole():
    silent = (TWO_ROUNDS[0], FlowRound(tallies={"a": Fraction(4), "b": Fraction(3)}))
    [gap] = draw_flow(rounds=silent, order=ORDER).gaps
    into_a = [each for each in gap.ribbons if each.to == "a"]
    assert sum(each.votes for each in into_a) == 4


def test_a_count_without_a_vote_has_flat_bars():
    empty = (FlowRound(tallies={"a": Fraction(0)}), FlowRound(tallies={"a": Fraction(0)}))
    drawing = draw_flow(rounds=empty, order=ORDER)
    assert [bar.height for bar in drawing.bars] == [0, 0]
    assert drawing.gaps[0].ribbons == ()


def test_path_goes_from_bar_to_bar_and_turns_around_when_mirrored():
    [gap] = draw_flow(rounds=TWO_ROUNDS, order=ORDER).gaps
    [back] = draw_flow(rounds=TWO_ROUNDS, order=ORDER, mirrored=True).gaps
    assert gap.ribbons[0].path == "M0 30C50 30 50 30 100 30V160C50 160 50 160 0 160Z"
    assert back.ribbons[0].path == "M100 30C50 30 50 30 0 30V160C50 160 50 160 100 160Z"


@pytest.mark.parametrize(
    ("number", "text"), [(Fraction(1, 3), "0.33"), (Fraction(10), "10"), (Fraction(0), "0"), (50, "50")]
)
def test_numbers_are_written_as_svg_reads_them(number, text):
    assert plain(number) == text
