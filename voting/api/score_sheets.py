"""Ballots with scores, added up choice by choice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

# Ballots that are turned into columns together: few enough to stay near the processor.
_BATCH = 128


class ScoreSheets:
    """All ballots with scores of a contest, and what can be read from them.

    `keys`: all choices, in the order of the scores on a ballot. `ballots`:
    (scores, weight); the form of the scores is that of `ScoredMethod`. A
    choice without a score has 0. A ballot without any score is blank.

    `distribution`: how many ballots give each score, by choice. `totals`: the
    sum of all scores, by choice.
    """

    def __init__(self, *, keys: Sequence[str], ballots: Iterable[tuple[Any, int]]):
        self.keys = tuple(keys)
        self.with_choice = self.blank = 0
        self._by_weight: dict[int, list] = defaultdict(list)
        for scores, weight in ballots:
            if not scores or (scores[0] is None and all(score is None for score in scores)):
                self.blank += weight
            else:
                self.with_choice += weight
                self._by_weight[weight].append(scores)
        self.distribution = self._distribution()
        self.totals = {
            key: sum(score * number for score, number in given.items())
            for key, given in self.distribution.items()
        }
        self._preferring: dict[tuple[str, str], tuple[int, int]] = {}

    def _distribution(self) -> Mapping[str, Mapping[int, int]]:
        found: dict[str, Counter] = {key: Counter() for key in self.keys}
        for weight, sheets in self._by_weight.items():
            columns: list[Counter] = [Counter() for _key in self.keys]
            for start in range(0, len(sheets), _BATCH):
                for column, scores in zip(
                    columns, zip(*sheets[start : start + _BATCH], strict=True), strict=True
                ):
                    column.update(scores)
            for key, column in zip(self.keys, columns, strict=True):
                for score, number in column.items():
                    found[key][score or 0] += number * weight
        return {key: dict(sorted(given.items())) for key, given in found.items()}

    def preferring(self, one: str, other: str) -> tuple[int, int]:
        """How many ballots score the first choice higher than the second, and the other way round."""
        if (one, other) not in self._preferring:
            both = itemgetter(self.keys.index(one), self.keys.index(other))
            first = second = 0
            for weight, sheets in self._by_weight.items():
                for (here, there), number in Counter(map(both, sheets)).items():
                    if (here or 0) > (there or 0):
                        first += number * weight
                    elif (here or 0) < (there or 0):
                        second += number * weight
            self._preferring[one, other] = first, second
            self._preferring[other, one] = second, first
        return self._preferring[one, other]
