"""The flow of votes from round to round, as the shapes of a drawing: a pure function.

A column stands for a round, a bar for a choice, as tall as its votes; a ribbon
for votes that stay with a choice, move to another, or no longer count. Heights
and places across the rows are in pixels, places along the row in percent of
the drawing's width, so that it stretches while its words keep their size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

# All votes together are this tall.
_VOTES_HEIGHT = 260
# Room for two lines of words beside a bar that is hardly visible.
_LEAST_ROW = 38
_GAP = 8
_TOP = 30
# The first and the last column name their choices and need more room for it.
_WIDE_COLUMN = Fraction(8, 5)
# The key of the votes that no longer count for anybody.
NOBODY = ""


@dataclass(frozen=True)
class FlowRound:
    """One round. `transfers`: (from, to, votes), with NOBODY for votes that no longer count."""

    tallies: Mapping[str, Fraction]
    exhausted: Fraction = Fraction(0)
    transfers: Sequence[tuple[str, str, Fraction]] = ()
    elected: Sequence[str] = ()
    eliminated: Sequence[str] = ()


@dataclass(frozen=True)
class Bar:
    """The votes of one choice in one round. `kind`: in, elected, eliminated or nobody.

    `mark`: how far below the top of the bar the votes that elect are reached;
    None where they are not.
    """

    key: str
    column: int
    x: Fraction
    y: Fraction
    height: Fraction
    votes: Fraction
    kind: str
    mark: Fraction | None = None

    @property
    def middle(self) -> Fraction:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Ribbon:
    """Votes that go from a bar to one of the next column, with the upper edge at either end.

    `kind`: stays, moves or nobody.
    """

    source: str
    to: str
    column: int
    votes: Fraction
    y_from: Fraction
    y_to: Fraction
    height: Fraction
    kind: str
    mirrored: bool = False

    @property
    def path(self) -> str:
        """The outline in a box that is 100 wide and as tall as the drawing."""
        start, end = (100, 0) if self.mirrored else (0, 100)
        upper, upper_end = plain(self.y_from), plain(self.y_to)
        lower, lower_end = plain(self.y_from + self.height), plain(self.y_to + self.height)
        return (
            f"M{start} {upper}C50 {upper} 50 {upper_end} {end} {upper_end}"
            f"V{lower_end}C50 {lower_end} 50 {lower} {start} {lower}Z"
        )


@dataclass(frozen=True)
class Gap:
    """The room between two columns, with the ribbons that cross it."""

    x: Fraction
    width: Fraction
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True)
class Drawing:
    height: Fraction
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    mirrored: bool


def plain(number: Fraction) -> str:
    """A number as SVG writes it, whatever the language."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def draw_flow(
    *,
    rounds: Sequence[FlowRound],
    order: Sequence[str],
    quota: Fraction | None = None,
    mirrored: bool = False,
) -> Drawing:
    """Lay out a count of two or more rounds.

    `order`: the choices from top to bottom. `quota`: the votes that elect.
    `mirrored`: for languages that are read from right to left.
    """
    most = max(sum(each.tallies.values()) + each.exhausted for each in rounds)
    scale = Fraction(_VOTES_HEIGHT) / most if most else Fraction(0)
    lefts = _lefts(len(rounds))
    columns = [
        _column(rounds, number, [*order, NOBODY], scale, quota, _mirror(lefts[number], mirrored))
        for number in range(len(rounds))
    ]
    gaps = tuple(
        Gap(
            x=_mirror(lefts[number + 1] if mirrored else lefts[number], mirrored),
            width=lefts[number + 1] - lefts[number],
            ribbons=tuple(_ribbons(rounds[number], here, columns[number + 1], scale, mirrored)),
        )
        for number, here in enumerate(columns[:-1])
    )
    bars = tuple(bar for column in columns for bar in column.values())
    height = max(_bottom(bar) for bar in bars) if bars else Fraction(0)
    return Drawing(height=height, bars=bars, gaps=gaps, mirrored=mirrored)


def _lefts(number: int) -> list[Fraction]:
    """Where each column begins, in percent."""
    widths = [_WIDE_COLUMN if each in (0, number - 1) else Fraction(1) for each in range(number)]
    return [sum(widths[:each], Fraction(0)) * 100 / sum(widths) for each in range(number)]


def _mirror(x: Fraction, mirrored: bool) -> Fraction:
    return 100 - x if mirrored else x


def _bottom(bar: Bar) -> Fraction:
    return bar.middle + max(bar.height, Fraction(_LEAST_ROW)) / 2


def _column(rounds, number, order, scale, quota, x) -> dict[str, Bar]:
    step = rounds[number]
    elected = {key for each in rounds[: number + 1] for key in each.elected}
    gone = {key for each in rounds[:number] for key in each.eliminated}
    bars: dict[str, Bar] = {}
    y = Fraction(_TOP)
    for key in order:
        votes = step.exhausted if key == NOBODY else step.tallies.get(key)
        if votes is None or (not votes and (key == NOBODY or key in gone)):
            continue
        height = votes * scale
        row = max(height, Fraction(_LEAST_ROW))
        if key == NOBODY:
            kind = "nobody"
        elif key in elected:
            kind = "elected"
        else:
            kind = "eliminated" if key in step.eliminated else "in"
        reached = quota is not None and key != NOBODY and 0 < quota <= votes
        bars[key] = Bar(
            key=key,
            column=number,
            x=x,
            y=y + (row - height) / 2,
            height=height,
            votes=votes,
            kind=kind,
            mark=quota * scale if reached else None,
        )
        y += row + _GAP
    return bars


def _ribbons(step: FlowRound, here: dict[str, Bar], there: dict[str, Bar], scale, mirrored):
    """The ribbons of one gap. What leaves a bar starts in the order in which it arrives, and the other
    way round, so that ribbons cross as little as they can."""
    moves: dict[tuple[str, str], Fraction] = {}
    for source, to, votes in step.transfers:
        if source in here and to in there:
            moves[source, to] = moves.get((source, to), Fraction(0)) + votes
    for key, bar in here.items():
        leaving = sum(votes for source, _to, votes in step.transfers if source == key)
        arriving = sum(votes for _source, to, votes in step.transfers if to == key)
        # A method that does not tell all its transfers must not make a bar overflow.
        stays = min(bar.votes - leaving, there[key].votes - arriving) if key in there else 0
        if stays > 0:
            moves[key, key] = stays
    places = {key: place for place, key in enumerate([*here, *(key for key in there if key not in here)])}
    starts = {key: bar.y for key, bar in here.items()}
    ends = {key: bar.y for key, bar in there.items()}
    arrivals: dict[tuple[str, str], Fraction] = {}
    for source, to in sorted(moves, key=lambda move: (places[move[1]], places[move[0]])):
        arrivals[source, to] = ends[to]
        ends[to] += moves[source, to] * scale
    for source, to in sorted(moves, key=lambda move: (places[move[0]], places[move[1]])):
        votes = moves[source, to]
        yield Ribbon(
            source=source,
            to=to,
            column=here[source].column,
            votes=votes,
            y_from=starts[source],
            y_to=arrivals[source, to],
            height=votes * scale,
            kind="nobody" if to == NOBODY else "stays" if source == to else "moves",
            mirrored=mirrored,
        )
        starts[source] += votes * scale
