from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from voting.api import (
    ContestSpec,
    Count,
    InvalidSettings,
    Lot,
    Option,
    RankedMethod,
    Round,
    Tie,
    Transfer,
)
from voting.api.ranked import MAX_RANKS
from voting.api.ties import by_votes, settle_tie
from voting.api.transferable import Ballots, Reading, Stack

WRITE_INS = "write_ins"

NOBODY = gettext_noop("No ballot counts for anybody, so nobody wins.")
MAJORITY = gettext_noop(
    "%(winner)s has more than half of the %(continuing)s votes that still count, and wins."
)
ONLY_ONE = gettext_noop("%(winner)s is the only choice left, and wins.")
TIE_BROKEN = gettext_noop("The last two choices have the same number of votes. %(winner)s wins the tie.")
WRITE_INS_OUT = gettext_noop(
    "Write-in votes for people who did not stand cannot win. They move to the next choice."
)
BELOW_MINIMUM = gettext_noop(
    "A choice needs at least %(minimum)s votes. %(eliminated)s did not reach that and dropped out."
)
NONE_REACHED_MINIMUM = gettext_noop("No choice has the %(minimum)s votes that are needed, so nobody wins.")
BATCH = gettext_noop("%(eliminated)s dropped out. Even all their votes together could not save one of them.")
FEWEST = gettext_noop(
    "Nobody has %(needed)s votes, which is more than half. %(eliminated)s has the fewest and drops out."
)
FEWEST_TIED = gettext_noop(
    "Nobody has %(needed)s votes, which is more than half. %(eliminated)s lost the tie for last place."
)
UNTIL_TWO = gettext_noop(
    "The winner is known. The count goes on until two are left: %(eliminated)s drops out."
)
LAST_TWO = gettext_noop("Two choices are left, and the winner is known. The count ends.")


class InstantRunoff(RankedMethod):
    """The choice with the fewest votes drops out, its ballots move on, until one has a majority.

    A majority is more than half of the ballots that still count for somebody.
    The options have the meaning of settings of RCTab 2, the open tabulator of
    many American cities: overvoteRule, maxSkippedRanksAllowed,
    exhaustOnDuplicateCandidate, batchElimination,
    continueUntilTwoCandidatesRemain, minimumVoteThreshold, maxRankingsAllowed
    and tiebreakMode. In short:

    - A place with several choices ends the ballot (`overvote` exhaust), is
      passed over (skip), or counts while one of them is left
      (exhaust_if_several). A ballot that has ended stays ended.
    - `max_skipped_ranks` empty places in a row are passed over; more end the
      ballot where the next used place is, at the start of a ballot too.
    - With `batch_elimination`, all choices at the end of the list drop out
      together where the sum of their votes is less than the next choice has.
    - With `until_two`, the count goes on after the majority is found, so
      that the result shows the last two. Use it where a decision rule looks
      at the share of the last round.
    - `minimum_votes`: who has fewer drops out before anybody else, and
      nobody wins with fewer.
    - A tie for the fewest votes, and one between the last two, is settled by
      lot, or under `ties` earlier_rounds first by the latest earlier round
      in which their votes differ.

    Two kinds of choices are special. With `keep_no_endorsement` a choice of
    kind no_endorsement never drops out, so that nobody is endorsed who cannot
    get past it; level with the last other choice, it stays. A choice of kind
    write_ins stands for all written names that nobody declared: as soon as
    it has votes it drops out before any other, and it cannot win.

    Ballots that have ended stay in `with_choice`; the tallies are those of
    the last round, 0 for whoever dropped out.
    """

    slug = "instant_runoff"
    label = _("Instant-runoff")
    explanation = _("You rank the choices. The last one drops out, until one has more than half.")
    has_shares = True
    options = (
        Option(
            name="overvote",
            label=_("Several choices on one rank"),
            default="exhaust",
            choices=(
                ("exhaust", _("end the ballot")),
                ("skip", _("are passed over")),
                ("exhaust_if_several", _("count while only one of them is left")),
            ),
        ),
        Option(
            name="max_skipped_ranks",
            label=_("Most empty ranks in a row (-1: any number)"),
            default=-1,
            kind="number",
            least=-1,
        ),
        Option(
            name="exhaust_on_duplicate",
            label=_("A choice that is ranked twice ends the ballot"),
            default=False,
            kind="flag",
        ),
        Option(
            name="batch_elimination",
            label=_("Drop all choices together that cannot catch up"),
            default=False,
            kind="flag",
        ),
        Option(
            name="until_two", label=_("Count until only two choices are left"), default=False, kind="flag"
        ),
        Option(
            name="keep_no_endorsement",
            label=_("“No endorsement” never drops out"),
            default=False,
            kind="flag",
        ),
        Option(name="minimum_votes", label=_("Fewest votes to stay in"), default=0, kind="number"),
        MAX_RANKS,
        Option(
            name="ties",
            label=_("Ties are settled"),
            default="lot",
            choices=(("lot", _("by lot")), ("earlier_rounds", _("by earlier rounds, then by lot"))),
        ),
    )

    def check_contest(self, *, contest):
        super().check_contest(contest=contest)
        if len(contest.keys_of_kind("no_endorsement")) > 1:
            raise InvalidSettings({"choices": _("“No endorsement” can stand only once.")})

    def count(self, *, contest, ballots, lot):
        options = {option.name: option.default for option in self.options} | dict(contest.options)
        reading = Reading(
            overvote=options["overvote"],
            max_skipped_ranks=options["max_skipped_ranks"],
            exhaust_on_duplicate=options["exhaust_on_duplicate"],
            max_ranks=options["max_ranks"],
        )
        read = Ballots(ballots=ballots, reading=reading)
        runoff = _Runoff(contest=contest, options=options, ballots=read, lot=lot)
        runoff.run()
        return Count(
            tallies={key: Fraction(runoff.votes.get(key, 0)) for key in contest.choice_keys},
            with_choice=read.with_choice,
            blank=read.blank,
            winners=runoff.winners,
            ties=tuple(runoff.ties),
            rounds=tuple(runoff.rounds),
        )


@dataclass
class _Runoff:
    """One count, round by round."""

    contest: ContestSpec
    options: dict[str, Any]
    ballots: Ballots
    lot: Lot
    stacks: dict[str, Stack] = field(default_factory=dict)
    # Votes of everybody still in the count.
    votes: dict[str, int] = field(default_factory=dict)
    exhausted: int = 0
    needed: int = 0
    winners: tuple[str, ...] = ()
    ties: list[Tie] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def run(self) -> None:
        keys = set(self.contest.choice_keys)
        self.stacks, spent = self.ballots.deal(stack=self.ballots.stack, continuing=keys)
        self.exhausted = self.ballots.unread + spent
        self.votes = {
            key: self.stacks[key].weight if key in self.stacks else 0 for key in self.contest.choice_keys
        }
        while self._play_round():
            pass

    def _play_round(self) -> bool:
        """One round; whether another one follows."""
        if not self.winners:
            # Once somebody has won, what was needed for it does not change any more.
            self.needed = max(sum(self.votes.values()) // 2 + 1, self.options["minimum_votes"])
            winner, why = self._winner()
            if winner is not None:
                self.winners = (winner,)
                self._record(why, {"winner": self.winners}, elected=self.winners)
                return self.options["until_two"] and bool(self._who_can_leave()) and len(self.votes) > 2
        if not sum(self.votes.values()):
            self._record(NOBODY, {})
            return False
        if self.winners and (len(self.votes) <= 2 or not self._who_can_leave()):
            self._record(LAST_TWO, {})
            return False
        out, why = self._losers()
        if not out:
            self._record(why, {"minimum": self.options["minimum_votes"]})
            return False
        self._drop(out, why)
        return True

    def _winner(self) -> tuple[str | None, str]:
        barred = {key for key in self.contest.keys_of_kind(WRITE_INS) if self.votes.get(key)}
        continuing = sum(self.votes.values())
        minimum = self.options["minimum_votes"]
        if barred or not continuing:
            return None, ""
        top = max(self.votes.values())
        first = [key for key, number in self.votes.items() if number == top]
        if len(self.votes) == 1:
            kept = top >= minimum or first[0] in self._protected()
            return (first[0], ONLY_ONE) if kept else (None, "")
        if 2 * top > continuing and top >= minimum:
            return first[0], MAJORITY
        if len(self.votes) == 2 and top >= minimum and not self._protected() & self.votes.keys():
            winner = self._settle(first, "elected")
            return winner, TIE_BROKEN
        return None, ""

    def _losers(self) -> tuple[tuple[str, ...], str]:
        """Who drops out, and why."""
        write_ins = [key for key in self.contest.keys_of_kind(WRITE_INS) if self.votes.get(key)]
        if write_ins:
            return tuple(write_ins), WRITE_INS_OUT
        can_leave = self._who_can_leave()
        minimum = self.options["minimum_votes"]
        below = [key for key in can_leave if self.votes[key] < minimum]
        if below:
            # Where nobody reaches the minimum, there is nobody to count on for.
            everybody = len(below) == len(self.votes)
            return ((), NONE_REACHED_MINIMUM) if everybody else (by_votes(below, self.votes), BELOW_MINIMUM)
        if self.options["batch_elimination"]:
            batch = self._batch(can_leave)
            if len(batch) > 1:
                return batch, BATCH
        fewest = min(self.votes[key] for key in can_leave)
        last = [key for key in can_leave if self.votes[key] == fewest]
        loser = self._settle(last, "eliminated")
        if self.winners:
            return (loser,), UNTIL_TWO
        return (loser,), FEWEST if len(last) == 1 else FEWEST_TIED

    def _protected(self) -> set[str]:
        if not self.options["keep_no_endorsement"]:
            return set()
        return set(self.contest.keys_of_kind("no_endorsement"))

    def _who_can_leave(self) -> list[str]:
        """Those who may drop out: not the winner, nor a protected choice while others are left."""
        others = [key for key in self.votes if key not in self.winners]
        return [key for key in others if key not in self._protected()] or ([] if self.winners else others)

    def _batch(self, can_leave: Sequence[str]) -> tuple[str, ...]:
        """The most choices, from the last one up, whose votes together are less than the next one's.

        Until two are left, two that are not protected stay.
        """
        least_left = 2 if self.options["until_two"] else 1
        unprotected = len(self.votes.keys() - self._protected())
        groups: dict[int, list[str]] = {}
        for key in can_leave:
            groups.setdefault(self.votes[key], []).append(key)
        batch: tuple[str, ...] = ()
        seen: list[str] = []
        total = 0
        for number in sorted(groups):
            if total < number and unprotected - len(seen) >= least_left:
                batch = tuple(seen)
            seen += groups[number]
            total += number * len(groups[number])
        return by_votes(batch, self.votes)

    def _settle(self, tied: Sequence[str], what: str) -> str:
        by_rounds = self.options["ties"] == "earlier_rounds"
        taken, ties = settle_tie(
            tied=tied,
            what=what,
            round_number=len(self.rounds) + 1,
            lot=self.lot,
            earlier=[step.tallies for step in self.rounds] if by_rounds else (),
        )
        self.ties += ties
        return taken

    def _drop(self, out: tuple[str, ...], why: str) -> None:
        votes = dict(self.votes)
        exhausted = self.exhausted
        transfers = []
        for key in out:
            del self.votes[key]
        for key in out:
            stack = self.stacks.pop(key, None)
            if stack is None:
                continue
            moved, spent = self.ballots.deal(stack=stack, continuing=self.votes.keys())
            for target, part in sorted(moved.items()):
                self.stacks.setdefault(target, Stack()).merge(part)
                self.votes[target] += part.weight
                transfers.append(Transfer(key, target, Fraction(part.weight)))
            if spent:
                self.exhausted += spent
                transfers.append(Transfer(key, None, Fraction(spent)))
        values = {"eliminated": out, "minimum": self.options["minimum_votes"]}
        self._record(
            why, values, votes=votes, exhausted=exhausted, eliminated=out, transfers=tuple(transfers)
        )

    def _record(self, why, values, *, votes=None, exhausted=None, **decided) -> None:
        votes = self.votes if votes is None else votes
        named = {"continuing": sum(votes.values()), "needed": self.needed} | values
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                tallies={key: Fraction(number) for key, number in votes.items()},
                why=why,
                values={name: value for name, value in named.items() if f"%({name})s" in why},
                exhausted=Fraction(self.exhausted if exhausted is None else exhausted),
                **decided,
            )
        )
