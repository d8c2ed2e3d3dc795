"""Ballots that look like those of real elections, the same ones for the same seed.

Three camps of voters agree on whom they like, each with favorites of its own,
so that choices are not equally popular. Most voters rank a few choices and
stop; some rank all. Real elections are like that: a few rankings are very
common, and a long tail of rankings has one voter each.
"""

from collections.abc import Iterator
from random import Random

# How much of the electorate each camp is, and how steeply its favor falls from choice to choice.
CAMPS = ((0.45, 0.80), (0.35, 0.75), (0.20, 0.85))
# Share of voters by the number of choices they rank; the rest rank all.
LENGTHS = ((1, 0.18), (2, 0.17), (3, 0.22), (4, 0.13), (5, 0.10), (6, 0.06))


def choice_keys(number: int) -> tuple[str, ...]:
    return tuple(f"choice-{place:02}" for place in range(number))


def rankings(*, number: int, keys: tuple[str, ...], seed: int) -> Iterator[tuple[str, ...]]:
    """Truncated rankings of choices that are unequally popular."""
    random = Random(seed)
    draw = random.random
    camps, shares = [], []
    for share, steepness in CAMPS:
        order = random.sample(keys, len(keys))
        # The exponents of weighted sampling without replacement (Efraimidis and Spirakis).
        camps.append([(steepness**-place, key) for place, key in enumerate(order)])
        shares.append(share)
    lengths = [min(length, len(keys)) for length, _share in LENGTHS] + [len(keys)]
    weights = [share for _length, share in LENGTHS]
    weights.append(1 - sum(weights))
    for _batch in range(0, number, 10_000):
        size = min(10_000, number - _batch)
        drawn = zip(
            random.choices(camps, shares, k=size), random.choices(lengths, weights, k=size), strict=True
        )
        for camp, length in drawn:
            liked = sorted([(draw() ** exponent, key) for exponent, key in camp], reverse=True)
            yield tuple([key for _liking, key in liked[:length]])


def full_rankings(*, number: int, keys: tuple[str, ...], seed: int) -> Iterator[tuple[str, ...]]:
    """The worst case: everybody ranks everything, every order equally likely."""
    random = Random(seed)
    order = list(keys)
    for _ballot in range(number):
        random.shuffle(order)
        yield tuple(order)


def scores(*, number: int, keys: tuple[str, ...], seed: int) -> Iterator[tuple[int | None, ...]]:
    """Scores from 0 to 5: the favorite gets 5, the next ones the same or less, the rest nothing."""
    random = Random(seed + 1)
    places = {key: place for place, key in enumerate(keys)}
    steps = (0, 1, 1, 2)
    for ranking in rankings(number=number, keys=keys, seed=seed):
        row: list[int | None] = [None] * len(keys)
        score = 5
        for key in ranking:
            row[places[key]] = score
            score = max(0, score - steps[int(random.random() * 4)])
        yield tuple(row)
