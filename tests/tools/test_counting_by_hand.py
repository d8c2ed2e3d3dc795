"""The second tabulator counts elections small enough to be counted by hand from the rules."""

from fractions import Fraction

import pytest

from tests.tools.by_hand import BY_LOT, BY_SEED, count, election, program, ranking


def tallies(found):
    return [{key: votes for key, votes in each.tallies.items() if votes} for each in found.rounds]


def test_the_lot_orders_choices_by_the_hash_of_seed_and_key():
    assert program.SeedLot("seed").order("ABC") == BY_SEED
    assert program.SeedLot("lot").order("ABCD") == BY_LOT


# --- marks and scores ---


@pytest.mark.parametrize(
    ("ballots", "winners"),
    [
        ([(3, "A"), (2, "B"), (4, None)], ["A"]),
        # Level: the lot favors B over C.
        ([(1, "A"), (2, "B"), (2, "C")], ["B"]),
        ([(4, None)], []),
        ([], []),
        ([(1, "C")], ["C"]),
    ],
)
def test_single_choice_takes_the_one_with_most_votes(ballots, winners):
    assert count("single_choice", ballots).winners == winners


def test_yes_or_no_counts_both_answers():
    found = count("yes_no", [(2, "yes"), (3, "no"), (1, None)], ["yes", "no"])
    assert found.tallies == {"yes": 2, "no": 3}
    assert found.winners == ["no"]


def test_approval_counts_every_mark():
    found = count("approval", [(2, ("A", "B")), (1, ("B",)), (1, ("C",)), (1, None)], seats=2)
    assert found.tallies == {"A": 2, "B": 3, "C": 1}
    assert found.winners == ["B", "A"]


def test_approval_leaves_a_seat_empty_rather_than_to_somebody_without_a_vote():
    assert count("approval", [(2, ("A",))], seats=2).winners == ["A"]


def test_approval_draws_only_for_the_seats_that_are_left():
    found = count("approval", [(3, ("A",)), (1, ("B",)), (1, ("C",))], seats=2)
    assert found.winners == ["A", "B"]
    assert found.level == ["B", "C"]


def test_score_adds_up_and_takes_no_score_for_zero():
    found = count("score", [(2, {"A": 5, "B": None, "C": 1}), (1, {"A": 0, "B": 4, "C": 5})], max_score=5)
    assert found.tallies == {"A": 10, "B": 4, "C": 7}
    assert found.winners == ["A"]
    assert found.distribution["B"] == {0: 2, 4: 1}
    assert found.per_ballot == 5


def stars(*, choices="ABC", **scores):
    return {key: scores.get(key) for key in choices}


def test_star_winner_is_preferred_although_another_has_more_points():
    found = count("star", [(2, stars(A=5, B=4)), (1, stars(B=5, C=3))])
    assert found.tallies == {"A": 10, "B": 13, "C": 3}
    assert found.rounds[0].eliminated == ["C"]
    assert found.rounds[1].tallies == {"A": 2, "B": 1}
    assert found.winners == ["A"]


def test_star_leaves_ballots_without_a_preference_aside_in_the_runoff():
    found = count("star", [(2, stars(A=5, B=5)), (1, stars(A=2, B=1))])
    assert found.rounds[1].exhausted == 2
    assert found.winners == ["A"]


def test_star_settles_a_level_runoff_by_the_higher_score():
    found = count("star", [(1, stars(A=5, B=1)), (1, stars(A=2, B=3))])
    assert found.rounds[1].tallies == {"A": 1, "B": 1}
    assert found.winners == ["A"]


def test_star_settles_level_scores_and_a_level_runoff_by_five_stars():
    ballots = [(1, stars(A=5, B=4)), (1, stars(A=3, B=4))]
    assert count("star", ballots).winners == ["A"]
    # Without that step the lot decides, which favors B.
    assert count("star", ballots, five_star=False).winners == ["B"]


def test_star_one_who_loses_less_goes_on_and_the_others_are_compared_anew():
    # A, C and D have 4 points each. D beats A, C beats D, A and C are level: C alone lost to nobody.
    # For the second place D beats A. In the runoff two ballots prefer C to D, and one D to C.
    ballots = [
        (1, stars(choices="ABCD", A=2)),
        (2, stars(choices="ABCD", C=2, D=1)),
        (1, stars(choices="ABCD", A=2, D=2)),
    ]
    found = count("star", ballots, choices="ABCD", max_score=2)
    assert found.rounds[0].eliminated == ["A", "B"]
    assert found.winners == ["C"]


def test_star_two_level_in_second_place_are_compared_head_to_head():
    # A 9, then B and C with 6 each; two of three ballots prefer C to B.
    ballots = [(1, stars(A=3, B=4)), (1, stars(A=3, B=1, C=3)), (1, stars(A=3, B=1, C=3))]
    assert count("star", ballots).rounds[0].eliminated == ["B"]


# --- instant runoff ---


def test_the_weakest_drops_out_and_the_votes_move_on():
    found = count("instant_runoff", [(4, ranking("A")), (3, ranking("B", "C")), (2, ranking("C", "B"))])
    assert tallies(found) == [{"A": 4, "B": 3, "C": 2}, {"A": 4, "B": 5}]
    assert found.rounds[0].moved == {("C", "B"): 2}
    assert found.winners == ["B"]


def test_more_than_half_is_of_the_votes_that_still_count():
    found = count("instant_runoff", [(4, ranking("A")), (3, ranking("B")), (2, ranking("C"))])
    assert found.rounds[1].exhausted == 2
    assert found.rounds[0].moved == {("C", None): 2}
    assert found.winners == ["A"]


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("exhaust", {"C": 3, "D": 4}),
        ("skip", {"C": 5, "D": 4}),
        ("exhaust_if_several", {"C": 3, "D": 4}),
    ],
)
def test_a_place_with_two_marks_follows_the_rule(rule, first):
    found = count(
        "instant_runoff",
        [(2, ranking("AB", "C")), (3, ranking("C")), (4, ranking("D"))],
        "ABCD",
        overvote=rule,
    )
    assert tallies(found)[0] == first


def test_a_place_with_two_marks_counts_once_only_one_of_them_is_left():
    found = count(
        "instant_runoff",
        [(1, ranking("A")), (2, ranking("B", "AC")), (3, ranking("C")), (4, ranking("D"))],
        "ABCD",
        overvote="exhaust_if_several",
    )
    # A drops out first; then B, whose ballots find only C left on their second place.
    assert tallies(found)[2] == {"C": 5, "D": 4}


def test_a_ballot_that_was_exhausted_stays_so():
    found = count(
        "instant_runoff",
        [(1, ranking("A")), (2, ranking("B", "AC")), (3, ranking("C")), (4, ranking("D"))],
        "ABCD",
        overvote="exhaust",
    )
    assert tallies(found)[-1] == {"C": 3, "D": 4}


@pytest.mark.parametrize(("allowed", "first"), [(-1, 2), (2, 2), (1, 0), (0, 0)])
def test_more_skipped_ranks_than_allowed_exhaust_a_ballot(allowed, first):
    found = count("instant_runoff", [(2, ranking("", "", "A")), (1, ranking("B"))], max_skipped_ranks=allowed)
    assert found.rounds[0].tallies["A"] == first


def test_a_choice_ranked_twice_exhausts_a_ballot_where_that_is_the_rule():
    ballots = [(1, ranking("A", "A", "B")), (2, ranking("B")), (3, ranking("C"))]
    assert tallies(count("instant_runoff", ballots))[1] == {"B": 3, "C": 3}
    found = count("instant_runoff", ballots, exhaust_on_duplicate=True)
    assert tallies(found)[1] == {"B": 2, "C": 3}


def test_a_batch_goes_when_all_its_votes_together_cannot_catch_up():
    ballots = [(1, ranking("A")), (2, ranking("B")), (6, ranking("C")), (5, ranking("D"))]
    found = count("instant_runoff", ballots, "ABCD", batch_elimination=True)
    assert found.rounds[0].eliminated == ["A", "B"]
    assert len(found.rounds) == 2


def test_until_two_goes_on_after_the_winner_is_known():
    ballots = [(6, ranking("A")), (2, ranking("B")), (1, ranking("C", "B"))]
    found = count("instant_runoff", ballots, until_two=True)
    assert [each.elected for each in found.rounds] == [["A"], [], []]
    assert tallies(found)[-1] == {"A": 6, "B": 3}


def test_no_endorsement_is_never_eliminated():
    ballots = [(4, ranking("A")), (3, ranking("B", "C")), (1, ranking("C"))]
    kinds = {"C": "no_endorsement"}
    found = count("instant_runoff", ballots, kinds=kinds, keep_no_endorsement=True)
    assert found.rounds[0].eliminated == ["B"]
    assert tallies(found)[1] == {"A": 4, "C": 4}
    assert found.winners == ["C"]


def test_nobody_wins_with_fewer_votes_than_the_least():
    assert count("instant_runoff", [(2, ranking("A"))], minimum_votes=3).winners == []


def test_level_weakest_are_told_apart_by_earlier_rounds_or_the_lot():
    ballots = [(4, ranking("A")), (3, ranking("B")), (2, ranking("C")), (1, ranking("D", "C"))]
    found = count("instant_runoff", ballots, "ABCD", seed="lot", ties="earlier_rounds")
    assert found.rounds[1].eliminated == ["C"]
    # The lot favors C over B.
    found = count("instant_runoff", ballots, "ABCD", seed="lot", ties="lot")
    assert found.rounds[1].eliminated == ["B"]


# --- single transferable vote ---


def test_scottish_surplus_is_cut_to_five_decimals():
    # 20 papers, 2 seats: the quota is 20 // 3 + 1 = 7. A has 5 over it: each paper goes on with 5/12.
    found = count(
        "stv_scottish", [(8, ranking("A", "B")), (4, ranking("A", "C")), (8, ranking("C"))], seats=1
    )
    assert found.quota == 11
    found = count(
        "stv_scottish",
        [(8, ranking("A", "B")), (4, ranking("A", "C")), (3, ranking("B")), (5, ranking("C"))],
        seats=2,
    )
    assert found.quota == 7
    assert tallies(found)[1] == {
        "A": 7,
        "B": 3 + 8 * Fraction("0.41666"),
        "C": 5 + 4 * Fraction("0.41666"),
    }
    assert found.rounds[1].exhausted == Fraction("0.00008")
    assert found.rounds[0].moved[("A", None)] == Fraction("0.00008")
    assert found.rounds[1].eliminated == ["B"]
    assert found.winners == ["A", "C"]


def test_scottish_papers_of_an_excluded_candidate_keep_their_value():
    found = count(
        "stv_scottish",
        [(9, ranking("A", "B", "C")), (4, ranking("C")), (3, ranking("D")), (1, ranking("B", "D"))],
        "ABCD",
        seats=2,
    )
    # Quota 17 // 3 + 1 = 6; A's surplus of 3 moves with 3/9 = 0.33333 a paper.
    assert found.rounds[1].tallies["B"] == 1 + 9 * Fraction("0.33333")
    # D has the fewest with 3; then B has 3.99997 against C's 4.
    assert [each.eliminated for each in found.rounds] == [[], ["D"], ["B"], []]
    assert found.rounds[3].tallies["C"] == 4 + 9 * Fraction("0.33333")
    assert found.winners == ["A", "C"]


def test_scottish_level_candidates_are_told_apart_by_the_latest_stage_at_which_they_differed():
    ballots = [(5, ranking("A")), (3, ranking("B")), (2, ranking("C")), (1, ranking("D", "C"))]
    found = count("stv_scottish", ballots, "ABCD", seed="lot")
    assert tallies(found)[1] == {"A": 5, "B": 3, "C": 3}
    # The lot would favor C; at the first stage B had more.
    assert found.rounds[1].eliminated == ["C"]


def test_scottish_level_at_every_stage_is_for_the_lot():
    found = count("stv_scottish", [(3, ranking("A")), (2, ranking("B")), (2, ranking("C"))])
    assert found.rounds[0].eliminated == ["C"]


def test_scottish_one_seat_needs_more_than_half():
    found = count("stv_scottish", [(4, ranking("A")), (3, ranking("B", "C")), (2, ranking("C", "B"))])
    assert found.quota == 5
    assert found.winners == ["B"]


def test_meek_hands_on_what_is_over_the_quota():
    found = count("stv_meek", [(3, ranking("B", "A", "C"))], seats=2)
    # 3 / 3 and a thousand-millionth; each paper keeps 1.000000001 / 3, rounded up.
    assert found.quota == Fraction("1.000000001")
    assert tallies(found)[1] == {"B": Fraction("1.000000002"), "A": Fraction("1.999999998")}
    assert found.winners == ["B", "A"]


def test_meek_defeats_the_lowest_and_elects_who_is_left():
    found = count("stv_meek", [(4, ranking("A")), (3, ranking("B", "C")), (2, ranking("C", "B"))])
    assert [each.eliminated for each in found.rounds] == [["C"], []]
    assert found.winners == ["B"]


def test_meek_quota_falls_with_the_votes_that_count_for_nobody():
    found = count("stv_meek", [(4, ranking("A")), (3, ranking("B")), (2, ranking("C"))])
    assert [each.quota for each in found.rounds] == [Fraction("4.500000001"), Fraction("3.500000001")]
    assert found.rounds[1].exhausted == 2
    assert found.winners == ["A"]


def test_meek_all_within_the_surplus_of_the_lowest_are_tied():
    found = count("stv_meek", [(2, ranking("A")), (2, ranking("B")), (1, ranking("C"))])
    assert found.rounds[0].eliminated == ["C"]
    # A and B are level; the lot favors B.
    assert found.winners == ["B"]


@pytest.mark.parametrize("method", ["stv_scottish", "stv_meek"])
def test_stv_without_ballots_elects_nobody(method):
    found = count(method, [(3, None)], seats=2)
    assert found.winners == []


# --- pairs ---

CIRCLE = [(3, ranking("A", "B", "C")), (2, ranking("B", "C", "A")), (2, ranking("C", "A", "B"))]


def test_pairs_are_counted_for_every_two_choices():
    found = count("schulze", [(2, ranking("A", "BC")), (1, ranking("C"))])
    assert found.pairwise == {"A": {"B": 2, "C": 2}, "B": {"A": 0, "C": 0}, "C": {"A": 1, "B": 1}}


@pytest.mark.parametrize("method", ["schulze", "ranked_pairs"])
@pytest.mark.parametrize("strength", ["winning_votes", "margins"])
def test_the_weakest_win_of_a_circle_gives_way(method, strength):
    # A beats B 5 to 2, B beats C 5 to 2, C beats A only 4 to 3.
    found = count(method, CIRCLE, strength=strength)
    assert found.groups == [["A"], ["B"], ["C"]]


@pytest.mark.parametrize("method", ["schulze", "ranked_pairs"])
def test_an_unranked_choice_is_last_or_without_an_opinion(method):
    ballots = [(2, ranking("A")), (1, ranking("B", "A"))]
    assert count(method, ballots, "AB", unranked="last").winners == ["A"]
    assert count(method, ballots, "AB", unranked="no_opinion").winners == ["B"]


@pytest.mark.parametrize("method", ["schulze", "ranked_pairs"])
def test_a_choice_that_nobody_ranks_cannot_be_elected(method):
    assert count(method, [(1, ranking("A"))], "AB", unranked="no_opinion").winners == ["A"]


@pytest.mark.parametrize("method", ["schulze", "ranked_pairs"])
def test_choices_that_nothing_tells_apart_go_to_the_lot(method):
    found = count(method, [(1, ranking("A", "C", "B")), (1, ranking("C", "A", "B"))])
    assert found.groups == [["A", "C"], ["B"]]
    assert found.winners == ["C"]
    assert found.level == ["A", "C"]


def test_schulze_of_wins_with_equal_votes_the_less_opposed_is_stronger():
    # A beats B 5 to 2, B beats C 5 to 1, C beats A 5 to 4.
    pairs = {"A": {"B": 5, "C": 4}, "B": {"A": 2, "C": 5}, "C": {"A": 5, "B": 1}}
    assert program.schulze_groups(pairs, list("ABC"), {})[0] == ["A"]


def test_schulze_strengths_can_disagree():
    # By winning votes C over A (6 to 5) is the strongest; by margins it is the weakest.
    pairs = {"A": {"B": 5, "C": 5}, "B": {"A": 1, "C": 4}, "C": {"A": 6, "B": 2}}
    assert program.schulze_groups(pairs, list("ABC"), {"strength": "winning_votes"})[0] == ["C"]
    assert program.schulze_groups(pairs, list("ABC"), {"strength": "margins"})[0] == ["A"]


def test_ranked_pairs_leaves_out_a_win_that_closes_a_circle():
    pairs = {"A": {"B": 6, "C": 3}, "B": {"A": 1, "C": 5}, "C": {"A": 4, "B": 2}}
    below = program.lock_pairs(election([]), pairs, [])
    assert below == {"A": {"B", "C"}, "B": {"C"}, "C": set()}
