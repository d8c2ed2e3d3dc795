"""Settling ties between choices that transferable votes left level."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voting.api.counts import Lot, Tie


def keep_by_earlier_rounds(
    *, tied: Sequence[str], earlier: Sequence[Mapping[str, Any]], most: bool
) -> tuple[str, ...]:
    """Those of the tied choices with the most (or fewest) votes in the latest round that differs.

    `earlier`: the tallies of the rounds before, first round first. Where
    several remain level at that round, the rounds before it decide among them.
    """
    left = tuple(tied)
    for tallies in reversed(earlier):
        if len(left) == 1:
            break
        line = (max if most else min)(tallies[key] for key in left)
        left = tuple(key for key in left if tallies[key] == line)
    return left


def settle_tie(
    *,
    tied: Iterable[str],
    what: str,
    round_number: int,
    lot: Lot,
    earlier: Sequence[Mapping[str, Any]] = (),
) -> tuple[str, list[Tie]]:
    """The one of the tied choices to take, and how it was found.

    `what`, as in Tie: "eliminated" takes the one who loses, "elected" and
    "surplus" the one who wins. `earlier`: the tallies of earlier rounds, for
    methods that look at them before the lot; the lot settles the rest. Its
    `pick` is asked who stays, its `order` who is elected.
    """
    level = tuple(sorted(tied))
    ties: list[Tie] = []
    if len(level) == 1:
        return level[0], ties
    loses = what == "eliminated"
    left = keep_by_earlier_rounds(tied=level, earlier=earlier, most=not loses)
    if len(left) < len(level):
        others = tuple(key for key in level if key not in left)
        ties.append(_tie(round_number, level, what, "earlier_rounds", others if loses else left))
    if len(left) == 1:
        return left[0], ties
    if loses:
        favored = lot.pick(left, len(left) - 1)
        taken = next(key for key in left if key not in favored)
    else:
        taken = lot.order(left)[0] if what == "elected" else lot.pick(left)[0]
        favored = (taken,)
    ties.append(_tie(round_number, left, what, "lot", favored))
    return taken, ties


def _tie(round_number, choices, what, settled_by, favored) -> Tie:
    return Tie(
        round=round_number,
        choices=choices,
        what=what,
        settled_by=settled_by,
        favored=tuple(sorted(favored)),
    )


def by_votes(keys: Iterable[str], tallies: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys by votes, most first; level ones by key, so that no order of the contest shows."""
    return tuple(sorted(keys, key=lambda key: (-tallies[key], key)))
