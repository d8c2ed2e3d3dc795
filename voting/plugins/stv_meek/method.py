from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from voting.api import ContestSpec, Count, Lot, RankedMethod, Round, Tie, Transfer
from voting.api.ranked import MAX_RANKS
from voting.api.ties import by_votes, settle_tie
from voting.api.transferable import Ballots, Reading, Stack

# Votes and keep factors are whole numbers of billionths: nine decimal places.
UNIT = 10**9
OMEGA = UNIT // 10**6

NOBODY = gettext_noop("No ballot counts for anybody, so nobody wins.")
REACHED = gettext_noop(
    "%(reached)s reached the quota of %(quota)s votes. "
    "From the next round on, only the quota is kept and the rest moves on."
)
REACHED_LAST = gettext_noop("%(reached)s reached the quota of %(quota)s votes, and the count ends.")
REACHED_AND_FILLED = gettext_noop(
    "%(reached)s reached the quota of %(quota)s votes. "
    "As many others are left as seats, so they are elected: %(filled)s."
)
DEFEATED = gettext_noop(
    "Nobody else has the quota of %(quota)s votes. %(eliminated)s has the fewest votes and drops out."
)
DEFEATED_AND_FILLED = gettext_noop(
    "Nobody else has the quota of %(quota)s votes. %(eliminated)s has the fewest votes and drops out. "
    "As many choices are left as seats, so all of them are elected: %(filled)s."
)
FILLED = gettext_noop("As many choices are left as seats, so all of them are elected: %(filled)s.")

# The elected choices that a ballot passes, and the hopeful one that takes the rest of it.
Way = tuple[str, ...]


class MeekStv(RankedMethod):
    """Single transferable vote by Meek's method.

    Source: the Reference Meek Rule of the Proportional Representation
    Foundation, steps A to C, with its arithmetic: nine decimals, keep factors
    and votes rounded up, the quota cut and raised by one billionth, omega one
    millionth.

    Each choice keeps a part of every vote that reaches it: all of it while it
    is hopeful, nothing once it is defeated, and as an elected choice just
    enough to hold the quota. The rest goes to the next choice on the ballot.
    A round ends when somebody reaches the quota, or when the surplus that is
    left is less than omega or no longer shrinks; then the choice with the
    fewest votes is defeated. Choices tie for that place when they are level
    within the surplus (step B.3); the lot settles it (step T).

    The rule does not say what a place means that holds no single choice. Here
    an empty place is passed over, and a place with several choices ends the
    ballot.

    The quota falls as votes become exhausted: `Count.quota` is the first one
    (None where nobody has votes), and the sentence of each round names its own.

    The `transfers` of a round are the difference to the next one, ballot by
    ballot: what earlier choices on a ballot give up goes to the later ones
    that gain, in the ballot's order. In rare cases rounding up takes back a
    billionth that was lost; then a transfer to nobody is negative by that.
    """

    slug = "stv_meek"
    label = _("Single transferable vote (Meek)")
    explanation = _("You rank the choices. Each winner keeps just enough of every vote.")
    most_seats = 15
    options = (MAX_RANKS,)

    def count(self, *, contest, ballots, lot):
        reading = Reading(max_ranks=contest.options.get("max_ranks", 0))
        read = Ballots(ballots=ballots, reading=reading)
        meek = _Meek(contest=contest, ballots=read, lot=lot)
        meek.run()
        last = meek.rounds[-1].tallies
        return Count(
            tallies={key: last.get(key, Fraction(0)) for key in contest.choice_keys},
            with_choice=read.with_choice,
            blank=read.blank,
            winners=tuple(meek.elected),
            ties=tuple(meek.ties),
            rounds=tuple(meek.rounds),
            quota=Fraction(meek.first_quota, UNIT) if meek.first_quota else None,
        )


@dataclass
class _Meek:
    """One count. All votes and keep factors are in billionths."""

    contest: ContestSpec
    ballots: Ballots
    lot: Lot
    quota: int = 1
    # 0 as long as nobody has votes.
    first_quota: int = 0
    hopeful: set[str] = field(default_factory=set)
    elected: list[str] = field(default_factory=list)
    keep: dict[str, int] = field(default_factory=dict)
    # Ballots that a hopeful choice takes the rest of, by their way to it. What stands further
    # down on them does not matter before that choice is elected or defeated.
    stacks: dict[Way, Stack] = field(default_factory=dict)
    # How many ballots take each way, those included that no hopeful choice is left on.
    ways: Counter[Way] = field(default_factory=Counter)
    votes: dict[str, int] = field(default_factory=dict)
    surplus: int = 0
    exhausted: int = 0
    ties: list[Tie] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def run(self) -> None:
        """Steps A to C."""
        self.hopeful = set(self.contest.choice_keys)
        self.keep = dict.fromkeys(self.contest.choice_keys, UNIT)
        self._follow((), self.ballots.stack)
        self._distribute()
        if not sum(self.votes.values()):
            self._record(NOBODY)
            return
        self._find_quota()
        self.first_quota = self.quota
        if self._is_complete():
            filled = self._elect(self.hopeful)
            self._record(FILLED, elected=filled, filled=filled)
            return
        found = self._iterate()
        while True:
            self._elect(found)
            out = () if found else (self._defeat(),)
            over = self._is_complete()
            filled = self._elect(self.hopeful) if over and len(self.elected) < self.contest.seats else ()
            self._record(
                _sentence(found, filled, over),
                elected=found + filled,
                eliminated=out,
                reached=found,
                filled=filled,
            )
            if over:
                return
            before = dict(self.keep)
            self.keep.update(dict.fromkeys(out, 0))
            moves = self._redirect(found or out)
            found = self._iterate()
            transfers = _compare(moves, before, self.keep)
            self.rounds[-1] = replace(self.rounds[-1], transfers=transfers)

    def _is_complete(self) -> bool:
        """Step B.1."""
        seats = self.contest.seats
        return len(self.elected) >= seats or len(self.elected) + len(self.hopeful) <= seats

    def _iterate(self) -> tuple[str, ...]:
        """Step B.2: who reaches the quota, or nobody once the surplus does not shrink any more."""
        last: int | None = None
        while True:
            self._distribute()
            self._find_quota()
            reached = [key for key in self.hopeful if self.votes[key] >= self.quota]
            if reached:
                return by_votes(reached, self.votes)
            self.surplus = max(sum(self.votes[key] - self.quota for key in self.elected), 0)
            if self.surplus < OMEGA or (last is not None and self.surplus >= last):
                return ()
            last = self.surplus
            for key in self.elected:
                share = _rounded_up(self.keep[key] * self.quota, UNIT)
                self.keep[key] = _rounded_up(share * UNIT, self.votes[key])

    def _distribute(self) -> None:
        """Step B.2.a, once for all ballots that take the same way."""
        votes = {key: 0 for key in self.contest.choice_keys if key in self.hopeful or key in self.elected}
        self.exhausted = self.ballots.unread * UNIT
        for way, weight in self.ways.items():
            for key, part in _parts(way, self.keep):
                if key is None:
                    self.exhausted += part * weight
                else:
                    votes[key] += part * weight
        self.votes = votes

    def _find_quota(self) -> None:
        """Step B.2.b."""
        self.quota = sum(self.votes.values()) // (self.contest.seats + 1) + 1

    def _elect(self, keys: Iterable[str]) -> tuple[str, ...]:
        new = by_votes(keys, self.votes)
        self.elected += new
        self.hopeful.difference_update(new)
        return new

    def _defeat(self) -> str:
        """Step B.3."""
        line = min(self.votes[key] for key in self.hopeful) + self.surplus
        loser, ties = settle_tie(
            tied=[key for key in self.hopeful if self.votes[key] <= line],
            what="eliminated",
            round_number=len(self.rounds) + 1,
            lot=self.lot,
        )
        self.ties += ties
        self.hopeful.remove(loser)
        return loser

    def _redirect(self, changed: tuple[str, ...]) -> Counter[tuple[Way, Way]]:
        """Send on the ballots whose way ended at a choice that is no longer hopeful.

        How many ballots went from which way to which, those included that stay on theirs.
        """
        ended = [way for way in self.stacks if way[-1] in changed]
        moving = [(way, self.stacks.pop(way)) for way in ended]
        for way, stack in moving:
            self.ways[way] -= stack.weight
        moves = Counter({(way, way): weight for way, weight in self.ways.items() if weight})
        for way, stack in moving:
            start = way[:-1] if self.keep[way[-1]] == 0 else way
            for new_way, weight in self._follow(start, stack).items():
                moves[way, new_way] += weight
        self.ways = +self.ways
        return moves

    def _follow(self, way: Way, stack: Stack) -> Counter[Way]:
        """Take ballots on along the elected choices to the next hopeful one."""
        found: Counter[Way] = Counter()
        to_do = [(way, stack)]
        while to_do:
            way, stack = to_do.pop()
            continuing = self.hopeful.union(self.elected).difference(way)
            heaps, spent = self.ballots.deal(stack=stack, continuing=continuing)
            found[way] += spent
            for key, heap in heaps.items():
                new_way = (*way, key)
                if key in self.hopeful:
                    self.stacks.setdefault(new_way, Stack()).merge(heap)
                    found[new_way] += heap.weight
                else:
                    to_do.append((new_way, heap))
        found = +found
        self.ways.update(found)
        return found

    def _record(self, why: str, *, elected=(), eliminated=(), **named) -> None:
        named |= {"quota": Fraction(self.quota, UNIT), "eliminated": eliminated}
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                tallies={key: Fraction(number, UNIT) for key, number in self.votes.items()},
                why=why,
                values={name: value for name, value in named.items() if f"%({name})s" in why},
                exhausted=Fraction(self.exhausted, UNIT),
                elected=elected,
                eliminated=eliminated,
            )
        )


def _sentence(reached: tuple[str, ...], filled: tuple[str, ...], over: bool) -> str:
    if reached:
        return REACHED_AND_FILLED if filled else REACHED_LAST if over else REACHED
    return DEFEATED_AND_FILLED if filled else DEFEATED


def _parts(way: Way, keep: Mapping[str, int]) -> Iterator[tuple[str | None, int]]:
    """What one ballot gives to each choice on its way; what is left at the end goes to nobody."""
    left = UNIT
    for key in way:
        part = _rounded_up(left * keep[key], UNIT)
        yield key, part
        left -= part
    yield None, left


def _compare(
    moves: Mapping[tuple[Way, Way], int], before: Mapping[str, int], after: Mapping[str, int]
) -> tuple[Transfer, ...]:
    """The votes that moved between two distributions: what a ballot takes from the first choices on
    it that lose goes to the first ones that gain."""
    moved: Counter[tuple[str, str | None]] = Counter()
    for (old_way, new_way), weight in moves.items():
        change = Counter(dict(_parts(new_way, after)))
        change.subtract(dict(_parts(old_way, before)))
        order = [*old_way, *(key for key in new_way if key not in old_way), None]
        gains = [[key, change[key]] for key in order if change[key] > 0]
        for source in order:
            lost = -change[source]
            while lost > 0:
                target = gains[0]
                part = min(lost, target[1])
                # Rounding up can take back a billionth that was lost: so much less is lost by that choice.
                if source is None:
                    moved[target[0], None] -= part * weight
                else:
                    moved[source, target[0]] += part * weight
                lost -= part
                target[1] -= part
                if not target[1]:
                    gains.pop(0)
    return tuple(
        Transfer(source, target, Fraction(votes, UNIT))
        for (source, target), votes in sorted(moved.items(), key=lambda move: (move[0][0], move[0][1] or ""))
        if votes
    )


def _rounded_up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
