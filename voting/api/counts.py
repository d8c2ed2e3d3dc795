"""What a count is made of: plain, exact values that can be stored, shown and counted again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from itertools import combinations, islice, permutations
from typing import Any, Protocol


class Lot(Protocol):
    """Settles what a method's own published steps leave level."""

    def pick(self, keys: Iterable[str], number: int = 1) -> tuple[str, ...]:
        """As many of the keys as asked for: those that the lot favors."""

    def order(self, keys: Iterable[str]) -> tuple[str, ...]:
        """All the keys, the one that the lot favors first."""


class _OrderLot:
    def pick(self, keys, number=1):
        return self.order(keys)[:number]


class SeededLot(_OrderLot):
    """The recorded lot: an order that anybody can derive again from a published seed.

    The choices are ordered by the SHA-256 of the seed, a colon and the
    choice's key, in UTF-8, written in hexadecimal, the smallest first.
    """

    def __init__(self, seed: str):
        self.seed = seed

    def order(self, keys):
        return tuple(sorted(set(keys), key=lambda key: sha256(f"{self.seed}:{key}".encode()).hexdigest()))


class OrderedLot(_OrderLot):
    """A lot whose order is given: that of the ballot paper, or one drawn by hand in public."""

    def __init__(self, keys: Sequence[str]):
        self.places = {key: place for place, key in enumerate(keys)}

    def order(self, keys):
        return tuple(sorted(set(keys), key=self.places.__getitem__))


class TooManyWays(Exception):
    """Raised when the ties of a count can be settled in more ways than were to be tried."""


class _ScriptedLot:
    """Answers from a script, and takes the first answer where the script ends."""

    def __init__(self, script: list[int]):
        self.script = script
        self.sizes: list[int] = []

    def pick(self, keys, number=1):
        return self._answer(combinations(sorted(set(keys)), number))

    def order(self, keys):
        return self._answer(permutations(sorted(set(keys))))

    def _answer(self, answers):
        answers = list(islice(answers, _MOST_ANSWERS + 1))
        if len(answers) > _MOST_ANSWERS:
            raise TooManyWays
        step = len(self.sizes)
        self.sizes.append(len(answers))
        return answers[self.script[step] if step < len(self.script) else 0]


_MOST_ANSWERS = 720


def count_every_way(count_with: Callable[[Lot], "Count"], *, limit: int = 1000) -> list["Count"]:
    """The counts for every way in which a lot could fall; one where nothing needs a lot.

    `count_with`: counts with a given lot. Raises TooManyWays beyond `limit`.
    """
    counts: list[Count] = []
    script: list[int] = []
    while True:
        if len(counts) >= limit:
            raise TooManyWays
        lot = _ScriptedLot(script)
        counts.append(count_with(lot))
        taken = script + [0] * (len(lot.sizes) - len(script))
        # The next script in counting order: the last answer that has a successor moves on.
        while taken and taken[-1] + 1 >= lot.sizes[len(taken) - 1]:
            taken.pop()
        if not taken:
            return counts
        taken[-1] += 1
        script = taken


@dataclass(frozen=True)
class Tie:
    """Choices that stood level where one had to be taken.

    `what`: elected, eliminated, surplus (whose surplus goes first) or ranked.
    `settled_by`: the name of the method's own step (earlier_rounds,
    head_to_head, scores, top_scores ...), "lot", or "" when it is left open.
    `favored`: who won the tie; empty when it is left open.
    """

    round: int
    choices: tuple[str, ...]
    what: str
    settled_by: str = ""
    favored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transfer:
    """Votes that moved. `to` is None for votes that no longer count for anybody (exhausted)."""

    source: str
    to: str | None
    votes: Fraction


@dataclass(frozen=True)
class Round:
    """One step of a count: tallies by choice key, and why what happened happened.

    `tallies`: the votes of everybody still in the count, at the start of the
    round. `exhausted`: votes that no longer count for anybody. `elected`,
    `eliminated` and `transfers` are what the round decided from that.
    `why` is a sentence with named placeholders, `values` fills them, so that
    the explanation can be translated after it was stored. A tuple among the
    values is a tuple of choice keys; numbers are int or Fraction.
    """

    number: int
    tallies: Mapping[str, Fraction]
    why: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    exhausted: Fraction = Fraction(0)
    elected: tuple[str, ...] = ()
    eliminated: tuple[str, ...] = ()
    transfers: tuple[Transfer, ...] = ()


@dataclass(frozen=True)
class Count:
    """What a counting method found.

    `tallies`: votes by choice key, exact; for a method with rounds, those of
    the last round. `with_choice`: ballots that chose something in this
    contest; `blank`: ballots that left it out. `winners`: the choices that
    fill the seats, in the order in which they were elected, after the
    method's own tie steps and the lot. `ties`: every tie on the way.
    `per_ballot`: the most that one ballot can give to one choice.

    `rounds`, `quota` (votes that elect), `pairwise` (ballots that prefer the
    first key to the second), `ranking` (all choices, best first, level ones
    together) and `distribution` (ballots by choice and score) are there for
    the methods that have them.
    """

    tallies: Mapping[str, Fraction]
    with_choice: int
    blank: int
    winners: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    per_ballot: int = 1
    rounds: tuple[Round, ...] = ()
    quota: Fraction | None = None
    pairwise: Mapping[str, Mapping[str, int]] | None = None
    ranking: tuple[tuple[str, ...], ...] = ()
    distribution: Mapping[str, Mapping[int, int]] | None = None


def fill_seats(
    *, groups: Iterable[Sequence[str]], seats: int, lot: Lot, round_number: int = 1
) -> tuple[tuple[str, ...], tuple[Tie, ...]]:
    """The winners among groups of level choices, best group first.

    A group that is larger than the seats that are left goes to the lot.
    """
    winners: list[str] = []
    for group in groups:
        room = seats - len(winners)
        if len(group) > room > 0:
            favored = lot.pick(group, room)
            tie = Tie(
                round=round_number,
                choices=tuple(group),
                what="elected",
                settled_by="lot",
                favored=favored,
            )
            return (*winners, *favored), (tie,)
        if room > 0:
            winners.extend(group)
    return tuple(winners), ()


def level_groups(tallies: Mapping[str, Fraction]) -> list[list[str]]:
    """The keys by tally, most votes first, level ones together; those without a vote are left out."""
    groups: dict[Fraction, list[str]] = {}
    for key, number in tallies.items():
        if number:
            groups.setdefault(number, []).append(key)
    return [groups[number] for number in sorted(groups, reverse=True)]


def shares_of_ballots(*, count: Count) -> dict[str, Fraction]:
    """The exact share of the ballots that choose something, by key; of the most points they can give.

    Empty where no ballot chooses anything, and for counts whose tallies are
    no shares of the ballots: pairwise wins, and votes above a quota handed on.
    """
    whole = count.with_choice * count.per_ballot
    if not whole or count.pairwise is not None or count.quota is not None:
        return {}
    return {key: Fraction(tally) / whole for key, tally in count.tallies.items()}


def count_as_json(count: Count) -> dict[str, Any]:
    """A count as JSON values; exact numbers as text."""
    return {
        "tallies": _numbers(count.tallies),
        "with_choice": count.with_choice,
        "blank": count.blank,
        "winners": list(count.winners),
        "ties": [
            {
                "round": tie.round,
                "choices": list(tie.choices),
                "what": tie.what,
                "settled_by": tie.settled_by,
                "favored": list(tie.favored),
            }
            for tie in count.ties
        ],
        "per_ballot": count.per_ballot,
        "rounds": [_round_as_json(step) for step in count.rounds],
        "quota": None if count.quota is None else str(count.quota),
        "pairwise": (
            None if count.pairwise is None else {key: dict(row) for key, row in count.pairwise.items()}
        ),
        "ranking": [list(group) for group in count.ranking],
        "distribution": (
            None
            if count.distribution is None
            else {
                key: {str(score): number for score, number in scores.items()}
                for key, scores in count.distribution.items()
            }
        ),
    }


def _round_as_json(step: Round) -> dict[str, Any]:
    return {
        "n": step.number,
        "tallies": _numbers(step.tallies),
        "exhausted": str(step.exhausted),
        "elected": list(step.elected),
        "eliminated": list(step.eliminated),
        "transfers": [
            {"from": move.source, "to": move.to, "votes": str(move.votes)} for move in step.transfers
        ],
        "why": step.why,
        "values": {name: _value(value) for name, value in step.values.items()},
    }


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Fraction) else value


def _numbers(numbers: Mapping[str, Fraction]) -> dict[str, str]:
    return {key: str(number) for key, number in numbers.items()}
