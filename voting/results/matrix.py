"""Head to head: who is preferred to whom, and the ranking that follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voting.wording import number_text


@dataclass(frozen=True)
class Duel:
    """One choice against another. `state`: wins, loses, level, or self where a choice meets itself."""

    against: str
    mine: str
    theirs: str
    state: str


@dataclass(frozen=True)
class MatrixRow:
    name: str
    duels: tuple[Duel, ...]


@dataclass(frozen=True)
class Matrix:
    """What templates/voting/parts/matrix.html shows; rows and columns stand in the same order."""

    names: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Place:
    """A place of a ranking. `names` stand level; `detail` is there for one name alone."""

    number: str
    names: tuple[str, ...]
    detail: str
    is_winner: bool


def matrix_of(result: Mapping[str, Any], labels: Mapping[str, str]) -> Matrix | None:
    """Every choice against every other, best first where there is a ranking; None for other methods."""
    pairwise = result.get("pairwise")
    if not pairwise:
        return None
    keys = _in_order(result, labels)
    return Matrix(
        names=tuple(labels[key] for key in keys),
        rows=tuple(
            MatrixRow(name=labels[key], duels=tuple(_duel(pairwise, labels, key, other) for other in keys))
            for key in keys
        ),
    )


def ranking_of(result: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[Place, ...]:
    """The ranking of all choices, level ones together; empty for methods that make none."""
    places = []
    number = 1
    for group in result.get("ranking") or ():
        known = [key for key in group if key in labels]
        places.append(
            Place(
                number=number_text(number),
                names=tuple(labels[key] for key in known),
                detail=_wins(result, known[0]) if len(known) == 1 else _("These are level."),
                is_winner=any(key in result.get("winners", ()) for key in known),
            )
        )
        number += len(known)
    return tuple(places)


def _in_order(result, labels: Mapping[str, str]) -> list[str]:
    ranked = [key for group in result.get("ranking") or () for key in group if key in labels]
    return [*ranked, *(key for key in labels if key not in ranked)]


def _votes(pairwise, key: str, other: str) -> int:
    return pairwise.get(key, {}).get(other, 0)


def _duel(pairwise, labels, key: str, other: str) -> Duel:
    if key == other:
        return Duel(against=labels[key], mine="", theirs="", state="self")
    mine, theirs = _votes(pairwise, key, other), _votes(pairwise, other, key)
    state = "wins" if mine > theirs else "loses" if mine < theirs else "level"
    return Duel(against=labels[other], mine=number_text(mine), theirs=number_text(theirs), state=state)


def _wins(result, key: str) -> str:
    pairwise = result.get("pairwise")
    if not pairwise:
        return ""
    others = [other for other in pairwise if other != key]
    won = sum(_votes(pairwise, key, other) > _votes(pairwise, other, key) for other in others)
    if won == len(others):
        return _("Wins against every other choice.")
    return ngettext(
        "Wins %(won)s of %(number)s comparison.", "Wins %(won)s of %(number)s comparisons.", len(others)
    ) % {"won": number_text(won), "number": number_text(len(others))}
