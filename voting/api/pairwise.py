"""Head to head: how many ballots prefer each choice to each other one, and what follows from that.

Everything here is whole numbers. The matrix has the form of `Count.pairwise`:
`pairwise[a][b]` ballots prefer `a` to `b`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat, zip_longest
from operator import or_
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

# Ballots that go through the columns together: few enough that the columns stay near the processor.
_BATCH = 128


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
    by_weight: dict[int, list] = defaultdict(list)
    everybody = 0
    for selection, weight in ballots:
        everybody += weight
        if selection:
            by_weight[weight].append(selection[:max_ranks] if max_ranks else selection)
    steps = _Steps(keys)
    for weight, selections in by_weight.items():
        steps.walk(selections, weight=weight)
    return steps.tally(everybody=everybody, unranked=unranked)


class _Masks(dict):
    """The choices on a place as a set of bits, shifted into each of the given fields.

    A place is a key, a tuple of keys, or None; sets are made as they are asked for.
    """

    def __init__(self, bits: Mapping[str, int], fields: Sequence[int]):
        super().__init__()
        self.bits = bits
        self.fields = fields

    def __missing__(self, place):
        keys = (place,) if isinstance(place, str) else place or ()
        mask = 0
        for key in keys:
            mask |= self.bits[key]
        self[place] = shifted = sum(mask << field for field in self.fields)
        return shifted


class _NextStates(dict):
    """The state in which the next two places begin: the last set of the state, in all three fields."""

    def __init__(self, size: int):
        super().__init__()
        self.size = size

    def __missing__(self, state):
        mask = state >> 2 * self.size
        self[state] = following = mask | mask << self.size | mask << 2 * self.size
        return following


class _Steps:
    """Walks all ballots at once, two places at a time, and notes which sets of choices follow each other.

    What a place adds to the matrix depends on the set of choices above it, not
    on their order. A state is three such sets in one number: before the two
    places, after the first one, after the second one. There are few different
    states, so the ballots themselves are only looked at by functions of the
    interpreter's core, column by column.
    """

    def __init__(self, keys: Sequence[str]):
        self.keys = tuple(keys)
        self.size = size = len(self.keys)
        self.bits = {key: 1 << place for place, key in enumerate(self.keys)}
        self.first = _Masks(self.bits, (size, 2 * size))
        self.second = _Masks(self.bits, (2 * size,))
        self.following = _NextStates(size)
        # (set before a place, set after it) -> ballots
        self.found: dict[tuple[int, int], int] = defaultdict(int)

    def walk(self, selections: Sequence[Sequence], *, weight: int) -> None:
        states: Counter[int] = Counter()
        for start in range(0, len(selections), _BATCH):
            batch = selections[start : start + _BATCH]
            try:
                found = self._states(batch)
            except TypeError:
                # Level choices in lists, as in JSON; only tuples can be looked up.
                found = self._states([_frozen(selection) for selection in batch])
            for column in found:
                states.update(column)
        full = (1 << self.size) - 1
        for state, number in states.items():
            before, between, after = state & full, state >> self.size & full, state >> 2 * self.size
            if before != between:
                self.found[before, between] += number * weight
            if between != after:
                self.found[between, after] += number * weight

    def _states(self, batch: Sequence[Sequence]) -> list[list[int]]:
        columns = zip_longest(*batch)
        before: Iterable[int] = repeat(0)
        found = []
        for column in columns:
            halfway = map(or_, before, map(self.first.__getitem__, column))
            second = map(self.second.__getitem__, next(columns, ()) or repeat(None))
            found.append(list(map(or_, halfway, second)))
            before = map(self.following.__getitem__, found[-1])
        return found

    def tally(self, *, everybody: int, unranked: str) -> PairwiseTally:
        """Take the steps apart.

        Each choice has one long number with a field for every choice: the
        ballots that rank that other choice above it. One addition then enters
        a whole set of choices. A field is wide enough for all ballots.
        """
        width = everybody.bit_length() + 1
        fields = {key: 1 << place * width for place, key in enumerate(self.keys)}
        above = dict.fromkeys(self.keys, 0)
        level = dict.fromkeys(self.keys, 0)
        ranked = dict.fromkeys(self.keys, 0)
        for (before, after), number in self.found.items():
            added = [key for key, bit in self.bits.items() if (after ^ before) & bit]
            higher = sum(fields[key] for key, bit in self.bits.items() if before & bit)
            equal = sum(fields[key] for key in added)
            for key in added:
                ranked[key] += number
                above[key] += number * higher
                level[key] += number * (equal - fields[key])
        # Each ballot that ranks anything makes one step away from the empty set.
        with_choice = sum(number for (before, _after), number in self.found.items() if not before)
        return PairwiseTally(
            matrix=self._matrix(above, level, ranked, width=width, unranked=unranked),
            ranked=ranked,
            with_choice=with_choice,
            blank=everybody - with_choice,
        )

    def _matrix(self, above, level, ranked, *, width, unranked):
        field = (1 << width) - 1
        shifts = {key: place * width for place, key in enumerate(self.keys)}
        if unranked == "no_opinion":
            return {
                key: {other: above[other] >> shifts[key] & field for other in self.keys if other != key}
                for key in self.keys
            }
        # Who ranks a choice prefers it to all that do not stand above it or level with it.
        return {
            key: {
                other: ranked[key] - ((above[key] + level[key]) >> shifts[other] & field)
                for other in self.keys
                if other != key
            }
            for key in self.keys
        }


def _frozen(places) -> tuple:
    return tuple(tuple(place) if isinstance(place, list) else place for place in places)


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
