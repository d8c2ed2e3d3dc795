from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from voting.api import ContestSpec, Count, Lot, RankedMethod, Round, Tie, Transfer
from voting.api.ranked import MAX_RANKS
from voting.api.ties import by_votes, settle_tie
from voting.api.transferable import Ballots, Reading, Stack

# Votes are whole numbers of hundred-thousandths: five decimal places, as rule 48(3) says.
UNIT = 10**5

NOBODY = gettext_noop("No ballot counts for anybody, so nobody wins.")
SURPLUS = gettext_noop("%(source)s has %(surplus)s votes more than the quota. They move to the next choices.")
REACHED_AND_SURPLUS = gettext_noop(
    "%(reached)s reached the quota of %(quota)s votes. "
    "The %(surplus)s votes of %(source)s above the quota move to the next choices."
)
EXCLUDED = gettext_noop(
    "%(eliminated)s has the fewest votes and drops out. The votes move to the next choices."
)
REACHED_AND_EXCLUDED = gettext_noop(
    "%(reached)s reached the quota of %(quota)s votes. %(eliminated)s has the fewest votes and drops out."
)
FILLED = gettext_noop("As many choices are left as seats, so all of them are elected: %(filled)s.")
REACHED_AND_FILLED = gettext_noop(
    "%(reached)s reached the quota of %(quota)s votes. "
    "As many others are left as seats, so they are elected: %(filled)s."
)
REACHED_LAST = gettext_noop("%(reached)s reached the quota of %(quota)s votes, and the count ends.")


class ScottishStv(RankedMethod):
    """Single transferable vote as in Scottish council elections (weighted inclusive Gregory).

    Source: the Scottish Local Government Elections Order 2007 (SSI 2007/42),
    Schedule 1, rules 45 to 52; the Order of 2011 (SSI 2011/399) has the same
    rules with numbers one higher. The numbers here are those of 2007.

    - Quota (46): valid ballots divided by one more than the seats, decimals
      ignored, plus one. Who has it is elected (47).
    - One surplus a stage, the largest first (48, 49). Every ballot of the
      elected choice moves on, worth its value so far times the surplus,
      divided by all votes of the choice, cut to five decimals.
    - Without a surplus, the choice with the fewest votes drops out; its
      ballots move on at the value they had (50).
    - Equal surpluses, and equal fewest votes: the latest earlier stage with
      unequal votes decides, then the lot (49(2) and (3), 51).
    - When as many choices are left as seats, they are elected and nothing
      more moves (52).

    The next available preference is the next one in consecutive order
    (article 2), so that a rank that was skipped, and a place with several
    choices, end the ballot. A ballot whose first place is no single choice is
    not valid: it stays out of the quota and counts as exhausted.

    In each round `exhausted` holds what no longer counts for anybody: ballots
    without a next choice, and what cutting to five decimals takes away.
    """

    slug = "stv_scottish"
    label = _("Single transferable vote (Scottish rules)")
    explanation = _("You rank the choices. Votes a winner does not need move to the next choice.")
    most_seats = 15
    options = (MAX_RANKS,)

    def count(self, *, contest, ballots, lot):
        reading = Reading(max_skipped_ranks=0, max_ranks=contest.options.get("max_ranks", 0))
        read = Ballots(ballots=ballots, reading=reading)
        stages = _Stages(contest=contest, ballots=read, lot=lot)
        stages.run()
        return Count(
            tallies={key: Fraction(stages.votes.get(key, 0), UNIT) for key in contest.choice_keys},
            with_choice=read.with_choice,
            blank=read.blank,
            winners=tuple(stages.elected),
            ties=tuple(stages.ties),
            rounds=tuple(stages.rounds),
            quota=Fraction(stages.quota, UNIT),
        )


@dataclass
class _Stages:
    """One count, stage by stage. All votes are in hundred-thousandths."""

    contest: ContestSpec
    ballots: Ballots
    lot: Lot
    quota: int = 0
    # Ballots by the choice they count for and their value.
    papers: dict[str, dict[int, Stack]] = field(default_factory=dict)
    # Votes of everybody who is elected or still in the count.
    votes: dict[str, int] = field(default_factory=dict)
    continuing: set[str] = field(default_factory=set)
    elected: list[str] = field(default_factory=list)
    # Elected with votes above the quota that have not moved yet.
    waiting: set[str] = field(default_factory=set)
    exhausted: int = 0
    ties: list[Tie] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def run(self) -> None:
        self.continuing = set(self.contest.choice_keys)
        stacks, spent = self.ballots.deal(stack=self.ballots.stack, continuing=self.continuing)
        self.exhausted = (self.ballots.unread + spent) * UNIT
        self.papers = {key: {} for key in self.contest.choice_keys}
        self.papers.update((key, {UNIT: stack}) for key, stack in stacks.items())
        self.votes = {
            key: stacks[key].weight * UNIT if key in stacks else 0 for key in self.contest.choice_keys
        }
        valid = sum(stack.weight for stack in stacks.values())
        self.quota = (valid // (self.contest.seats + 1) + 1) * UNIT
        if not valid:
            self._record(self.votes, NOBODY, {})
            return
        while self._play_stage():
            pass

    def _play_stage(self) -> bool:
        """One stage; whether another one follows."""
        reached = by_votes((key for key in self.continuing if self.votes[key] >= self.quota), self.votes)
        self._elect(reached)
        self.waiting.update(key for key in reached if self.votes[key] > self.quota)
        votes = dict(self.votes)
        exhausted = self.exhausted
        values = {"reached": reached}
        vacancies = self.contest.seats - len(self.elected)
        if vacancies <= 0:
            self._record(votes, REACHED_LAST, values, elected=reached)
            return False
        if len(self.continuing) <= vacancies:
            filled = by_votes(self.continuing, self.votes)
            self._elect(filled)
            why = REACHED_AND_FILLED if reached and filled else FILLED if filled else REACHED_LAST
            self._record(votes, why, values | {"filled": filled}, elected=reached + filled)
            return False
        if self.waiting:
            source, surplus, transfers = self._move_surplus()
            values |= {"source": (source,), "surplus": Fraction(surplus, UNIT)}
            why = REACHED_AND_SURPLUS if reached else SURPLUS
            eliminated = ()
        else:
            source, transfers = self._exclude()
            why = REACHED_AND_EXCLUDED if reached else EXCLUDED
            eliminated = (source,)
        self._record(
            votes,
            why,
            values,
            exhausted=exhausted,
            elected=reached,
            eliminated=eliminated,
            transfers=transfers,
        )
        return True

    def _elect(self, keys) -> None:
        self.elected += keys
        self.continuing.difference_update(keys)

    def _move_surplus(self) -> tuple[str, int, tuple[Transfer, ...]]:
        largest = max(self.votes[key] for key in self.waiting)
        source = self._settle((key for key in self.waiting if self.votes[key] == largest), "surplus")
        self.waiting.remove(source)
        total = self.votes[source]
        surplus = total - self.quota
        papers = self.papers.pop(source)
        moved = self._move(papers, {value: surplus * value // total for value in papers})
        self.votes[source] = self.quota
        return source, surplus, self._transfers(source, moved, surplus)

    def _exclude(self) -> tuple[str, tuple[Transfer, ...]]:
        fewest = min(self.votes[key] for key in self.continuing)
        source = self._settle((key for key in self.continuing if self.votes[key] == fewest), "eliminated")
        self.continuing.remove(source)
        papers = self.papers.pop(source)
        moved = self._move(papers, {value: value for value in papers})
        return source, self._transfers(source, moved, self.votes.pop(source))

    def _move(self, papers: dict[int, Stack], new_values: dict[int, int]) -> dict[str, int]:
        """Move ballots on, each at its new value; the votes that the others got."""
        moved: dict[str, int] = {}
        for value, stack in papers.items():
            new_value = new_values[value]
            heaps, _spent = self.ballots.deal(stack=stack, continuing=self.continuing)
            for target, heap in heaps.items():
                votes = heap.weight * new_value
                self.papers[target].setdefault(new_value, Stack()).merge(heap)
                self.votes[target] += votes
                moved[target] = moved.get(target, 0) + votes
        return moved

    def _transfers(self, source: str, moved: dict[str, int], given_up: int) -> tuple[Transfer, ...]:
        """What moved, and as exhausted what was given up beyond that."""
        lost = given_up - sum(moved.values())
        self.exhausted += lost
        transfers = [
            Transfer(source, target, Fraction(votes, UNIT)) for target, votes in sorted(moved.items())
        ]
        if lost:
            transfers.append(Transfer(source, None, Fraction(lost, UNIT)))
        return tuple(transfers)

    def _settle(self, tied, what: str) -> str:
        taken, ties = settle_tie(
            tied=tied,
            what=what,
            round_number=len(self.rounds) + 1,
            lot=self.lot,
            earlier=[step.tallies for step in self.rounds],
        )
        self.ties += ties
        return taken

    def _record(self, votes, why, values, *, exhausted=None, eliminated=(), **decided) -> None:
        named = {"quota": Fraction(self.quota, UNIT), "eliminated": eliminated} | values
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                tallies={key: Fraction(number, UNIT) for key, number in votes.items()},
                why=why,
                values={name: value for name, value in named.items() if f"%({name})s" in why},
                exhausted=Fraction(self.exhausted if exhausted is None else exhausted, UNIT),
                eliminated=eliminated,
                **decided,
            )
        )
