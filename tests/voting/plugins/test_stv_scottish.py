"""Scottish STV: whole counts, worked out by hand from rules 45 to 52 of the Order of 2007."""

from fractions import Fraction

import pytest

from tests.voting.plugins.rankings import ballots_of, contest_of, count_of
from voting.api import OrderedLot, counting_methods

METHOD = counting_methods.get("stv_scottish")


def count(keys, *lines, **settings):
    return count_of(METHOD, keys, *lines, **settings)


def totals(step):
    return {key: f"{float(votes):.5f}".rstrip("0").rstrip(".") for key, votes in step.tallies.items()}


def test_a_surplus_moves_at_a_value_that_is_cut_to_five_decimals():
    # Quota 46: 11 / 3 = 3.67, so 3 + 1 = 4. a has 2 too many; each of its 6 ballots is worth
    # 2 * 1 / 6 = 0.33333 (48(3)): b gets 1.99998, and 0.00002 are lost. Nobody else has 4: c (3) is
    # last and drops out (50). One choice is left for one seat (52).
    result = count("a b c", "6 a b", "2 b", "3 c", seats=2)
    assert result.quota == 4
    assert [totals(step) for step in result.rounds] == [
        {"a": "6", "b": "2", "c": "3"},
        {"a": "4", "b": "3.99998", "c": "3"},
        {"a": "4", "b": "3.99998"},
    ]
    assert [step.exhausted for step in result.rounds] == [0, Fraction(2, 10**5), 3 + Fraction(2, 10**5)]
    assert [step.elected for step in result.rounds] == [("a",), (), ("b",)]
    assert result.rounds[0].values["surplus"] == 2
    assert result.winners == ("a", "b")


def test_a_second_surplus_is_shared_by_the_value_each_ballot_came_with():
    # 24 ballots, 3 seats: 24 / 4 + 1 = 7.
    # Stage 1: a has 12, 5 too many: 5 / 12 = 0.41666 a ballot, 12 of them give b 4.99992 (lost 0.00008).
    # Stage 2: b has 9.99992, 2.99992 too many. Ballots that came at 0.41666 are now worth
    # 2.99992 * 0.41666 / 9.99992 = 0.12499: c gets 12 * 0.12499 = 1.49988. First preferences are
    # worth 2.99992 / 9.99992 = 0.29999: d gets 5 * 0.29999 = 1.49995. Lost: 0.00009.
    # Stage 3: d (4.49995) is last and nobody else is on its ballots.
    # Stage 4: c is left for the last seat.
    result = count("a b c d", "12 a b c", "5 b d", "4 c", "3 d", seats=3)
    assert [totals(step) for step in result.rounds] == [
        {"a": "12", "b": "5", "c": "4", "d": "3"},
        {"a": "7", "b": "9.99992", "c": "4", "d": "3"},
        {"a": "7", "b": "7", "c": "5.49988", "d": "4.49995"},
        {"a": "7", "b": "7", "c": "5.49988"},
    ]
    assert [float(step.exhausted) for step in result.rounds] == [0, 0.00008, 0.00017, 4.50012]
    assert result.winners == ("a", "b", "c")


def test_an_excluded_choice_passes_its_ballots_on_at_the_value_they_had():
    # Quota 20 / 3 = 6, + 1 = 7. a has 10: 3 / 10 = 0.3 a ballot, 6 of them give c 1.8, 4 give b 1.2.
    # Then c (3 + 1.8 = 4.8) is ahead of d (4): d is out, its ballots name c: 8.8, elected.
    result = count("a b c d", "6 a c", "4 a b", "3 b", "3 c", "4 d c", seats=2)
    assert [totals(step) for step in result.rounds] == [
        {"a": "10", "b": "3", "c": "3", "d": "4"},
        {"a": "7", "b": "4.2", "c": "4.8", "d": "4"},
        {"a": "7", "b": "4.2", "c": "8.8"},
    ]
    assert result.winners == ("a", "c")


def test_the_count_ends_when_the_last_seat_is_filled_by_the_quota():
    # Quota 27 / 4 = 6, + 1 = 7: a and d are elected. a's 3 too many give 6 * 0.3 = 1.8 to c, 1.2 to b,
    # who has 7.2 and is elected: all three seats are filled, and the 0.2 above the quota stay.
    other = count("a b c d e", "6 a c e", "4 a b", "6 b", "3 c e", "7 d", "1 e", seats=3)
    assert totals(other.rounds[1]) == {"a": "7", "b": "7.2", "c": "4.8", "d": "7", "e": "1"}
    assert other.winners == ("a", "d", "b")


def test_ballots_of_an_excluded_choice_keep_different_values():
    # Quota 24 / 4 + 1 = 7. a's 10 ballots are worth 3 / 10 = 0.3 and go to b: 1 + 3 = 4.
    # e (3) is last and its ballots end. Then b (4) is: its 10 ballots at 0.3 go to c (5 + 3 = 8), the
    # one that was always its own goes to d (5 + 1 = 6). c has the quota, and d is left for the last seat.
    result = count("a b c d e", "10 a b c", "1 b d", "5 c", "5 d", "3 e", seats=3)
    assert [step.eliminated for step in result.rounds] == [(), ("e",), ("b",), ()]
    assert totals(result.rounds[3]) == {"a": "7", "c": "8", "d": "6"}
    moves = {(move.source, move.to): move.votes for move in result.rounds[2].transfers}
    assert moves == {("b", "c"): 3, ("b", "d"): 1}
    assert result.winners == ("a", "c", "d")


def test_one_surplus_moves_in_a_stage_the_largest_first():
    # Quota 20 / 4 + 1 = 6. a (8) and b (9) are elected at once. First the 3 of b: 3 / 9 = 0.33333 each
    # to c; then the 2 of a: 2 / 8 = 0.25 each to d. Elected choices get nothing: a's ballots pass b.
    result = count("a b c d", "8 a b d", "9 b a c", "2 c", "1 d", seats=3)
    assert [totals(step) for step in result.rounds] == [
        {"a": "8", "b": "9", "c": "2", "d": "1"},
        {"a": "8", "b": "6", "c": "4.99997", "d": "1"},
        {"a": "6", "b": "6", "c": "4.99997", "d": "3"},
        {"a": "6", "b": "6", "c": "4.99997"},
    ]
    assert result.rounds[0].elected == ("b", "a")
    assert result.winners == ("b", "a", "c")


def test_exactly_the_quota_is_enough_and_leaves_no_surplus():
    # Quota 9 / 3 + 1 = 4: a has it, and the next to happen is that the last drops out.
    result = count("a b c", "4 a b", "3 b", "2 c b", seats=2)
    assert result.rounds[0].elected == ("a",)
    assert result.rounds[0].eliminated == ("c",)
    assert result.winners == ("a", "b")


def test_one_seat_is_filled_like_in_instant_runoff():
    # Quota 9 / 2 = 4, + 1 = 5. c (2) drops out, both ballots go to b: 5.
    result = count("a b c", "4 a", "3 b", "2 c b")
    assert result.quota == 5
    assert [step.eliminated for step in result.rounds] == [("c",), ()]
    assert result.winners == ("b",)


def test_the_last_seats_go_to_those_who_are_left_without_the_quota():
    # Quota 9 / 3 + 1 = 4. d (1) drops out, then c (2), and their ballots end: a and b, with 3 each, are
    # left for two seats.
    short = count("a b c d", "3 a", "3 b", "2 c", "1 d", seats=2)
    assert [step.eliminated for step in short.rounds] == [("d",), ("c",), ()]
    assert short.rounds[2].elected == ("a", "b")
    assert short.rounds[2].exhausted == 3


def test_the_latest_stage_with_unequal_votes_settles_who_drops_out():
    # Quota 12 / 3 + 1 = 5. d (1) drops out and its ballot makes c level with b: 3 each. At the stage
    # before c had 2, so that c drops out, though the lot would favor it. Its ballots end: a and b are left.
    result = count("a b c d", "6 a", "3 b", "2 c", "1 d c", seats=2, lot=OrderedLot("cbad"))
    assert [step.eliminated for step in result.rounds] == [(), ("d",), ("c",), ()]
    (tie,) = result.ties
    assert (tie.round, tie.choices, tie.what, tie.settled_by, tie.favored) == (
        3,
        ("b", "c"),
        "eliminated",
        "earlier_rounds",
        ("b",),
    )
    assert result.winners == ("a", "b")


def test_equal_surpluses_go_by_the_latest_stage_with_unequal_votes():
    # 32 ballots, quota 32 / 4 + 1 = 9. Nobody has it; x (5) drops out and brings a and b to 10 at once,
    # 1 too many each. At the stage before a had 8 and b 7: a goes first, though the lot favors b.
    # 1 / 10 = 0.1 a ballot: 8 of them give c 0.8, those that came from x name nobody else.
    lines = ("8 a c", "7 b c", "2 x a", "3 x b", "6 c", "6 y")
    result = count("a b c x y", *lines, seats=3, lot=OrderedLot("bacxy"))
    assert result.rounds[0].eliminated == ("x",)
    assert set(result.rounds[1].elected) == {"a", "b"}
    assert result.rounds[1].values["source"] == ("a",)
    assert totals(result.rounds[2]) == {"a": "9", "b": "10", "c": "6.8", "y": "6"}
    (tie,) = result.ties
    assert (tie.round, tie.what, tie.settled_by, tie.favored) == (2, "surplus", "earlier_rounds", ("a",))
    # Then b: 7 * 0.1 make c 7.5. y drops out, and c is left.
    assert totals(result.rounds[3]) == {"a": "9", "b": "9", "c": "7.5", "y": "6"}
    assert result.winners == ("a", "b", "c")


def test_equal_surpluses_that_were_always_equal_go_to_the_lot():
    # Quota 21 / 4 = 5, + 1 = 6: a and b have 2 too many each.
    lines = ("8 a c", "8 b d", "3 c", "2 d")
    first = count("a b c d", *lines, seats=3, lot=OrderedLot("abcd"))
    other = count("a b c d", *lines, seats=3, lot=OrderedLot("bacd"))
    assert first.rounds[0].values["source"] == ("a",)
    assert other.rounds[0].values["source"] == ("b",)
    (tie,) = first.ties
    assert (tie.what, tie.choices, tie.settled_by, tie.favored) == ("surplus", ("a", "b"), "lot", ("a",))


def test_a_tie_that_was_always_one_goes_to_the_lot():
    lines = ("4 a", "2 b", "2 c")
    first = count("a b c", *lines, seats=2, lot=OrderedLot("abc"))
    other = count("a b c", *lines, seats=2, lot=OrderedLot("acb"))
    assert (first.winners, other.winners) == (("a", "b"), ("a", "c"))
    (tie,) = first.ties
    assert (tie.choices, tie.what, tie.settled_by, tie.favored) == (
        ("b", "c"),
        "eliminated",
        "lot",
        ("b",),
    )


def test_fewer_choices_than_seats_are_all_elected():
    result = count("a b", "3 a", "1 b", seats=3)
    assert result.winners == ("a", "b")
    assert len(result.rounds) == 1


def test_nobody_is_elected_without_ballots():
    for lines in ((), ("3",), ("2 -",)):
        result = count("a b c", *lines, seats=2)
        assert result.winners == ()
        assert result.with_choice == 0
        assert result.rounds[0].exhausted == 0


def test_a_skipped_rank_and_several_choices_end_a_ballot():
    # c drops out: behind an empty place, or one with several, there is no next preference in order.
    result = count("a b c", "3 a", "3 b", "1 c - b", "1 c a=b b", "1 c b", seats=1)
    assert result.rounds[1].exhausted == 2
    assert totals(result.rounds[1]) == {"a": "3", "b": "4"}


@pytest.mark.parametrize("line", ["4 - b", "4 a=b c", "4 ? b"])
def test_a_ballot_without_a_first_preference_is_not_in_the_quota(line):
    # 6 valid ballots: 6 / 2 + 1 = 4, and not (6 + 4) / 2 + 1 = 6.
    result = count("a b c", "5 a", "1 b", line)
    assert result.quota == 4
    assert result.with_choice == 10
    assert result.rounds[0].exhausted == 4


def test_only_the_first_ranks_are_read():
    assert count("a b c", "4 a", "3 b", "2 c b", max_ranks=1).winners == ("a",)
    assert count("a b c", "4 a", "3 b", "2 c b").winners == ("b",)


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
    keys = " ".join(f"c{number}" for number in range(20))
    result = count(keys, *(f"{number + 1} c{number}" for number in range(20)), seats=15)
    assert set(result.winners) == {f"c{number}" for number in range(5, 20)}
