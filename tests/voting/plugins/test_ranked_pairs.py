"""Ranked pairs on textbook elections and on matrices made by hand."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.plugins.examples import count_example, duels, possible_winners, rankings
from voting.api import Count, OrderedLot, count_every_way, win_strength
from voting.plugins.ranked_pairs.locking import lock_wins
from voting.plugins.ranked_pairs.method import RankedPairs

METHOD = RankedPairs()

TENNESSEE = rankings("42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M")


def sentences(count):
    return [
        step.why
        % {name: "".join(value) if isinstance(value, tuple) else value for name, value in step.values.items()}
        for step in count.rounds
    ]


def test_wins_are_locked_in_from_the_strongest_down():
    count = count_example(METHOD, "MNCK", TENNESSEE)
    assert count.winners == ("N",)
    assert count.ranking == (("N",), ("C",), ("K",), ("M",))
    assert sentences(count) == [
        "C beats K by 83 to 17. This win is locked in.",
        "Equally strong wins are locked in: N against CK.",
        "Equally strong wins are locked in: NCK against M.",
        "The wins that are locked in give the order of the choices.",
    ]
    assert count.rounds[0].tallies == {"M": 0, "N": 0, "C": 1, "K": 0}
    assert count.rounds[-1].elected == ("N",)


def test_a_win_that_contradicts_stronger_ones_is_left_out():
    count = count_example(METHOD, "ABC", rankings("40 A>B>C", "35 B>C>A", "25 C>A>B"))
    assert count.winners == ("A",)
    assert count.ranking == (("A",), ("B",), ("C",))
    assert sentences(count) == [
        "B beats C by 75 to 25. This win is locked in.",
        "A beats B by 65 to 35. This win is locked in.",
        "C beats A by 60 to 40. Stronger wins contradict this one.",
        "The wins that are locked in give the order of the choices.",
    ]


def test_a_circle_of_four():
    circle = duels(AB=(90, 10), BC=(80, 20), CD=(70, 30), DA=(60, 40), AC=(51, 49), BD=(55, 45))
    count = count_example(METHOD, "ABCD", circle, unranked="no_opinion")
    assert count.ranking == (("A",), ("B",), ("C",), ("D",))
    assert count.winners == ("A",)


def test_ranked_pairs_and_chains_can_disagree():
    # Here the strongest chains put D first; ranked pairs leaves out what contradicts the strongest wins.
    circle = duels(AB=(60, 40), BC=(70, 30), CA=(80, 20), AD=(65, 35), DB=(64, 36), DC=(51, 49))
    count = count_example(METHOD, "ABCD", circle, unranked="no_opinion")
    # Locked: C>A, B>C, A>D; left out: D>B, A>B, D>C.
    assert count.ranking == (("B",), ("C",), ("A",), ("D",))


def test_strength_is_the_votes_of_the_winners_or_their_lead():
    circle = duels(AB=(30, 29), BC=(20, 5), CA=(25, 20))
    assert count_example(METHOD, "ABC", circle, unranked="no_opinion").winners == ("C",)
    by_lead = count_example(METHOD, "ABC", circle, unranked="no_opinion", strength="margins")
    assert by_lead.winners == ("B",)


def test_of_wins_with_as_many_votes_that_with_fewer_against_it_goes_first():
    circle = duels(AB=(30, 10), BC=(30, 20), CA=(30, 15))
    assert count_example(METHOD, "ABC", circle, unranked="no_opinion").winners == ("C",)


def test_unranked_choices_are_last_or_without_opinion():
    ballots = rankings("6 A", "2 B>A", "1 B")
    assert count_example(METHOD, "AB", ballots).winners == ("A",)
    assert count_example(METHOD, "AB", ballots, unranked="no_opinion").winners == ("B",)


def test_ranks_after_the_most_allowed_do_not_count():
    ballots = rankings("3 A>C>B", "2 B>C>A", "2 C>B>A")
    assert count_example(METHOD, "ABC", ballots).winners == ("C",)
    assert count_example(METHOD, "ABC", ballots, max_ranks=1).winners == ("A",)


def test_level_ranks_count_for_neither_side():
    count = count_example(METHOD, "ABC", rankings("5 A=B>C", "3 B>A", "2 A>B"))
    assert (count.pairwise["A"]["B"], count.pairwise["B"]["A"]) == (2, 3)
    assert count.winners == ("B",)


def test_several_seats_follow_the_order():
    assert count_example(METHOD, "MNCK", TENNESSEE, seats=2).winners == ("N", "C")


def test_equal_wins_in_a_circle_are_ordered_by_the_lot():
    ballots = rankings("1 A>B>C", "1 B>C>A", "1 C>A>B")
    assert possible_winners(METHOD, "ABC", ballots) == {"A", "B", "C"}
    count = count_example(METHOD, "ABC", ballots, lot="BAC")
    # B over C goes first, then A over B; C over A contradicts them.
    assert count.ranking == (("A",), ("B",), ("C",))
    assert [(tie.choices, tie.what, tie.settled_by, tie.favored) for tie in count.ties] == [
        (("A", "B", "C"), "ranked", "lot", ("B",)),
        (("A", "B", "C"), "ranked", "lot", ("A",)),
    ]
    assert sentences(count)[0] == "B beats C by 2 to 1. The lot puts it before equal wins."


def test_equal_wins_that_contradict_nothing_need_no_lot():
    count = count_example(METHOD, "ABCD", rankings("3 A>B>C>D"))
    assert count.winners == ("A",) and count.ties == ()


def test_an_equal_win_may_contradict_only_one_of_two():
    # After B over A and A over D, the equal wins A over C and C over B contradict each other.
    circle = duels(AD=(61, 39), BA=(55, 45), AC=(54, 46), CB=(54, 46), DB=(51, 49), DC=(51, 49))
    winners = possible_winners(METHOD, "ABCD", circle, unranked="no_opinion")
    assert winners == {"B", "C"}


def test_choices_that_no_win_tells_apart_go_to_the_lot():
    ballots = rankings("2 A>B>C", "2 B>A>C")
    assert possible_winners(METHOD, "ABC", ballots) == {"A", "B"}
    count = count_example(METHOD, "ABC", ballots, lot="BAC")
    assert (count.winners, count.ranking) == (("B",), (("A", "B"), ("C",)))
    assert [(tie.choices, tie.what) for tie in count.ties] == [(("A", "B"), "elected")]
    assert count_example(METHOD, "ABC", ballots, seats=2).winners == ("A", "B")


@pytest.mark.parametrize("ballots", [[], [(None, 7)], [([], 2), ([[], None], 3)]])
def test_no_ballots_and_blank_ones_elect_nobody(ballots):
    count = count_example(METHOD, "ABC", ballots)
    assert (count.winners, count.with_choice) == ((), 0)


def winners_of(keys, order):
    """Who wins if the wins are looked at in exactly this order: the rule itself, word for word."""
    below = {key: set() for key in keys}
    for winner, loser in order:
        if winner not in below[loser]:
            for key in keys:
                if key == winner or winner in below[key]:
                    below[key] |= {loser} | below[loser]
    return frozenset(key for key in keys if not any(key in below[other] for other in keys))


def orders_of(wins):
    """Every order of the wins, strongest first."""
    orders = [[]]
    for strength in sorted(set(wins.values()), reverse=True):
        equal = [win for win in wins if wins[win] == strength]
        orders = [order + list(more) for order in orders for more in permutations(equal)]
    return orders


@settings(max_examples=60, deadline=None)
@given(
    votes=st.lists(st.integers(0, 3), min_size=6, max_size=6),
    strength=st.sampled_from(["winning_votes", "margins"]),
    lot=st.permutations("ABC"),
)
def test_the_lot_reaches_every_order_of_tied_wins_and_no_other(votes, strength, lot):
    keys = "ABC"
    numbers = iter(votes)
    pairwise = {key: {other: next(numbers) for other in keys if other != key} for key in keys}
    wins = {
        (one, other): found
        for one in keys
        for other in keys
        if one != other
        and (found := win_strength(pairwise=pairwise, winner=one, loser=other, strength=strength))
    }
    found = set()

    def count_with(lot):
        _steps, locks = lock_wins(keys=keys, pairwise=pairwise, strength=strength, lot=lot)
        unbeaten = (key for key in keys if not any(key in below for below in locks.below.values()))
        found.add(frozenset(unbeaten))
        return Count(tallies={}, with_choice=0, blank=0, winners=())

    count_every_way(count_with)
    assert found == {winners_of(keys, order) for order in orders_of(wins)}
    # One fixed lot orders tied wins by their winners.
    found.clear()
    count_with(OrderedLot(lot))
    in_order = sorted(wins, key=lambda win: ([-part for part in wins[win]], lot.index(win[0])))
    assert found == {winners_of(keys, in_order)}
