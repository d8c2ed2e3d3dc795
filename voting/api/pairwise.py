"""Head to head: how many ballots prefer each choice to each other one, and what follows from that.

Everything here is whole numbers. The matrix has the form of `Count.pairwise`:
`pairwise[a][b]` ballots prefer `a` to `b`.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from sys import byteorder
from typing import Any

from django.utils.translation import gettext_lazy as _

from voting.api.values import Option

STRENGTH = Option(
    name="strength",
    label=_("What makes a pairwise win strong"),
    default="winning_votes",
    choices=(
        ("winning_votes", _("Votes of the winning side")),
        ("margins", _("Lead of the winning side")),
    ),
)
UNRANKED = Option(
    name="unranked",
    label=_("What an unranked choice means"),
    default="last",
    choices=(("last", _("Below every ranked choice")), ("no_opinion", _("No opinion about it"))),
)

# Ballots that are compared at once: few enough that their numbers stay near the processor.
_BATCH = 4096
# What stands on a rank of most ballots: one choice, or nothing.
_SINGLE = {str, type(None)}


@dataclass(frozen=True)
class PairwiseTally:
    """`matrix`: as `Count.pairwise`. `ranked`: ballots that rank the choice, by its key.

    `with_choice`: ballots that rank something; `blank`: those that do not.
    """

    matrix: Mapping[str, Mapping[str, int]]
    ranked: Mapping[str, int]
    with_choice: int
    blank: int


def count_pairwise(
    *, keys: Sequence[str], ballots: Iterable[tuple[Any, int]], unranked: str = "last", max_ranks: int = 0
) -> PairwiseTally:
    """The pairwise matrix of ranked ballots.

    `keys`: all choices. `ballots`: (ranking, weight); the form of a ranking is
    that of `RankedMethod`. Level choices are not compared with each other.
    Skipped ranks mean nothing, since only the order matters; a rank with marks
    that were not recorded is passed over; of a choice that stands twice, the
    better place counts. Places after the first `max_ranks` do not count (0:
    all count). `unranked`: with "last", a ranked choice is preferred to each
    unranked one; with "no_opinion", an unranked choice takes part in no
    comparison.
    """
    comparison = _Comparison(keys, ranked_only=unranked == "no_opinion")
    waiting: dict[int, list] = defaultdict(list)
    everybody = 0
    for selection, weight in ballots:
        everybody += weight
        if selection:
            batch = waiting[weight]
            batch.append(selection[:max_ranks] if max_ranks else selection)
            if len(batch) == _BATCH:
                comparison.enter(batch, weight=weight)
                batch.clear()
    for weight, batch in waiting.items():
        if batch:
            comparison.enter(batch, weight=weight)
    return PairwiseTally(
        matrix=comparison.matrix,
        ranked=comparison.ranked,
        with_choice=comparison.with_choice,
        blank=everybody - comparison.with_choice,
    )


class _Comparison:
    """Compares the places of all choices on many ballots at once.

    The places of one choice on a batch of ballots are written side by side
    into one long number, a lane for each ballot, and a choice that a ballot
    does not rank stands on the place after the last. One subtraction of two
    such numbers then compares two choices on all these ballots: the highest
    bit of a lane, set beforehand, stays set where the second is not smaller.
    """

    def __init__(self, keys: Sequence[str], *, ranked_only: bool):
        self.keys = tuple(keys)
        self.size = len(self.keys)
        self.ranked_only = ranked_only
        # A lane holds a place, or the code of a choice, below its highest bit.
        self.lane = 8 if self.size < 127 else 16
        self.form = "B" if self.lane == 8 else "H"
        # 0 is a rank without a choice.
        self.codes = {None: 0, **{key: code for code, key in enumerate(self.keys, start=1)}}
        self.nothing = (None,) * self.size
        self.matrix = {key: {other: 0 for other in self.keys if other != key} for key in self.keys}
        self.ranked = dict.fromkeys(self.keys, 0)
        self.with_choice = 0

    def enter(self, selections: Sequence[Sequence], *, weight: int) -> None:
        try:
            self._enter_plain(selections, weight=weight)
        except (KeyError, TypeError, ValueError):
            # Level choices, ranks that were skipped, or more ranks than choices.
            plain, others = [], []
            for places in selections:
                is_plain = len(places) <= self.size and _SINGLE.issuperset(map(type, places))
                (plain if is_plain else others).append(places)
            self._enter_plain(plain, weight=weight)
            self._enter_others(others, weight=weight)

    def _enter_plain(self, selections: Sequence[Sequence], *, weight: int) -> None:
        """Enter ballots with one choice on each rank; where one is not so, raise an error and enter none."""
        size, nothing = self.size, self.nothing
        full = (
            places if len(places) == size else (*places, *nothing[len(places) :]) for places in selections
        )
        codes = array(self.form, map(self.codes.__getitem__, chain.from_iterable(full)))
        number = len(selections)
        if len(codes) != size * number:
            raise ValueError
        self._compare(self._places(codes, number), number=number, weight=weight)

    def _enter_others(self, selections: Sequence[Sequence], *, weight: int) -> None:
        rows = array(self.form, chain.from_iterable(map(self._row, selections)))
        places = [self._column(rows, at) for at in range(self.size)]
        self._compare(places, number=len(selections), weight=weight)

    def _column(self, rows: array, at: int) -> int:
        return int.from_bytes(rows[at :: self.size].tobytes(), byteorder)

    def _lanes(self, number: int) -> int:
        """A one in each of so many lanes."""
        return ((1 << number * self.lane) - 1) // ((1 << self.lane) - 1)

    def _places(self, codes: array, number: int) -> list[int]:
        """The places of each choice, as long numbers, from the codes of the choices place by place."""
        ones = self._lanes(number)
        shift = self.lane - 1
        below = ones * ((1 << shift) - 1)
        columns = [self._column(codes, at) for at in range(self.size)]
        places = []
        for code in range(1, self.size + 1):
            wanted = ones * code
            # The highest bit of a lane: this choice was not found yet on this ballot.
            missing = ones << shift
            place = 0
            for column in columns:
                # A lane that is not the wanted code is not zero, so that adding reaches the highest bit.
                missing &= (column ^ wanted) + below
                place += missing >> shift
            places.append(place)
        return places

    def _row(self, selection: Sequence) -> list[int]:
        """The place of each choice on one ballot of any form."""
        unranked = self.size
        row = [unranked] * self.size
        place = 0
        for keys in selection:
            codes = [self.codes[keys]] if isinstance(keys, str) else [self.codes[key] for key in keys or ()]
            new = False
            for code in codes:
                if row[code - 1] == unranked:
                    row[code - 1] = place
                    new = True
            place += new
        return row

    def _compare(self, places: Sequence[int], *, number: int, weight: int) -> None:
        ones = self._lanes(number)
        high = ones << self.lane - 1
        # Where the place is the one after the last, adding this reaches the highest bit.
        rest = ones * ((1 << self.lane - 1) - self.size)
        marked = [high & ~(place + rest) for place in places]
        anything = 0
        for key, place, ranks in zip(self.keys, places, marked, strict=True):
            anything |= ranks
            self.ranked[key] += ranks.bit_count() * weight
            ahead = (place | high) - ones
            counted = ranks if self.ranked_only else high
            for other, its_place in zip(self.keys, places, strict=True):
                if other != key:
                    self.matrix[other][key] += ((ahead - its_place) & counted).bit_count() * weight
        self.with_choice += anything.bit_count() * weight


def head_to_head_wins(pairwise: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """How many other choices each choice beats: more ballots prefer it than the other way round."""
    return {key: sum(row[other] > pairwise[other][key] for other in row) for key, row in pairwise.items()}


def win_strength(
    *, pairwise: Mapping[str, Mapping[str, int]], winner: str, loser: str, strength: str
) -> tuple:
    """How strong a win is, as a value to compare; () where `winner` does not beat `loser`.

    With "winning_votes" the votes of the winning side count, and among equal
    ones the win with fewer votes against it is stronger: so in Schulze (2011,
    section 2.1) and in the Debian constitution (A.5, in former numberings
    A.6). With "margins" the lead counts, as in Tideman (1987).
    """
    votes, against = pairwise[winner][loser], pairwise[loser][winner]
    if votes <= against:
        return ()
    return (votes - against,) if strength == "margins" else (votes, -against)


def strongest_paths(
    *, pairwise: Mapping[str, Mapping[str, int]], keys: Sequence[str], strength: str = "winning_votes"
) -> dict[str, dict[str, tuple[int, ...]]]:
    """The strength of the strongest chain of wins from each of the keys to each other one.

    A chain is as strong as its weakest win (see `win_strength`); () where no
    chain leads from one to the other.

    Source: M. Schulze, A new monotonic, clone-independent, reversal symmetric,
    and Condorcet-consistent single-winner election method, Social Choice and
    Welfare 36 (2011), section 2.3.
    """
    paths = {
        a: {b: win_strength(pairwise=pairwise, winner=a, loser=b, strength=strength) for b in keys if b != a}
        for a in keys
    }
    for middle in keys:
        for start in keys:
            if start == middle or not paths[start][middle]:
                continue
            for end in keys:
                if end not in (start, middle):
                    through = min(paths[start][middle], paths[middle][end])
                    paths[start][end] = max(paths[start][end], through)
    return paths


def schulze_ranking(
    *, pairwise: Mapping[str, Mapping[str, int]], keys: Sequence[str], strength: str = "winning_votes"
) -> tuple[tuple[str, ...], ...]:
    """The keys in groups, best first; the first group are Schulze's potential winners.

    A choice beats another one if its strongest chain of wins to it is stronger
    than the strongest one back. See `rank_in_groups` for the groups.
    """
    paths = strongest_paths(pairwise=pairwise, keys=keys, strength=strength)
    return rank_in_groups(keys=keys, beats=lambda a, b: paths[a][b] > paths[b][a])


def rank_in_groups(*, keys: Sequence[str], beats: Callable[[str, str], bool]) -> tuple[tuple[str, ...], ...]:
    """Groups of level choices by who beats whom; `beats` must have no circles.

    In the first group is whom nobody beats, in the next one whom only choices
    of earlier groups beat, and so on. Within a group nobody beats anybody.
    """
    groups = []
    left = list(keys)
    while left:
        group = tuple(key for key in left if not any(beats(other, key) for other in left if other != key))
        groups.append(group)
        left = [key for key in left if key not in group]
    return tuple(groups)
