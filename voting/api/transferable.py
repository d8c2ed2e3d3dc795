"""Ballots that move from choice to choice: reading them, and moving many at once.

A ballot is touched only when the choice it counts for leaves the count. At
first, ballots that begin alike are kept together in bundles and move in one
piece; only those whose first places are used up are looked at one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import itemgetter
from typing import Any

# Few enough bundles to stay in the processor's cache, many enough to save most single looks.
_BUNDLED_PLACES = 3

_weight_of = itemgetter(1)


class Reading:
    """What the places of a ballot mean that hold something else than one choice.

    `overvote`, for a place with several choices: "exhaust" (the ballot ends
    there), "skip" (the place is passed over), or "exhaust_if_several" (it
    counts for the only one of them who is still in the count, is passed over
    when there is none, and ends the ballot when there are several). A place
    whose marks were not recorded (None) cannot be told apart, so that the
    last rule ends the ballot there.

    `max_skipped_ranks`: how many empty places in a row are passed over before
    a used one; more end the ballot, at its start too; -1 for no limit.
    `exhaust_on_duplicate`: whether a choice that stands there again ends the
    ballot. `max_ranks`: how many places are read; 0 for all.
    """

    def __init__(
        self,
        *,
        overvote: str = "exhaust",
        max_skipped_ranks: int = -1,
        exhaust_on_duplicate: bool = False,
        max_ranks: int = 0,
    ):
        self.overvote = overvote
        self.max_skipped_ranks = max_skipped_ranks
        self.exhaust_on_duplicate = exhaust_on_duplicate
        self.max_ranks = max_ranks

    def read(self, selection: Sequence[Any]) -> tuple[Any, ...]:
        """The places that count, in order: keys, and under exhaust_if_several also frozensets of keys.

        Reading what was read already changes nothing.
        """
        places: list[Any] = []
        seen: set[str] = set()
        empty = 0
        for place in selection[: self.max_ranks or None]:
            keys = (place,) if isinstance(place, str) else () if place is None else tuple(place)
            if place is not None and not keys:
                empty += 1
                continue
            if 0 <= self.max_skipped_ranks < empty:
                break
            empty = 0
            if self.exhaust_on_duplicate:
                if not seen.isdisjoint(keys):
                    break
                seen.update(keys)
            if len(set(keys)) == 1:
                places.append(keys[0])
            elif self.overvote == "skip":
                continue
            elif self.overvote == "exhaust" or place is None:
                break
            else:
                places.append(frozenset(keys))
        return tuple(places)


class Bundle:
    """Ballots that begin with the same `places` and count for the one at `at`."""

    __slots__ = ("at", "places", "several", "single", "weight")

    def __init__(self, places: tuple[Any, ...], single: list, several: list):
        self.places = places
        self.at = -1
        self.single = single
        self.several = several
        self.weight = len(single) + sum(map(_weight_of, several))


class Stack:
    """Ballots that count for the same choice, and how many they are.

    `single` holds ballots that were cast once, `several` ballots with their weight.
    """

    __slots__ = ("bundles", "several", "single", "weight")

    def __init__(self):
        self.bundles: list[Bundle] = []
        self.single: list[tuple] = []
        self.several: list[tuple[tuple, int]] = []
        self.weight = 0

    def add_bundle(self, bundle: Bundle) -> None:
        self.bundles.append(bundle)
        self.weight += bundle.weight

    def merge(self, other: "Stack") -> None:
        self.bundles += other.bundles
        self.single += other.single
        self.several += other.several
        self.weight += other.weight


class Ballots:
    """All ballots of a contest, ready to be dealt out.

    `ballots` as `CountingMethod.count` gets them. `blank`: ballots that chose
    nothing here; `with_choice`: the others; `unread`: those among the others
    of which no place can be read. `stack`: what can be dealt.
    """

    def __init__(self, *, ballots: Iterable[tuple[Any, int]], reading: Reading):
        self.reading = reading
        self.blank = self.unread = 0
        # Where a ballot goes from a choice that is out of the count: nowhere, its next place is looked at.
        self._out: dict[str, None] = {}
        single: dict[tuple, list] = defaultdict(list)
        several: dict[tuple, list] = defaultdict(list)
        unusual = self._group(ballots, single, several)
        # What stands out in the first places is found here, what stands behind them when it is met.
        for prefix in [prefix for prefix in single.keys() | several.keys() if not _is_plain(prefix)]:
            unusual.extend((selection, 1) for selection in single.pop(prefix, ()))
            unusual.extend(several.pop(prefix, ()))
        for selection, weight in unusual:
            places = self._read(selection, weight)
            if places:
                prefix = places[:_BUNDLED_PLACES]
                several[prefix].append((places, weight))
        self.stack = Stack()
        for prefix in single.keys() | several.keys():
            self.stack.add_bundle(Bundle(prefix, single.get(prefix, []), several.get(prefix, [])))
        self.with_choice = self.stack.weight + self.unread

    def _group(self, ballots, single, several) -> list[tuple[Any, int]]:
        """Fill the groups with plain ballots; the answer is the ballots that must be read first."""
        unusual = []
        check = self.reading.max_ranks or self.reading.exhaust_on_duplicate
        for selection, weight in ballots:
            if type(selection) is not tuple:
                if selection is None:
                    self.blank += weight
                    continue
                selection = tuple(selection)
            try:
                if check:
                    selection = selection[: self.reading.max_ranks or None]
                    if self.reading.exhaust_on_duplicate and len(set(selection)) < len(selection):
                        unusual.append((selection, weight))
                        continue
                if weight == 1:
                    single[selection[:_BUNDLED_PLACES]].append(selection)
                else:
                    several[selection[:_BUNDLED_PLACES]].append((selection, weight))
            except TypeError:
                # A place is a list: several choices, or none.
                unusual.append((selection, weight))
        return unusual

    def _read(self, selection, weight) -> tuple:
        if all(place is not None and not len(place) for place in selection):
            self.blank += weight
            return ()
        places = self.reading.read(selection)
        if not places:
            self.unread += weight
        return places

    def deal(self, *, stack: Stack, continuing: AbstractSet[str]) -> tuple[dict[str, Stack], int]:
        """The ballots of a stack by the next choice that is still in the count.

        The second part of the answer is the number of ballots that name none.
        The stack is used up.
        """
        heaps = {key: Stack() for key in continuing}
        self._out.update(dict.fromkeys(continuing))
        spent = 0
        rest = []
        for bundle in stack.bundles:
            key, bundle.at = _next_choice(bundle.places, bundle.at + 1, continuing)
            if key is not None:
                heaps[key].add_bundle(bundle)
            elif bundle.at == _BUNDLED_PLACES:
                rest.append(bundle)
            else:
                spent += bundle.weight
        parts = (stack, *rest)
        spent += self._deal_single(chain.from_iterable(part.single for part in parts), heaps)
        spent += self._deal_several(chain.from_iterable(part.several for part in parts), heaps)
        for heap in heaps.values():
            # So far only the bundles were weighed.
            heap.weight += len(heap.single) + sum(map(_weight_of, heap.several))
        return {key: heap for key, heap in heaps.items() if heap.weight}, spent

    # The two loops below are where a count spends its time. They differ only
    # in where the weight is. A place that is no plain choice is not in `route`,
    # or cannot be looked up there at all: such ballots are read, all others not.

    def _deal_single(self, ballots: Iterable[tuple], heaps: Mapping[str, Stack]) -> int:
        route = self._out | {key: heap.single for key, heap in heaps.items()}
        spent = 0
        for selection in ballots:
            try:
                for place in selection:
                    heap = route[place]
                    if heap is not None:
                        heap.append(selection)
                        break
                else:
                    spent += 1
            except (KeyError, TypeError):
                places = self.reading.read(selection)
                key, _at = _next_choice(places, 0, heaps.keys())
                if key is None:
                    spent += 1
                else:
                    heaps[key].single.append(places)
        return spent

    def _deal_several(self, ballots: Iterable[tuple[tuple, int]], heaps: Mapping[str, Stack]) -> int:
        route = self._out | {key: heap.several for key, heap in heaps.items()}
        spent = 0
        for ballot in ballots:
            try:
                for place in ballot[0]:
                    heap = route[place]
                    if heap is not None:
                        heap.append(ballot)
                        break
                else:
                    spent += ballot[1]
            except (KeyError, TypeError):
                places = self.reading.read(ballot[0])
                key, _at = _next_choice(places, 0, heaps.keys())
                if key is None:
                    spent += ballot[1]
                else:
                    heaps[key].several.append((places, ballot[1]))
        return spent


def _is_plain(places: tuple) -> bool:
    return bool(places) and all(type(place) is str for place in places)


def _next_choice(places: tuple[Any, ...], start: int, continuing: AbstractSet[str]) -> tuple[str | None, int]:
    """The first choice from `start` on that is still in the count, and its place.

    Without one: None, and the number of places, or -1 where the ballot ends before its last place.
    """
    for at in range(start, len(places)):
        place = places[at]
        if place in continuing:
            return place, at
        if type(place) is frozenset:
            left = [key for key in place if key in continuing]
            if len(left) == 1:
                return left[0], at
            if left:
                return None, -1
    return None, len(places)
