"""STAR, counted by hand, with every tie step of the published protocols."""

import pytest

from tests.voting.plugins.examples import count_example, possible_winners
from voting.plugins.star.method import Star

METHOD = Star()

# Tennessee choosing its capital: Memphis, Nashville, Chattanooga, Knoxville.
TENNESSEE = [([5, 2, 1, 0], 42), ([0, 5, 2, 2], 26), ([0, 3, 5, 4], 15), ([0, 2, 4, 5], 17)]


def sentences(count):
    return [step.why % {name: "".join(keys) for name, keys in step.values.items()} for step in count.rounds]


def steps(count):
    return [(tie.round, "".join(tie.choices), tie.settled_by, "".join(tie.favored)) for tie in count.ties]


def test_of_the_two_highest_totals_more_ballots_prefer_the_winner():
    count = count_example(METHOD, "MNCK", TENNESSEE)
    assert count.tallies == {"M": 210, "N": 293, "C": 237, "K": 197}
    assert count.winners == ("N",) and count.ties == ()
    scoring, runoff = count.rounds
    assert scoring.eliminated == ("M", "K") and scoring.elected == ()
    assert runoff.tallies == {"N": 68, "C": 32} and runoff.elected == ("N",) and runoff.exhausted == 0
    assert sentences(count) == [
        "NC have the highest total scores. They go on to the runoff.",
        "More ballots score N above C than the other way round.",
    ]


def test_the_runoff_can_turn_the_order_of_the_totals():
    # A 2 x 5 + 3 x 2, B 2 x 2 + 3 x 3; but three of five prefer B.
    count = count_example(METHOD, "ABC", [([5, 2, 0], 2), ([2, 3, 0], 3)])
    assert count.tallies == {"A": 16, "B": 13, "C": 0}
    assert count.rounds[1].tallies == {"A": 2, "B": 3}
    assert count.winners == ("B",)


def test_ballots_that_score_both_alike_stand_aside_in_the_runoff():
    count = count_example(METHOD, "ABC", [([5, 4, 0], 3), ([2, 2, 1], 4), ([0, 1, 5], 1), (None, 2)])
    # A 23, B 21, C 9
    assert count.rounds[1].tallies == {"A": 3, "B": 1}
    assert count.rounds[1].exhausted == 4
    assert (count.winners, count.with_choice, count.blank) == (("A",), 8, 2)


def test_a_missing_score_is_zero_also_in_the_runoff():
    count = count_example(METHOD, "ABC", [([3, None, None], 2), ([None, 2, 1], 3)])
    assert count.tallies == {"A": 6, "B": 6, "C": 3}
    assert count.rounds[1].tallies == {"A": 2, "B": 3}
    assert count.distribution == {"A": {0: 3, 3: 2}, "B": {0: 2, 2: 3}, "C": {0: 2, 1: 3}}


def test_the_highest_score_is_an_option():
    count = count_example(METHOD, "AB", [([9, 10], 1), ([10, 0], 1)], max_score=10)
    assert (count.tallies, count.per_ballot) == ({"A": 19, "B": 10}, 10)


def test_two_level_for_second_place_are_compared_head_to_head():
    ballots = [([5, 3, 1], 2), ([5, 0, 4], 1), ([4, 2, 2], 1), ([4, 0, 0], 1)]
    # A 23, B 8, C 8; two prefer B to C, one C to B.
    count = count_example(METHOD, "ABC", ballots)
    assert steps(count) == [(1, "BC", "head_to_head", "B")]
    assert count.rounds[1].tallies == {"A": 5, "B": 0}


def test_two_level_for_first_place_both_go_on():
    count = count_example(METHOD, "ABC", [([5, 3, 0], 1), ([2, 4, 1], 1), ([0, 0, 5], 1), ([1, 1, 0], 1)])
    # A 8, B 8, C 6; the runoff is one to one, and the totals are level: A has a five.
    assert steps(count) == [(2, "AB", "top_scores", "A")]
    assert count.winners == ("A",)


def test_of_three_level_the_one_that_loses_most_match_ups_drops_out():
    ballots = [([4, 3, 2], 3), ([2, 4, 0], 1), ([0, 1, 5], 1), ([0, 0, 3], 1)]
    # Each has 14. A beats B 3:2, B beats C 4:2, A beats C 4:2. C loses two, B one, A none.
    count = count_example(METHOD, "ABC", ballots)
    assert count.tallies == {"A": 14, "B": 14, "C": 14}
    assert steps(count) == [(1, "ABC", "head_to_head", "AB")]
    assert count.winners == ("A",)


def test_who_loses_no_match_up_goes_on_before_those_that_are_level():
    ballots = [([3, 2, 2], 4), ([0, 4, 0], 1), ([0, 0, 4], 1)]
    # Each has 12. A beats both 4:1, B and C draw; then B and C are level in top scores as well.
    assert count_example(METHOD, "ABC", ballots, lot="CBA").tallies == {"A": 12, "B": 12, "C": 12}
    count = count_example(METHOD, "ABC", ballots, lot="CBA")
    assert steps(count) == [(1, "ABC", "head_to_head", "A"), (1, "BC", "lot", "C")]
    assert count.rounds[0].eliminated == ("B",)
    assert possible_winners(METHOD, "ABC", ballots) == {"A"}


# A over B, B over C, C over A, each two to one, each with a total of 6.
CIRCLE = [([3, 2, 1], 1), ([1, 3, 2], 1), ([2, 1, 3], 1)]


# Each has 15. A beats B 2:1, B beats C 3:2, C beats A 3:2: each loses one. A and B have two fives, C one.
FIVES = [([5, 3, 2], 1), ([2, 5, 3], 1), ([3, 2, 5], 1), ([5, 5, 4], 1), ([0, 0, 1], 1)]


def test_a_circle_of_match_ups_goes_to_the_most_top_scores():
    count = count_example(METHOD, "ABC", FIVES)
    assert count.tallies == {"A": 15, "B": 15, "C": 15}
    assert steps(count) == [(1, "ABC", "top_scores", "AB")]
    assert count.winners == ("A",)


def test_the_simple_protocol_does_without_top_scores():
    assert possible_winners(METHOD, "ABC", FIVES, five_star=False) == {"A", "B", "C"}


def test_the_fewest_top_scores_drop_out_where_too_many_have_the_most():
    # Z leads, and one of the circle joins it: C drops out, then A beats B head to head.
    ballots = [([*scores, 5], weight) for scores, weight in FIVES]
    count = count_example(METHOD, "ABCZ", ballots)
    assert steps(count) == [(1, "ABC", "top_scores", "AB"), (1, "AB", "head_to_head", "A")]
    assert count.rounds[1].tallies == {"Z": 3, "A": 0}
    assert count.rounds[1].exhausted == 2


def test_a_full_circle_goes_to_the_lot_and_starts_again():
    assert possible_winners(METHOD, "ABC", CIRCLE) == {"A", "B", "C"}
    count = count_example(METHOD, "ABC", CIRCLE, lot="ABC")
    # A goes on by lot; of B and C more ballots prefer B. In the runoff A beats B.
    assert steps(count) == [(1, "ABC", "lot", "A"), (1, "BC", "head_to_head", "B")]
    assert count.winners == ("A",)


def test_a_level_runoff_goes_to_the_higher_total():
    count = count_example(METHOD, "ABC", [([5, 1, 0], 2), ([3, 4, 0], 2)])
    assert count.rounds[1].tallies == {"A": 2, "B": 2}
    assert steps(count) == [(2, "AB", "scores", "A")]
    assert sentences(count)[1] == "The runoff is level. A has the higher total score."


def test_a_level_runoff_with_level_totals_goes_to_the_most_top_scores():
    ballots = [([5, 2, 0], 1), ([1, 4, 0], 1)]
    count = count_example(METHOD, "ABC", ballots)
    assert steps(count) == [(2, "AB", "top_scores", "A")]
    assert sentences(count)[1] == "The runoff and the totals are level. A has more top scores."
    # The simple protocol knows no such step.
    assert possible_winners(METHOD, "ABC", ballots, five_star=False) == {"A", "B"}
    assert steps(count_example(METHOD, "ABC", ballots, five_star=False, lot="BAC")) == [(2, "AB", "lot", "B")]


def test_a_runoff_that_nothing_tells_apart_goes_to_the_lot():
    ballots = [([4, 2, 0], 3), ([2, 4, 0], 3)]
    assert possible_winners(METHOD, "ABC", ballots) == {"A", "B"}
    count = count_example(METHOD, "ABC", ballots, lot="BAC")
    assert (count.winners, steps(count)) == (("B",), [(2, "AB", "lot", "B")])
    assert sentences(count)[1] == "The runoff is level, and so are its tie steps. The lot favors B."


def test_top_scores_are_those_of_the_scale():
    # On a scale to 10 a five is no top score, so that the lot has to decide.
    ballots = [([5, 2, 0], 1), ([1, 4, 0], 1)]
    assert possible_winners(METHOD, "ABC", ballots, max_score=10) == {"A", "B"}


@pytest.mark.parametrize("ballots", [[], [(None, 4)], [([None] * 3, 4)], [([0, 0, 0], 4)]])
def test_nobody_wins_without_a_score_above_zero(ballots):
    count = count_example(METHOD, "ABC", ballots)
    assert (count.winners, count.ties) == ((), ())
    assert sentences(count) == ["No ballot gives a score above 0."]


def test_who_alone_has_scores_wins_whoever_comes_second():
    assert possible_winners(METHOD, "ABC", [([3, 0, 0], 2)]) == {"A"}


def test_the_order_of_ballots_and_their_grouping_change_nothing():
    one_by_one = [(tuple(scores), 1) for scores, weight in TENNESSEE for _ballot in range(weight)]
    assert count_example(METHOD, "MNCK", one_by_one[::-1]) == count_example(METHOD, "MNCK", TENNESSEE)
