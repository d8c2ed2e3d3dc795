"""Scores: how often each choice got each of them, and the final of the two that lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting.wording import number_text, votes_text


@dataclass(frozen=True)
class ScoreCount:
    """How many ballots give one score. `x`, `y` and `height`: the bar in a box that is 24 tall."""

    score: str
    number: str
    x: int
    y: str
    height: str


@dataclass(frozen=True)
class Spread:
    """One choice: how often each score, lowest first, and the average."""

    name: str
    average: str
    counts: tuple[ScoreCount, ...]
    is_winner: bool


# A bar of the little chart takes a slot this wide.
_SLOT = 10
_HEIGHT = 24


@dataclass(frozen=True)
class Spreads:
    """What templates/voting/parts/spreads.html shows. `width`: of the little charts' box."""

    scores: tuple[str, ...]
    rows: tuple[Spread, ...]
    width: int


def spreads_of(result: Mapping[str, Any], labels: Mapping[str, str]) -> Spreads | None:
    """How the scores are spread, the highest total first; None for methods without scores."""
    distribution = result.get("distribution")
    if not distribution:
        return None
    highest = max(result["per_ballot"], *(int(score) for row in distribution.values() for score in row))
    scores = range(highest + 1)
    most = max((number for row in distribution.values() for number in row.values()), default=0) or 1
    totals = score_totals(result)
    ordered = sorted((key for key in labels if key in distribution), key=lambda key: -totals[key])
    return Spreads(
        scores=tuple(number_text(score) for score in scores),
        width=len(scores) * _SLOT,
        rows=tuple(
            Spread(
                name=labels[key],
                average=_average(totals[key], result["with_choice"]),
                counts=tuple(_count(distribution[key].get(str(score), 0), score, most) for score in scores),
                is_winner=key in result.get("winners", ()),
            )
            for key in ordered
        ),
    )


def score_totals(result: Mapping[str, Any]) -> dict[str, Fraction]:
    """All points of each choice."""
    return {
        key: Fraction(sum(int(score) * number for score, number in row.items()))
        for key, row in result["distribution"].items()
    }


def final_of(result: Mapping[str, Any]) -> Mapping[str, Fraction] | None:
    """The ballots that prefer each finalist, where a round between two followed the scores."""
    if not result.get("distribution") or len(result["rounds"]) < 2:
        return None
    tallies = result["rounds"][-1]["tallies"]
    return {key: Fraction(votes) for key, votes in tallies.items()} if len(tallies) == 2 else None


def _average(total: Fraction, ballots: int) -> str:
    return votes_text(total / ballots) if ballots else number_text(0)


def _count(number: int, score: int, most: int) -> ScoreCount:
    height = number * _HEIGHT / most
    return ScoreCount(
        score=number_text(score),
        number=number_text(number),
        x=score * _SLOT,
        y=f"{_HEIGHT - height:.2f}",
        height=f"{height:.2f}",
    )
