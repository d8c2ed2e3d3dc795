"""The ballots of the bench: the same for the same seed, and such as a site accepts."""

import pytest

from scripts.bench.synthetic_ballots import choice_keys, full_rankings, rankings, scores

KEYS = choice_keys(10)


@pytest.mark.parametrize("make", [rankings, full_rankings, scores])
def test_same_seed_makes_the_same_ballots(make):
    first = list(make(number=300, keys=KEYS, seed=7))
    assert list(make(number=300, keys=KEYS, seed=7)) == first
    assert list(make(number=300, keys=KEYS, seed=8)) != first
    assert len(first) == 300


def test_rankings_are_cut_short_and_choices_unequally_popular():
    found = list(rankings(number=2000, keys=KEYS, seed=1))
    assert all(0 < len(ranking) == len(set(ranking)) and set(ranking) <= set(KEYS) for ranking in found)
    assert {1, 3, 10} <= {len(ranking) for ranking in found}
    firsts = [sum(ranking[0] == key for ranking in found) for key in KEYS]
    assert max(firsts) > 3 * min(firsts)


def test_scores_go_from_nothing_to_five():
    found = list(scores(number=500, keys=KEYS, seed=1))
    assert all(max(score or 0 for score in row) == 5 for row in found)
    assert {score for row in found for score in row} == {None, 0, 1, 2, 3, 4, 5}
