"""Head to head, ranking, and how scores are spread."""

import pytest

from tests.voting.results.stored import APPROVAL, NAMES, SCHULZE, SCORE, STAR, read


def test_matrix_names_the_winner_of_each_pair_in_words():
    matrix = read(SCHULZE).matrix
    assert matrix.names == tuple(NAMES[key] for key in ("ada", "ben", "cora", "dora"))
    ben = matrix.rows[1]
    assert [(duel.against, duel.mine, duel.theirs, duel.state) for duel in ben.duels] == [
        (NAMES["ada"], "45", "55", "loses"),
        (NAMES["ben"], "", "", "self"),
        (NAMES["cora"], "50", "50", "level"),
        (NAMES["dora"], "64", "36", "wins"),
    ]


def test_matrix_says_the_opposite_from_the_other_side():
    rows = read(SCHULZE).matrix.rows
    opposite = {"wins": "loses", "loses": "wins", "level": "level", "self": "self"}
    for place, row in enumerate(rows):
        for other, duel in enumerate(row.duels):
            back = rows[other].duels[place]
            assert (back.mine, back.theirs, back.state) == (duel.theirs, duel.mine, opposite[duel.state])


def test_matrix_starts_with_the_best_even_when_the_ballot_did_not():
    ranking = [["dora"], ["cora"], ["ben"], ["ada"]]
    matrix = read({**SCHULZE, "ranking": ranking}).matrix
    assert matrix.names[0] == NAMES["dora"] and matrix.names[-1] == NAMES["ada"]


def test_ranking_puts_level_choices_on_one_place_and_counts_on_after_them():
    places = read(SCHULZE).ranking
    assert [(place.number, len(place.names), place.is_winner) for place in places] == [
        ("1", 1, True),
        ("2", 2, False),
        ("4", 1, False),
    ]
    assert [place.detail for place in places] == [
        "Wins against every other choice.",
        "These are level.",
        "Wins 0 of 3 comparisons.",
    ]


def test_scores_are_spread_over_every_score_that_could_be_given():
    spreads = read(SCORE).spreads
    assert spreads.scores == ("0", "1", "2", "3", "4", "5")
    ada = spreads.rows[0]
    assert [count.number for count in ada.counts] == ["6", "4", "12", "18", "26", "34"]
    assert (ada.name, ada.average, ada.is_winner) == (NAMES["ada"], "3.56", True)


def test_tallest_bar_of_a_spread_is_the_most_ballots_of_any():
    rows = read(SCORE).spreads.rows
    heights = {(row.name, count.score): float(count.height) for row in rows for count in row.counts}
    assert max(heights, key=heights.get) == (NAMES["cora"], "0")
    assert heights[NAMES["cora"], "0"] == 24
    assert heights[NAMES["ben"], "0"] == pytest.approx(24 * 20 / 50, abs=0.01)
    assert all(float(count.y) + float(count.height) == 24 for row in rows for count in row.counts)


def test_score_that_nobody_gave_is_shown_as_none():
    distribution = {**SCORE["distribution"], "ada": {"4": 100}}
    ada = next(
        row for row in read({**SCORE, "distribution": distribution}).spreads.rows if row.name == NAMES["ada"]
    )
    assert [count.number for count in ada.counts] == ["0", "0", "0", "0", "100", "0"]


def test_other_counts_have_neither():
    shown = read(APPROVAL)
    assert (shown.matrix, shown.spreads, shown.ranking, shown.final) == (None, None, (), None)
    assert read(STAR).matrix is None
