"""Plurality, counted by hand."""

from tests.voting.plugins.examples import count_example, possible_winners
from voting.plugins.single_choice.method import SingleChoice

METHOD = SingleChoice()


def test_most_votes_win_without_a_majority():
    # Tennessee choosing its capital: first choices only.
    count = count_example(METHOD, "MNCK", [("M", 42), ("N", 26), ("C", 15), ("K", 17)])
    assert count.winners == ("M",)
    assert count.tallies == {"M": 42, "N": 26, "C": 15, "K": 17}
    assert (count.with_choice, count.blank, count.ties) == (100, 0, ())


def test_one_vote_more_is_enough():
    assert count_example(METHOD, "AB", [("A", 500), ("B", 501)]).winners == ("B",)


def test_equal_ballots_are_added_up_however_they_are_grouped():
    count = count_example(METHOD, "ABC", [("A", 2), ("B", 3), ("A", 2), ("C", 1)])
    assert count.winners == ("A",)
    assert count.tallies == {"A": 4, "B": 3, "C": 1}


def test_blank_ballots_are_counted_apart():
    count = count_example(METHOD, "AB", [("A", 3), (None, 7), ("B", 2)])
    assert (count.winners, count.with_choice, count.blank) == (("A",), 5, 7)


def test_a_tie_goes_to_the_lot_and_is_told():
    ballots = [("A", 4), ("B", 4), ("C", 3)]
    count = count_example(METHOD, "ABC", ballots, lot="CBA")
    assert count.winners == ("B",)
    (tie,) = count.ties
    assert (tie.choices, tie.what, tie.settled_by, tie.favored) == (("A", "B"), "elected", "lot", ("B",))
    assert possible_winners(METHOD, "ABC", ballots) == {"A", "B"}


def test_a_tie_below_the_winner_needs_no_lot():
    assert count_example(METHOD, "ABC", [("A", 4), ("B", 3), ("C", 3)]).winners == ("A",)


def test_no_ballots_and_blank_ones_elect_nobody():
    for ballots in ([], [(None, 9)]):
        assert count_example(METHOD, "AB", ballots).winners == ()
