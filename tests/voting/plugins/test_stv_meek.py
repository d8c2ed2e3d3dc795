"""Meek's method: whole counts, worked out by hand from the reference rule's steps."""

from fractions import Fraction

import pytest

from tests.voting.plugins.rankings import ballots_of, contest_of, count_of
from voting.api import OrderedLot, counting_methods

METHOD = counting_methods.get("stv_meek")
BILLIONTH = Fraction(1, 10**9)


def count(keys, *lines, **settings):
    return count_of(METHOD, keys, *lines, **settings)


def billionths(step):
    return {key: int(votes / BILLIONTH) for key, votes in step.tallies.items()}


def test_an_elected_choice_keeps_just_the_quota():
    # Quota 9 / 3 + 0.000000001. a (5) is elected. Its keep factor becomes 3.000000001 / 5, rounded up
    # 0.600000001: it keeps 5 * 0.600000001 = 3.000000005, and b gets 5 * 0.399999999 = 1.999999995.
    # The surplus of 0.000000004 is less than omega, so that the lowest, b (2.999999995), is defeated:
    # c (3) is not within that surplus. One choice is left for the last seat.
    result = count("a b c", "5 a b", "3 c", "1 b", seats=2)
    assert result.quota == 3 + BILLIONTH
    assert [billionths(step) for step in result.rounds] == [
        {"a": 5_000_000_000, "b": 1_000_000_000, "c": 3_000_000_000},
        {"a": 3_000_000_005, "b": 2_999_999_995, "c": 3_000_000_000},
    ]
    assert [step.elected for step in result.rounds] == [("a",), ("c",)]
    assert result.rounds[1].eliminated == ("b",)
    assert result.rounds[0].transfers[0].votes == 1_999_999_995 * BILLIONTH
    assert result.winners == ("a", "c")


def test_the_quota_falls_with_exhausted_votes():
    # Quota 11 / 3 = 3.666666666 + 0.000000001. a (6) is elected and keeps 3.666666667 / 6, rounded up
    # 0.611111112, of each vote: 3.666666672; 2.333333328 are exhausted. The quota is now
    # 8.666666672 / 3 = 2.888888890 + 0.000000001, and b (3) has it.
    result = count("a b c", "6 a", "3 b", "2 c a b", seats=2)
    assert [billionths(step) for step in result.rounds] == [
        {"a": 6_000_000_000, "b": 3_000_000_000, "c": 2_000_000_000},
        {"a": 3_666_666_672, "b": 3_000_000_000, "c": 2_000_000_000},
    ]
    assert [int(step.values["quota"] / BILLIONTH) for step in result.rounds] == [3_666_666_667, 2_888_888_891]
    assert result.rounds[1].exhausted == 2_333_333_328 * BILLIONTH
    assert result.winners == ("a", "b")


def test_a_majority_of_what_is_left_elects():
    # Quota 9 / 2 + 0.000000001: nobody. c (2) is defeated and its ballots end; 7 / 2 = 3.5: a (4).
    result = count("a b c", "4 a", "3 b", "2 c")
    assert [int(step.values["quota"] / BILLIONTH) for step in result.rounds] == [4_500_000_001, 3_500_000_001]
    assert [step.eliminated for step in result.rounds] == [("c",), ()]
    assert result.winners == ("a",)
    assert result.rounds[1].exhausted == 2


def test_defeated_choices_pass_everything_on():
    # Quota 10 / 2 + 0.000000001. d (1) is defeated, b gets its ballot: b 4, a 4, c 2. c is defeated: one
    # ballot to a (5), one to b (5): both are level, 5 is less than the quota, and the lot decides.
    result = count("a b c d", "4 a", "3 b", "1 c a", "1 c b", "1 d b", lot=OrderedLot("bacd"))
    assert [billionths(step)["b"] // 10**9 for step in result.rounds] == [3, 4, 5]
    (tie,) = result.ties
    assert (tie.round, tie.choices, tie.what, tie.settled_by) == (3, ("a", "b"), "eliminated", "lot")
    assert tie.favored == ("b",)
    assert result.rounds[2].eliminated == ("a",)
    assert result.rounds[2].elected == result.winners == ("b",)


def test_an_elected_choice_gets_votes_and_passes_on_what_it_does_not_need():
    # Quota 12 / 3 + 0.000000001 = 4.000000001. a (5) is elected and keeps 4.000000001 / 5, rounded up
    # 0.800000001, of each vote: 4.000000005. b gets 5 * 0.199999999 = 0.999999995.
    # That leaves b 3.999999995, just below; d (1) is defeated, and its ballot reaches a first. With the
    # same factor b now gets 6 * 0.199999999 + 3 = 4.199999994, which is enough.
    result = count("a b c d", "5 a b", "3 b", "3 c", "1 d a b", seats=2)
    assert result.rounds[0].elected == ("a",)
    assert billionths(result.rounds[1]) == {
        "a": 4_000_000_005,
        "b": 3_999_999_995,
        "c": 3_000_000_000,
        "d": 1_000_000_000,
    }
    assert result.rounds[1].eliminated == ("d",)
    assert billionths(result.rounds[2]) == {"a": 4_800_000_006, "b": 4_199_999_994, "c": 3_000_000_000}
    assert result.winners == ("a", "b")


def test_choices_that_differ_by_less_than_the_surplus_are_tied():
    # Quota 8 / 4 + 0.000000001 = 2.000000001. a (3) and b (4) are elected.
    # a keeps 2.000000001 / 3 = 0.666666667 of each vote: exactly the quota; x gets 3 * 0.333333333.
    # b keeps 2.000000001 / 4, rounded up 0.500000001: 2.000000004, a surplus of 0.000000003.
    # x has 0.999999999 and z has 1: less apart than that surplus. The lot takes z, who has more.
    result = count("a b x y z", "3 a x", "4 b y", "1 z", seats=3)
    assert billionths(result.rounds[1]) == {
        "a": 2_000_000_001,
        "b": 2_000_000_004,
        "x": 999_999_999,
        "y": 1_999_999_996,
        "z": 1_000_000_000,
    }
    (tie,) = result.ties
    assert (tie.round, tie.choices, tie.settled_by, tie.favored) == (2, ("x", "z"), "lot", ("x",))
    assert result.rounds[1].eliminated == ("z",)


def test_three_level_choices_go_to_the_lot():
    # a keeps its quota of 27; b, c and d share the rest evenly.
    result = count("a b c d", "9 a b", "9 a c", "9 a d", seats=2, lot=OrderedLot("dcba"))
    assert result.ties[0].choices == ("b", "c", "d")
    assert result.rounds[1].eliminated == ("b",)


def test_one_seat_is_filled_like_in_instant_runoff():
    result = count("a b c", "4 a", "3 b", "2 c b")
    assert result.winners == ("b",)
    assert billionths(result.rounds[1]) == {"a": 4_000_000_000, "b": 5_000_000_000}


def test_fewer_choices_than_seats_are_all_elected():
    result = count("a b", "3 a", "1 b", seats=3)
    assert result.winners == ("a", "b")
    assert len(result.rounds) == 1


@pytest.mark.parametrize("lines", [(), ("3",), ("2 -",), ("2 a=b", "1")])
def test_nobody_is_elected_without_votes(lines):
    result = count("a b c", *lines, seats=2)
    assert result.winners == ()
    assert result.quota is None


def test_an_empty_place_is_passed_over_and_several_choices_end_a_ballot():
    # c (3) is defeated: one ballot reaches b behind the gap, two end.
    result = count("a b c", "4 a", "4 b", "1 c - b", "1 c a=b b", "1 c ? b")
    assert result.rounds[0].eliminated == ("c",)
    assert billionths(result.rounds[1]) == {"a": 4_000_000_000, "b": 5_000_000_000}


def test_a_choice_that_stands_twice_is_passed_over():
    # a is elected; the second a on its ballots takes nothing, b gets all the rest.
    assert count("a b c", "5 a a b", "3 c", "1 b", seats=2) == count("a b c", "5 a b", "3 c", "1 b", seats=2)


def test_only_the_first_ranks_are_read():
    assert count("a b c", "4 a", "3 b", "2 c b", max_ranks=1).winners == ("a",)


def test_neither_the_order_of_ballots_nor_that_of_choices_matters():
    lines = ["5 a b", "4 b c", "2 c - b", "3 d a", "1 e c", "1"]
    lot = OrderedLot("abcde")
    one = count("a b c d e", *lines, seats=2, lot=lot)
    other = count("e d c b a", *reversed(lines), seats=2, lot=lot)
    assert one == other


def test_grouping_changes_nothing():
    contest = contest_of("a b c d", seats=2)
    grouped = ballots_of("7 a b c d", "4 b a c d", "3 c d", "2 d")
    split = [(tuple(selection), 1) for selection, number in grouped for _ in range(number)]
    lot = OrderedLot("abcd")
    assert METHOD.count(contest=contest, ballots=grouped, lot=lot) == METHOD.count(
        contest=contest, ballots=split, lot=lot
    )


def test_it_fills_up_to_fifteen_seats():
    assert METHOD.most_seats == 15
    keys = [f"c{number}" for number in range(18)]
    lines = [
        f"{20 + number} {keys[number]} {keys[(number + 7) % 18]} {keys[(number + 3) % 18]}"
        for number in range(18)
    ]
    result = count(" ".join(keys), *lines, seats=15)
    assert len(result.winners) == 15
