"""A file of ballots as plain values, whatever its format."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voting.api import Lot, Turnout


@dataclass(frozen=True)
class FileChoice:
    """`key`: what selections name it by; `label`: its name, the only one of this name in the file."""

    key: str
    label: str
    kind: str = "option"


@dataclass
class Election:
    """What a file holds. What it does not say is empty.

    `ballots`: distinct selections, each with its number, in the form that
    `ballot_type` (one, approval, ranking or scores) names; lists are tuples.
    `method`: the slug of a counting method; `options` its settings; `rule`
    and `rule_settings` a decision rule; `lot` makes the lot that the file names.
    `notes`: sentences for the report.
    """

    choices: tuple[FileChoice, ...]
    ballot_type: str
    ballots: Iterable[tuple[Any, int]]
    title: str = ""
    seats: int | None = None
    method: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    rule_settings: Mapping[str, Any] = field(default_factory=dict)
    turnout: Turnout | None = None
    lot: Callable[[], Lot] | None = None
    key: str = "contest"
    notes: tuple[str, ...] = ()

    @property
    def number_of_ballots(self) -> int:
        return sum(number for _selection, number in self.ballots)


def unique_names(names: Iterable[str]) -> list[str]:
    """The names, where two are equal with a number behind the later ones."""
    given = list(names)
    taken: set[str] = set()
    unique = []
    for name in given:
        candidate, number = name, 2
        while candidate in taken or (candidate != name and candidate in given):
            candidate = f"{name} ({number})"
            number += 1
        taken.add(candidate)
        unique.append(candidate)
    return unique


def named_choices(names: Iterable[str]) -> tuple[FileChoice, ...]:
    """Choices of a file that knows names only: the name is the key."""
    return tuple(FileChoice(key=name, label=name) for name in unique_names(names))
