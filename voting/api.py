"""All that a plugin of the voting app may import.

Plugins hold no state and know no model of `voting`: they are given plain
values and give plain values back, so that a count is a pure function which
anybody can repeat. A plugin that keeps rows of its own (a ballot box) has its
own models and refers to a vote by its id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from voting.registry import Registry

__all__ = [
    "BallotBox",
    "Check",
    "ChoiceSpec",
    "Contact",
    "ContestSpec",
    "Count",
    "CountingMethod",
    "Decision",
    "DecisionRule",
    "Electorate",
    "InvalidBallot",
    "InvalidSettings",
    "PluginMissing",
    "Round",
    "Turnout",
    "VoteRef",
    "ballot_boxes",
    "counting_methods",
    "decision_rules",
    "electorates",
]


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


# --- values ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChoiceSpec:
    """A choice of a contest. `kind`: option, yes, no or no_endorsement."""

    key: str
    kind: str = "option"


@dataclass(frozen=True)
class ContestSpec:
    """One question as plain values: what a counting method and a decision rule are told."""

    key: str
    choices: tuple[ChoiceSpec, ...]
    seats: int = 1
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def choice_keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices)

    def keys_of_kind(self, kind: str) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices if choice.kind == kind)


@dataclass(frozen=True)
class Round:
    """One step of a count: tallies by choice key, and why what happened happened.

    `why` is a sentence with named placeholders, `values` fills them, so that
    the explanation can be translated after it was stored.
    """

    number: int
    tallies: Mapping[str, Fraction]
    why: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """What a counting method found.

    `tallies`: votes by choice key, exact. `with_choice`: ballots that chose
    something in this contest; `blank`: ballots that left it out. `leading`:
    the choices at the top, all of them when they are level.
    """

    tallies: Mapping[str, Fraction]
    with_choice: int
    blank: int
    leading: tuple[str, ...]
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True)
class Turnout:
    """`eligible`: people on the roll; `ballots`: valid ballots of the whole vote; `recused`: on the
    roll, but out of this decision."""

    eligible: int
    ballots: int
    recused: int = 0


@dataclass(frozen=True)
class Decision:
    """What the members decided.

    `outcome`: endorsed, position_yes, position_no, no_endorsement,
    none_reached_threshold, quorum_not_met or tie. `winners`: choice keys.
    `shares`: exact share of the denominator by choice key (empty when the
    denominator is zero). `base`: the denominator, a number of ballots.
    `needed`: the least number of votes that decides.
    """

    outcome: str
    winners: tuple[str, ...]
    shares: Mapping[str, Fraction]
    base: int
    needed: int


@dataclass(frozen=True)
class VoteRef:
    """A vote as a ballot box sees it: its id and its frozen manifest with the manifest's hash."""

    id: str
    manifest: Mapping[str, Any]
    manifest_sha256: bytes


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


# --- the four kinds of plugin ---------------------------------------------------------------


class Plugin:
    """`slug` is stored with each vote; `label` is what editors choose; `explanation` one sentence."""

    slug: str = ""
    label: Any = ""
    explanation: Any = ""
    is_missing = False


class CountingMethod(Plugin):
    """What a ballot looks like, whether one is valid, and how ballots are counted.

    A selection is one voter's answer in one contest: a JSON value, `None` when
    the contest was skipped.
    """

    # The part of the ballot that asks this contest; gets `contest` and `selection`.
    ballot_template = ""
    # Choices the method brings itself: (key, kind, label).
    fixed_choices: Sequence[tuple[str, str, Any]] = ()

    def check_contest(self, *, contest: ContestSpec) -> None:
        """Refuse a contest this method cannot ask; raises InvalidSettings."""

    def read_selection(self, *, contest: ContestSpec, data: Mapping[str, Sequence[str]]) -> Any:
        """A selection from submitted form values (name to list of values); raises InvalidBallot.

        Names are the contest's key, or start with the contest's key and a dot.
        """
        raise NotImplementedError

    def check_selection(self, *, contest: ContestSpec, selection: Any) -> None:
        """Refuse a selection that this contest does not allow; raises InvalidBallot."""
        raise NotImplementedError

    def chosen_keys(self, *, contest: ContestSpec, selection: Any) -> tuple[str, ...]:
        """The choices a selection names, in the voter's order, for the review before casting."""
        raise NotImplementedError

    def count(self, *, contest: ContestSpec, ballots: Iterable[tuple[Any, int]]) -> Count:
        """Count distinct selections, each with the number of ballots that hold it.

        The result depends neither on the order of the ballots nor on that of
        the choices.
        """
        raise NotImplementedError


class DecisionRule(Plugin):
    """Whether a count decides, and in which words."""

    def clean_settings(self, *, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Settings as they are stored (JSON values); raises InvalidSettings."""
        raise NotImplementedError

    def sentence(self, *, settings: Mapping[str, Any]) -> str:
        """The rule in one sentence, in the active language: it stands on the ballot."""
        raise NotImplementedError

    def threshold(self, *, settings: Mapping[str, Any]) -> Fraction | None:
        """The share that decides, for drawing the line in a chart."""
        return None

    def decide(
        self, *, contest: ContestSpec, count: Count, turnout: Turnout, settings: Mapping[str, Any]
    ) -> Decision:
        raise NotImplementedError


class BallotBox(Plugin):
    """How a ballot is kept, whether it can be changed, and what is published.

    A ballot is bytes: canonical JSON of the voter's selections.
    """

    # One sentence for members, printed on the ballot.
    promise: Any = ""
    # Whether casting again replaces the ballot, until the vote closes.
    can_change = False
    # Whether the result names who chose what.
    shows_names = False
    # A vote with fewer people on its roll cannot open.
    least_voters = 1

    def prepare(self, *, vote_id: str) -> dict[str, Any]:
        """Make what the box needs before the vote is announced; the answer goes into the manifest."""
        return {}

    def put(self, *, vote: VoteRef, voter_ref: str, ballot: bytes) -> None:
        """Store one ballot, inside the transaction that records the participation.

        Never called twice at once for one voter.
        """
        raise NotImplementedError

    def stored(self, *, vote: VoteRef) -> int:
        """How many voters' ballots the box holds: this equals the number of participations."""
        raise NotImplementedError

    def open(self, *, vote: VoteRef) -> list[bytes]:
        """The ballots, once the vote is closed, in an order that says nothing; the same each time."""
        raise NotImplementedError

    def named_ballots(self, *, vote: VoteRef) -> list[tuple[str, bytes]]:
        """(voter_ref, ballot) of a box that shows names; empty otherwise."""
        return []

    def ballot_of(self, *, vote: VoteRef, voter_ref: str) -> bytes | None:
        """One voter's own ballot, where the box keeps names; None otherwise."""
        return None

    def destroy_secrets(self, *, vote: VoteRef) -> bool:
        """Destroy what could still open a ballot; True when there was something to destroy."""
        return False

    def forget(self, *, vote_id: str) -> None:
        """Remove every trace of a vote: only demo votes are ever removed."""
        raise NotImplementedError


class Electorate(Plugin):
    """Who is on the roll, and why not."""

    def sentence(self, *, cutoff: date) -> str:
        """Who may vote, in one sentence, in the active language."""
        raise NotImplementedError

    def voter_refs(self, *, cutoff: date) -> Iterable[str]:
        """A stable reference for each person on the roll; never a user id."""
        raise NotImplementedError

    def ref_for(self, *, user: Any) -> str | None:
        """The reference of the person who is signed in, whether or not on a roll; None for nobody known."""
        raise NotImplementedError

    def checks(self, *, user: Any, cutoff: date) -> list[Check]:
        """Each rule with pass or fail for this person."""
        raise NotImplementedError

    def contacts(self, *, refs: Iterable[str]) -> Mapping[str, Contact]:
        """Names and addresses by reference; people without an address are left out."""
        raise NotImplementedError

    def names(self, *, refs: Iterable[str]) -> Mapping[str, str]:
        """Names by reference, for votes that are shown with names."""
        raise NotImplementedError


# --- stand-ins for plugins that are gone ----------------------------------------------------


class _Missing:
    is_missing = True
    label = _("No longer installed")

    def __init__(self, slug: str):
        self.slug = slug

    def _refuse(self, *args, **kwargs):
        raise PluginMissing(f"The plugin {self.slug!r} is not installed.")


class MissingCountingMethod(_Missing, CountingMethod):
    read_selection = check_selection = chosen_keys = count = check_contest = _Missing._refuse


class MissingDecisionRule(_Missing, DecisionRule):
    clean_settings = decide = _Missing._refuse

    def sentence(self, *, settings):
        return ""


class MissingBallotBox(_Missing, BallotBox):
    prepare = put = stored = open = forget = _Missing._refuse


class MissingElectorate(_Missing, Electorate):
    voter_refs = checks = _Missing._refuse

    def sentence(self, *, cutoff):
        return ""

    def ref_for(self, *, user):
        return None

    def contacts(self, *, refs):
        return {}

    def names(self, *, refs):
        return {}


counting_methods = Registry(CountingMethod, MissingCountingMethod)
decision_rules = Registry(DecisionRule, MissingDecisionRule)
ballot_boxes = Registry(BallotBox, MissingBallotBox)
electorates = Registry(Electorate, MissingElectorate)
