"""A count in rounds: what happened in each, as words, as tables and as a flow."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from voting.results.flow import NOBODY, Bar, FlowRound, Gap, draw_flow, plain
from voting.wording import list_text, number_text, votes_text

_NUMBER = re.compile(r"-?\d+(/\d+)?")
_LONGEST_NAME = 22
_MOST_STEPS = 8
# How wide the picture is at least, by the most rounds that fit into it.
_SIZES = {2: "small", 4: "medium", 7: "large", 10: "huge", 15: "vast"}


@dataclass(frozen=True)
class Move:
    """Votes that left a choice, in words: "Ada +12"."""

    name: str
    moves: tuple[str, ...]


@dataclass(frozen=True)
class RoundLine:
    """One round in words. `number` is as the count numbered it."""

    number: str
    why: str
    elected: str
    eliminated: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Cell:
    """A choice's votes in a round. `state`: in, elected, eliminated or gone."""

    round: str
    votes: str
    state: str


@dataclass(frozen=True)
class TallyLine:
    """A choice through all rounds."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class FlowLabel:
    """The words beside a bar; `name` stands in the first and the last column only.

    `news`: elected or eliminated, where that happens in this round.
    """

    bar: Bar
    name: str
    full_name: str
    votes: str
    news: str = ""

    @property
    def x(self) -> str:
        return plain(self.bar.x)

    @property
    def y(self) -> str:
        return plain(self.bar.y)

    @property
    def middle(self) -> str:
        return plain(self.bar.middle)

    @property
    def height(self) -> str:
        return plain(self.bar.height)

    @property
    def mark(self) -> str:
        return "" if self.bar.mark is None else plain(self.bar.y + self.bar.mark)


@dataclass(frozen=True)
class FlowGap:
    gap: Gap

    @property
    def x(self) -> str:
        return plain(self.gap.x)

    @property
    def width(self) -> str:
        return plain(self.gap.width)

    @property
    def ribbons(self):
        return self.gap.ribbons


@dataclass(frozen=True)
class Flow:
    """What templates/components/flow.html draws. `size`: one of _SIZES."""

    height: str
    size: str
    mirrored: bool
    labels: tuple[FlowLabel, ...]
    gaps: tuple[FlowGap, ...]
    columns: tuple[tuple[str, str], ...]
    quota: str
    has_nobody: bool


@dataclass(frozen=True)
class Rounds:
    """A count in two or more rounds. `flow` is there where votes moved from one choice to another,
    `tallies` where the numbers of all rounds are votes, and so can stand beside each other."""

    lines: tuple[RoundLine, ...]
    tallies: tuple[TallyLine, ...]
    numbers: tuple[str, ...]
    quota: str
    flow: Flow | None

    @property
    def is_long(self) -> bool:
        """Many steps that no picture sums up: they wait until somebody asks."""
        return self.flow is None and len(self.lines) > _MOST_STEPS


def rounds_of(result: Mapping[str, Any], labels: Mapping[str, str]) -> Rounds | None:
    """The rounds of a stored count; None where there was only one.

    `labels`: the words of the choices, in the order of the ballot.
    """
    stored = result["rounds"]
    if len(stored) < 2:
        return None
    quota = stored_quota(result)
    numbers = tuple(number_text(step["n"]) for step in stored)
    order = outcome_order(result, labels)
    return Rounds(
        lines=tuple(_line(step, labels, quota) for step in stored),
        tallies=(
            ()
            if result.get("distribution") or result.get("pairwise")
            else tuple(_tallies(stored, order, labels, numbers, quota))
        ),
        numbers=numbers,
        quota=votes_text(quota) if quota is not None else "",
        flow=_flow(stored, order, labels, numbers, quota),
    )


def stored_quota(result: Mapping[str, Any]) -> Fraction | None:
    return Fraction(result["quota"]) if result.get("quota") else None


def outcome_order(result: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    """The choices, best first: the winners in their order, then those who stayed longest."""
    stored = result["rounds"]
    winners = list(result.get("winners", ()))
    left_in = {key: step["n"] for step in stored for key in step["eliminated"]}
    last = {key: Fraction(votes) for step in stored for key, votes in step["tallies"].items()}
    rest = [key for key in labels if key not in winners]
    stayed = float("inf")
    rest.sort(key=lambda key: (-left_in.get(key, stayed), -last.get(key, Fraction(0))))
    return [*(key for key in winners if key in labels), *rest]


def why_text(step: Mapping[str, Any], labels: Mapping[str, str], quota: Fraction | None = None) -> str:
    """Why a round went as it did, in the active language."""
    if not step["why"]:
        return ""
    values = {name: _words(value, labels, quota) for name, value in step["values"].items()}
    return _(step["why"]) % values


def _words(value, labels: Mapping[str, str], quota: Fraction | None) -> str:
    """A value of an explanation: a list is one of choices, anything else a number, a choice or a word."""
    if isinstance(value, list):
        return list_text([labels.get(key, key) for key in value])
    text = str(value)
    if text in labels:
        return labels[text]
    # The quota itself, too, stands in these sentences.
    return votes_text(Fraction(text), quota) if _NUMBER.fullmatch(text) else text


def _line(step, labels: Mapping[str, str], quota) -> RoundLine:
    sources: dict[str, list[str]] = {}
    for move in step["transfers"]:
        votes = votes_text(Fraction(move["votes"]))
        if move["to"] is None:
            words = _("no choice left: %(votes)s") % {"votes": votes}
        else:
            words = _("%(name)s: +%(votes)s") % {
                "name": labels.get(move["to"], move["to"]),
                "votes": votes,
            }
        sources.setdefault(move["from"], []).append(words)
    return RoundLine(
        number=number_text(step["n"]),
        why=why_text(step, labels, quota),
        elected=list_text([labels.get(key, key) for key in step["elected"]]),
        eliminated=list_text([labels.get(key, key) for key in step["eliminated"]]),
        moves=tuple(
            Move(name=labels.get(source, source), moves=tuple(words)) for source, words in sources.items()
        ),
    )


def _tallies(stored, order: Sequence[str], labels, numbers, quota):
    for key in order:
        if any(key in step["tallies"] for step in stored):
            yield TallyLine(
                name=labels[key],
                cells=tuple(_cells(stored, key, numbers, quota)),
            )
    if any(Fraction(step["exhausted"]) for step in stored):
        yield TallyLine(
            name=_("No choice left"),
            cells=tuple(
                Cell(round=number, votes=votes_text(Fraction(step["exhausted"])), state="in")
                for step, number in zip(stored, numbers, strict=True)
            ),
        )


def _cells(stored, key: str, numbers, quota):
    is_gone = False
    for step, number in zip(stored, numbers, strict=True):
        votes = step["tallies"].get(key)
        if votes is None or is_gone:
            yield Cell(round=number, votes="", state="gone")
            continue
        is_gone = key in step["eliminated"]
        state = "elected" if key in step["elected"] else "eliminated" if is_gone else "in"
        yield Cell(round=number, votes=votes_text(Fraction(votes), quota), state=state)


def _flow(stored, order, labels, numbers, quota) -> Flow | None:
    """Votes can flow only where the count tells who got them."""
    if not any(step["transfers"] for step in stored):
        return None
    drawing = draw_flow(
        rounds=[
            FlowRound(
                tallies={key: Fraction(votes) for key, votes in step["tallies"].items()},
                exhausted=Fraction(step["exhausted"]),
                transfers=[
                    (move["from"], move["to"] or NOBODY, Fraction(move["votes"]))
                    for move in step["transfers"]
                ],
                elected=step["elected"],
                eliminated=step["eliminated"],
            )
            for step in stored
        ],
        order=order,
        quota=quota,
        mirrored=get_language_bidi(),
    )
    last = len(stored) - 1
    columns = {bar.column: plain(bar.x) for bar in drawing.bars}
    return Flow(
        height=plain(drawing.height),
        size=next((size for most, size in _SIZES.items() if len(stored) <= most), "endless"),
        mirrored=drawing.mirrored,
        labels=tuple(
            _label(bar, labels, quota, stored[bar.column], named=bar.column in (0, last))
            for bar in drawing.bars
        ),
        gaps=tuple(FlowGap(gap) for gap in drawing.gaps),
        columns=tuple((columns.get(number, "0"), words) for number, words in enumerate(numbers)),
        quota=votes_text(quota) if any(bar.mark is not None for bar in drawing.bars) else "",
        has_nobody=any(bar.kind == "nobody" for bar in drawing.bars),
    )


def _label(bar: Bar, labels: Mapping[str, str], quota, step, *, named: bool) -> FlowLabel:
    full = _("No choice left") if bar.key == NOBODY else labels.get(bar.key, bar.key)
    short = full if len(full) <= _LONGEST_NAME else full[: _LONGEST_NAME - 1].rstrip() + "…"
    return FlowLabel(
        bar=bar,
        # Isolated, so that a name in another script keeps its order and its end.
        name=f"\u2068{short}\u2069" if named else "",
        full_name=full,
        votes=votes_text(bar.votes, quota if bar.key != NOBODY else None),
        news=(
            "elected" if bar.key in step["elected"] else "eliminated" if bar.key in step["eliminated"] else ""
        ),
    )
