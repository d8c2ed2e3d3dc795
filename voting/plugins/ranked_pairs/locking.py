"""Which pairwise wins are locked in, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from voting.api import Lot, win_strength

Pair = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """Equally strong wins that are treated alike, each as (winner, loser).

    `outcome`: locked; left_out, because they contradict wins that were locked
    in; or drawn, where the lot put them before equally strong wins that
    contradict them. `knots`: the choices of those, for each drawn win. `above`:
    how many others each choice now stands above by locked wins.
    """

    wins: tuple[Pair, ...]
    outcome: str
    above: Mapping[str, int]
    knots: tuple[tuple[str, ...], ...] = ()


class Locks:
    """The wins that are locked in, and whom each choice beats by them, directly or through others."""

    def __init__(self, keys: Iterable[str]):
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

    def with_all(self, wins: Iterable[Pair]) -> dict[str, set[str]]:
        """Whom each choice would reach if all these wins were locked in as well."""
        trial = Locks(self.below)
        trial.below = {key: set(below) for key, below in self.below.items()}
        for win in wins:
            trial.add(*win)
        return trial.below

    def above(self) -> dict[str, int]:
        return {key: len(below) for key, below in self.below.items()}


def lock_wins(
    *, keys: Sequence[str], pairwise: Mapping[str, Mapping[str, int]], strength: str, lot: Lot
) -> tuple[list[Step], Locks]:
    """Every win, strongest first, locked in unless it contradicts stronger ones.

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
    steps: list[Step] = []
    in_order = sorted(strengths, key=strengths.__getitem__, reverse=True)
    for _strength, equal in groupby(in_order, key=strengths.__getitem__):
        steps.extend(_lock_equal(list(equal), locks=locks, lot=lot))
    return steps, locks


def _lock_equal(wins: list[Pair], *, locks: Locks, lot: Lot) -> list[Step]:
    steps = []
    while wins:
        left_out = tuple(win for win in wins if locks.contradict(*win))
        if left_out:
            steps.append(Step(wins=left_out, outcome="left_out", above=locks.above()))
        wins = [win for win in wins if win not in left_out]
        reach = locks.with_all(wins)
        free = tuple((winner, loser) for winner, loser in wins if winner not in reach[loser])
        if free:
            steps.append(_locked(free, "locked", locks))
        wins = [win for win in wins if win not in free]
        if wins:
            knots = _knots(wins, reach)
            drawn = tuple(_drawn(knot, lot) for knot in knots)
            among = tuple(tuple(key for key in reach if any(key in win for win in knot)) for knot in knots)
            steps.append(_locked(drawn, "drawn", locks, among))
            wins = [win for win in wins if win not in drawn]
    return steps


def _locked(wins: tuple[Pair, ...], outcome: str, locks: Locks, knots=()) -> Step:
    for win in wins:
        locks.add(*win)
    return Step(wins=wins, outcome=outcome, above=locks.above(), knots=knots)


def _knots(wins: Sequence[Pair], reach: Mapping[str, set[str]]) -> list[list[Pair]]:
    """The wins that contradict one another, in groups that have nothing to do with each other."""
    knots: list[list[Pair]] = []
    for win in wins:
        for knot in knots:
            other = knot[0][0]
            if win[0] == other or (win[0] in reach[other] and other in reach[win[0]]):
                knot.append(win)
                break
        else:
            knots.append([win])
    return knots


def _drawn(knot: Sequence[Pair], lot: Lot) -> Pair:
    winner = _favored({winner for winner, _loser in knot}, lot)
    return winner, _favored({loser for candidate, loser in knot if candidate == winner}, lot)


def _favored(keys: set[str], lot: Lot) -> str:
    return keys.pop() if len(keys) == 1 else lot.pick(keys, 1)[0]
