"""Which pairwise wins are locked in, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from voting.api import Lot, win_strength


@dataclass(frozen=True)
class Win:
    """A win head to head in the order in which it was looked at.

    `locked`: whether it was locked in, or left out because it contradicts
    wins that were. `among`: the choices whose equally strong wins contradicted
    one another, where the lot took this one first; empty otherwise.
    """

    winner: str
    loser: str
    locked: bool
    among: tuple[str, ...] = ()


class Locks:
    """The wins that are locked in, and whom each choice beats by them, directly or through others."""

    def __init__(self, keys: Sequence[str]):
        self.below: dict[str, set[str]] = {key: set() for key in keys}

    def add(self, winner: str, loser: str) -> None:
        if loser in self.below[winner]:
            return
        reached = {loser} | self.below[loser]
        for key, below in self.below.items():
            if key == winner or winner in below:
                below |= reached

    def contradict(self, winner: str, loser: str) -> bool:
        return winner in self.below[loser]

    def with_all(self, wins) -> dict[str, set[str]]:
        """Whom each choice would reach if all these wins were locked in as well."""
        trial = Locks(self.below)
        trial.below = {key: set(below) for key, below in self.below.items()}
        for winner, loser in wins:
            trial.add(winner, loser)
        return trial.below


def lock_wins(
    *, keys: Sequence[str], pairwise: Mapping[str, Mapping[str, int]], strength: str, lot: Lot
) -> tuple[list[Win], dict[str, set[str]]]:
    """Every win, strongest first, locked in unless it contradicts stronger ones.

    Also gives whom each choice beats by locked wins, directly or through others.

    Equally strong wins that do not contradict one another are locked in
    together, since their order does not matter. Where they do, the lot says
    which goes first: by its winner, then by its loser. With a lot that is one
    fixed order of the choices this is the tie-breaking ranking of T. M. Zavist
    and T. N. Tideman, Complete independence of clones in the ranked pairs
    rule, Social Choice and Welfare 6 (1989). And since the lot is asked anew
    for each win, trying all its answers tries every order of the tied wins.
    """
    strengths = {
        (a, b): found
        for a in keys
        for b in keys
        if a != b and (found := win_strength(pairwise=pairwise, winner=a, loser=b, strength=strength))
    }
    locks = Locks(keys)
    looked_at: list[Win] = []
    # Sorting is stable, so that among equal wins those of the contest's first choices are told first.
    in_order = sorted(strengths, key=strengths.__getitem__, reverse=True)
    for _strength, equal in groupby(in_order, key=strengths.__getitem__):
        looked_at.extend(_lock_equal(list(equal), locks=locks, lot=lot))
    return looked_at, locks.below


def _lock_equal(wins: list[tuple[str, str]], *, locks: Locks, lot: Lot) -> list[Win]:
    looked_at = []
    while wins:
        looked_at += [Win(*win, locked=False) for win in wins if locks.contradict(*win)]
        wins = [win for win in wins if not locks.contradict(*win)]
        reach = locks.with_all(wins)
        in_circles = [(winner, loser) for winner, loser in wins if winner in reach[loser]]
        for win in wins:
            if win not in in_circles:
                locks.add(*win)
                looked_at.append(Win(*win, locked=True))
        if in_circles:
            win, among = _drawn(in_circles, reach=reach, lot=lot)
            locks.add(*win)
            looked_at.append(Win(*win, locked=True, among=among))
            in_circles.remove(win)
        wins = in_circles
    return looked_at


def _drawn(wins, *, reach, lot):
    """The win that the lot puts first, out of one knot of wins that contradict one another.

    Separate knots do not touch each other, so it does not matter which is undone first.
    """
    start = wins[0][0]
    knot = [win for win in wins if win[0] in reach[start] and start in reach[win[0]]]
    winner = _favored([winner for winner, _loser in knot], lot)
    loser = _favored([loser for candidate, loser in knot if candidate == winner], lot)
    among = tuple(key for key in reach if any(key in win for win in knot))
    return (winner, loser), among


def _favored(keys, lot):
    keys = set(keys)
    return keys.pop() if len(keys) == 1 else lot.pick(keys, 1)[0]
