"""The plain values that plugins are given and give back, and what they raise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any


class InvalidBallot(Exception):
    """A ballot that the counting method does not accept; the message is a full sentence for the voter."""


class InvalidSettings(Exception):
    """Settings that a plugin does not accept.

    `problems` maps the name of a field to a full sentence for the editor.
    """

    def __init__(self, problems: Mapping[str, Any]):
        super().__init__(" ".join(str(text) for text in problems.values()))
        self.problems = dict(problems)


class PluginMissing(Exception):
    """Raised by a stand-in when something is asked of a plugin that is no longer installed."""


@dataclass(frozen=True)
class ChoiceSpec:
    """A choice of a contest.

    `kind`: option, yes, no, no_endorsement, or write_ins (names on paper ballots of people who did
    not stand: they cannot win).
    """

    key: str
    kind: str = "option"


@dataclass(frozen=True)
class ContestSpec:
    """One question as plain values: what a counting method and a decision rule are told.

    `choices` stand in the order of the manifest. `options`: every option of
    the method by name, as `CountingMethod.clean_options` gives them.
    """

    key: str
    choices: tuple[ChoiceSpec, ...]
    seats: int = 1
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def choice_keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices)

    @cached_property
    def known_keys(self) -> frozenset[str]:
        return frozenset(self.choice_keys)

    def keys_of_kind(self, kind: str) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices if choice.kind == kind)


@dataclass(frozen=True)
class Option:
    """A setting of a counting method.

    `kind`: number (`least` to `most`), flag, or choice (one of `choices`:
    value and label).
    """

    name: str
    label: Any
    default: Any
    kind: str = "choice"
    choices: tuple[tuple[str, Any], ...] = ()
    least: int = 0
    most: int | None = None
    help_text: Any = ""


@dataclass(frozen=True)
class Turnout:
    """`eligible`: people on the roll; `ballots`: valid ballots of the whole vote; `recused`: on the
    roll, but out of this decision; `members`: all members, on the roll or not, where that is known."""

    eligible: int
    ballots: int
    recused: int = 0
    members: int | None = None


@dataclass(frozen=True)
class Decision:
    """What the members decided.

    `outcome`: endorsed, elected, position_yes, position_no, no_endorsement,
    none_reached_threshold, quorum_not_met, tie or advice. `winners`: choice
    keys. `shares`: exact share of the denominator by choice key (empty when
    there is none). `base`: the denominator, a number of ballots. `needed`:
    the least number of votes that decides; None where no number does.
    `tied`: the choices that stood level at the line, so that none of them won (advice names them all).
    """

    outcome: str
    winners: tuple[str, ...]
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    base: int = 0
    needed: int | None = None
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class VoteRef:
    """A vote as a ballot box sees it: its id and its frozen manifest with the manifest's hash."""

    id: str
    manifest: Mapping[str, Any]
    manifest_sha256: bytes


@dataclass(frozen=True)
class Finding:
    """Something about this installation that could betray a voter, or lose a ballot.

    `code`: a stable name, by which an operator can accept the finding;
    `problem` and `remedy`: full sentences; `blocks`: no vote of this box opens
    before it is mended or accepted.
    """

    code: str
    problem: str
    remedy: str
    blocks: bool = True


@dataclass(frozen=True)
class Contact:
    """Where a voter can be reached, and in which language."""

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Check:
    """One rule of an electorate, tried on one person.

    `rule` says what is needed, `detail` why this person passes or fails, both
    in full sentences; where `detail` is given it alone is shown for a rule
    that failed, so it also says from when the person would pass.
    `passes_from`: that day, where it is known.
    """

    rule: str
    passed: bool
    detail: str = ""
    passes_from: date | None = None
