"""Schulze's method on textbook elections and on matrices made by hand."""

import pytest

from tests.voting.plugins.examples import contest_of, count_example, duels, possible_winners, rankings
from voting.api import OrderedLot, schulze_ranking, strongest_paths
from voting.plugins.schulze.method import Schulze

METHOD = Schulze()

TENNESSEE = rankings("42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M")

# The example with 45 voters that is told with the method everywhere.
FORTY_FIVE = rankings(
    "5 A>C>B>E>D",
    "5 A>D>E>C>B",
    "8 B>E>D>A>C",
    "3 C>A>B>E>D",
    "7 C>A>E>B>D",
    "2 C>B>A>D>E",
    "7 D>C>E>B>A",
    "8 E>B>A>D>C",
)


def sentences(count):
    return [step.why % {name: "".join(keys) for name, keys in step.values.items()} for step in count.rounds]


def test_who_beats_everybody_wins():
    count = count_example(METHOD, "MNCK", TENNESSEE)
    assert count.winners == ("N",)
    assert count.ranking == (("N",), ("C",), ("K",), ("M",))
    assert count.pairwise["N"] == {"M": 58, "C": 68, "K": 68}
    assert count.pairwise["C"] == {"M": 58, "N": 32, "K": 83}
    assert count.tallies == {"N": 3, "C": 2, "K": 1, "M": 0}
    assert sentences(count) == ["N wins head to head against every other choice."]
    assert count.rounds[0].elected == ("N",)


def test_the_forty_five_voters():
    count = count_example(METHOD, "ABCDE", FORTY_FIVE)
    assert count.pairwise == {
        "A": {"B": 20, "C": 26, "D": 30, "E": 22},
        "B": {"A": 25, "C": 16, "D": 33, "E": 18},
        "C": {"A": 19, "B": 29, "D": 17, "E": 24},
        "D": {"A": 15, "B": 12, "C": 28, "E": 14},
        "E": {"A": 23, "B": 27, "C": 21, "D": 31},
    }
    assert count.winners == ("E",)
    assert count.ranking == (("E",), ("A",), ("C",), ("B",), ("D",))
    paths = strongest_paths(pairwise=count.pairwise, keys="ABCDE")
    votes = {one: {other: strength[0] for other, strength in row.items()} for one, row in paths.items()}
    assert votes == {
        "A": {"B": 28, "C": 28, "D": 30, "E": 24},
        "B": {"A": 25, "C": 28, "D": 33, "E": 24},
        "C": {"A": 25, "B": 29, "D": 29, "E": 24},
        "D": {"A": 25, "B": 28, "C": 28, "E": 24},
        "E": {"A": 25, "B": 28, "C": 28, "D": 31},
    }
    assert sentences(count) == [
        "No choice wins head to head against every other one.",
        "C beats E head to head. But the strongest chain of wins leads the other way.",
    ]
    assert count.rounds[1].tallies == {"E": 4, "A": 3, "C": 2, "B": 1, "D": 0}


def test_several_seats_follow_the_ranking():
    assert count_example(METHOD, "ABCDE", FORTY_FIVE, seats=3).winners == ("E", "A", "C")
    count = count_example(METHOD, "MNCK", TENNESSEE, seats=2)
    assert count.winners == ("N", "C")
    assert count.rounds[-1].why == "The strongest chains of wins decide who follows."


def test_the_weakest_win_of_a_circle_gives_way():
    ballots = rankings("40 A>B>C", "35 B>C>A", "25 C>A>B")
    # A beats B 65:35, B beats C 75:25, C beats A 60:40.
    count = count_example(METHOD, "ABC", ballots)
    assert count.winners == ("A",)
    assert count.ranking == (("A",), ("B",), ("C",))


def test_strength_is_the_votes_of_the_winners_or_their_lead():
    circle = duels(AB=(30, 29), BC=(20, 5), CA=(25, 20))
    by_votes = count_example(METHOD, "ABC", circle, unranked="no_opinion")
    # The win of B over C has the fewest votes, that of A over B the smallest lead.
    assert by_votes.winners == ("C",)
    by_lead = count_example(METHOD, "ABC", circle, unranked="no_opinion", strength="margins")
    assert by_lead.winners == ("B",)


def test_of_wins_with_as_many_votes_that_with_fewer_against_it_is_stronger():
    circle = duels(AB=(30, 10), BC=(30, 20), CA=(30, 15))
    assert count_example(METHOD, "ABC", circle, unranked="no_opinion").winners == ("C",)


def test_unranked_choices_are_last_or_without_opinion():
    ballots = rankings("6 A", "2 B>A", "1 B")
    assert count_example(METHOD, "AB", ballots).winners == ("A",)
    assert count_example(METHOD, "AB", ballots, unranked="no_opinion").winners == ("B",)


def test_level_ranks_count_for_neither_side():
    count = count_example(METHOD, "ABC", rankings("5 A=B>C", "3 B>A", "2 A>B"))
    assert count.pairwise["A"] == {"B": 2, "C": 10}
    assert count.pairwise["B"] == {"A": 3, "C": 10}
    assert count.winners == ("B",)


def test_ranks_after_the_most_allowed_do_not_count():
    ballots = rankings("3 A>C>B", "2 B>C>A", "2 C>B>A")
    assert count_example(METHOD, "ABC", ballots).winners == ("C",)
    assert count_example(METHOD, "ABC", ballots, max_ranks=1).winners == ("A",)


def test_a_full_circle_is_a_tie_for_the_lot():
    ballots = rankings("1 A>B>C", "1 B>C>A", "1 C>A>B")
    assert possible_winners(METHOD, "ABC", ballots) == {"A", "B", "C"}
    count = count_example(METHOD, "ABC", ballots, lot="BCA")
    assert (count.winners, count.ranking) == (("B",), (("A", "B", "C"),))
    assert [(tie.choices, tie.settled_by, tie.favored) for tie in count.ties] == [
        (("A", "B", "C"), "lot", ("B",))
    ]
    assert sentences(count)[-1] == (
        "ABC are level. No chain of wins against them is stronger than the chain back."
    )


def test_a_tie_at_the_last_seat_goes_to_the_lot():
    ballots = rankings("2 A>B>C>D", "2 A>C>B>D")
    assert possible_winners(METHOD, "ABCD", ballots, seats=2) == {"AB", "AC"}
    # Where the level ones all have a seat, nothing is left to a lot.
    assert count_example(METHOD, "ABCD", ballots, seats=3).winners == ("A", "B", "C")


def test_order_by_losses_and_not_by_wins():
    # A beats C, and B draws with everybody: B has no win, but no loss either.
    matrix = {"A": {"B": 5, "C": 6}, "B": {"A": 5, "C": 5}, "C": {"A": 4, "B": 5}}
    assert schulze_ranking(pairwise=matrix, keys="ABC") == (("A", "B"), ("C",))


def test_a_draw_with_the_winner_is_told_as_no_win():
    # A draws with B, who loses to C, who loses to A.
    count = count_example(METHOD, "ABC", duels(AB=(5, 5), CB=(6, 4), AC=(7, 3)), unranked="no_opinion")
    assert count.winners == ("A",)
    assert sentences(count)[-1] == "No chain of wins against A is as strong as the chain back."


def test_several_wins_against_the_winner_are_told_together():
    # B and C beat A narrowly; A beats D clearly, who beats B and C clearly.
    circle = duels(BA=(51, 49), CA=(51, 49), AD=(90, 10), DB=(80, 20), DC=(80, 20), BC=(60, 40))
    count = count_example(METHOD, "ABCD", circle, unranked="no_opinion")
    assert count.winners == ("A",)
    assert sentences(count)[-1] == (
        "BC beat A head to head. But the strongest chains of wins lead the other way."
    )


def test_whom_no_ballot_ranks_is_not_elected():
    count = count_example(METHOD, "ABC", rankings("2 A>B"), unranked="no_opinion")
    assert (count.ranking, count.winners) == ((("A", "C"), ("B",)), ("A",))
    assert count_example(METHOD, "ABCD", rankings("2 A>B"), seats=3).winners == ("A", "B")


@pytest.mark.parametrize("ballots", [[], [(None, 7)], [([], 2), ([[], None], 3)]])
def test_no_ballots_and_blank_ones_elect_nobody(ballots):
    count = count_example(METHOD, "ABC", ballots)
    assert (count.winners, count.with_choice) == ((), 0)
    assert count.blank == sum(weight for _selection, weight in ballots)


def test_neither_the_order_of_ballots_nor_their_grouping_matters():
    contest = contest_of(METHOD, "ABCDE")
    lot = OrderedLot("ABCDE")
    one_by_one = [(tuple(selection), 1) for selection, weight in FORTY_FIVE for _ballot in range(weight)]
    count = METHOD.count(contest=contest, ballots=FORTY_FIVE, lot=lot)
    assert METHOD.count(contest=contest, ballots=one_by_one[::-1], lot=lot) == count
