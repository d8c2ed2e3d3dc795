"""Score voting, counted by hand."""

import pytest

from tests.voting.plugins.examples import contest_of, count_example, possible_winners
from voting.api import InvalidSettings
from voting.plugins.score.method import Score

METHOD = Score()

# Tennessee choosing its capital, scores from 0 to 10: Memphis, Nashville, Chattanooga, Knoxville.
TENNESSEE = [([10, 4, 2, 0], 42), ([0, 10, 4, 2], 26), ([0, 6, 10, 6], 15), ([0, 5, 7, 10], 17)]


def test_the_highest_total_wins():
    count = count_example(METHOD, "MNCK", TENNESSEE, max_score=10)
    assert count.tallies == {"M": 420, "N": 603, "C": 457, "K": 312}
    assert (count.winners, count.per_ballot, count.with_choice) == (("N",), 10, 100)


def test_several_seats_go_to_the_highest_totals():
    assert count_example(METHOD, "MNCK", TENNESSEE, max_score=10, seats=3).winners == ("N", "C", "M")


def test_a_middle_score_from_all_beats_the_highest_from_some():
    # 4 x 5 = 20 and 6 x 5 = 30 against 10 x 4 = 40.
    assert count_example(METHOD, "ABC", [([5, 0, 4], 4), ([0, 5, 4], 6)]).winners == ("C",)


def test_a_choice_without_a_score_has_zero():
    count = count_example(METHOD, "ABC", [([5, None, 1], 2), ([None, 3, 1], 3)])
    assert count.tallies == {"A": 10, "B": 9, "C": 5}
    assert count.distribution == {"A": {0: 3, 5: 2}, "B": {0: 2, 3: 3}, "C": {1: 5}}


def test_each_row_of_the_distribution_counts_every_ballot_with_scores():
    count = count_example(METHOD, "MNCK", [*TENNESSEE, (None, 4)], max_score=10)
    assert [sum(row.values()) for row in count.distribution.values()] == [100] * 4
    assert count.distribution["K"] == {0: 42, 2: 26, 6: 15, 10: 17}


def test_blank_ballots_are_not_ballots_of_zeros():
    count = count_example(METHOD, "AB", [([None, None], 2), (None, 3), ([0, 0], 4), ([1, 0], 1)])
    assert (count.with_choice, count.blank, count.winners) == (5, 5, ("A",))


def test_a_tie_for_the_last_seat_goes_to_the_lot():
    ballots = [([5, 3, 3, 0], 2), ([1, 0, 0, 6], 1)]
    # A 11, B 6, C 6, D 6
    assert possible_winners(METHOD, "ABCD", ballots, seats=2, max_score=6) == {"AB", "AC", "AD"}
    count = count_example(METHOD, "ABCD", ballots, seats=2, max_score=6, lot="DCBA")
    assert count.winners == ("A", "D")
    assert [(tie.choices, tie.settled_by) for tie in count.ties] == [(("B", "C", "D"), "lot")]


def test_nobody_is_elected_without_a_score_above_zero():
    for ballots in ([], [(None, 3)], [([0, 0], 5)]):
        assert count_example(METHOD, "AB", ballots).winners == ()
    assert count_example(METHOD, "ABC", [([1, 0, 0], 5)], seats=2).winners == ("A",)


def test_more_seats_than_choices_are_refused():
    with pytest.raises(InvalidSettings) as refused:
        METHOD.check_contest(contest=contest_of(METHOD, "AB", seats=3))
    assert list(refused.value.problems) == ["seats"]
