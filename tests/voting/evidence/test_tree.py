"""The tree of RFC 6962, against its own definition."""

import pytest

from tests.tools.bundles import path_by_definition, root_by_definition
from voting.domain.canonical import inclusion_path, merkle_levels, merkle_root, root_from_path, sha256


def leaves_of(number):
    return [sha256(number.to_bytes(2, "big") + place.to_bytes(2, "big")) for place in range(number)]


def places_of(number):
    """Every place of a small tree; of a large one the ends, the middle and what stands alone."""
    if number <= 40:
        return range(number)
    return sorted({0, 1, number // 3, number // 2, number - 2, number - 1})


def test_of_nothing_the_root_is_the_hash_of_nothing():
    assert merkle_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("first", range(1, 301, 50))
def test_roots_and_paths_are_those_of_the_definition(first):
    for number in range(first, first + 50):
        leaves = leaves_of(number)
        levels = merkle_levels(leaves)
        root = root_by_definition(leaves)
        assert merkle_root(leaves) == levels[-1][0] == root
        for place in places_of(number):
            path = inclusion_path(levels, place)
            assert path == path_by_definition(leaves, place)
            assert root_from_path(leaf=leaves[place], index=place, size=number, path=path) == root


def test_a_path_proves_nothing_else():
    for number in (1, 2, 3, 7, 8, 21):
        leaves = leaves_of(number)
        levels, root = merkle_levels(leaves), merkle_root(leaves)
        for place in range(number):
            path, leaf = inclusion_path(levels, place), leaves[place]
            facts = {"leaf": leaf, "index": place, "size": number, "path": path}
            for wrong in (
                {"leaf": sha256(leaf)},
                {"index": number},
                {"index": -1},
                {"index": place ^ 1},
                {"path": [*path, root]},
                {"path": path[:-1]} if path else {"path": [root]},
                {"path": [sha256(step) for step in path]} if path else {"size": 2},
            ):
                assert root_from_path(**{**facts, **wrong}) != root
