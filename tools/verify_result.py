#!/usr/bin/env python3
"""Check a published member vote, with a program that shares nothing with the site that held it.

    python verify_result.py BUNDLE       everything that was published of a vote, as one ZIP file
    python verify_result.py FILE         only its exported count; "-" reads standard input
    python verify_result.py --json FILE  the same for machines

BUNDLE is the ZIP file, or the folder that it was unpacked to. This program checks every fingerprint,
the log of the vote and the signatures under it, and that voters, ballots and result add up. FILE is
the exported count of a vote: its ballots, its rules and its result; it is also in the bundle. This
program counts those ballots from the published rules, in its own way, and says where the stored
result differs. It needs Python 3.10 or later and nothing else; it opens no connection and writes no
file.

What somebody holds can be checked against a bundle:

    --manifest-sha256 HEX  the fingerprint in the mail about the vote
    --checkpoint FILE      a signed note from such a mail
    --code CODE            a tracking code: what that ballot says
    --roll-proof FILE      the proof that somebody was on the roll

It ends with status 0 when everything holds, 1 when something differs, 2 when the file cannot be
read, and 3 when nothing differs but something is in it that could not be checked.

It also reads an election with an official result (`candidates`, `ballots`, `official`), counts
it, and compares with that result.

The rules, as they were read:

- instant-runoff: the meaning of overvotes, skipped ranks, repeated choices and batch elimination
  is that of RCTab, the open tabulator of many American cities;
- Scottish STV: The Scottish Local Government Elections Order 2007, schedule 1, rules 45 to 52;
- Meek STV: the Reference Meek Rule of the Proportional Representation Foundation;
- Schulze: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
  Condorcet-consistent single-winner election method" (2011), sections 2.1 and 2.2;
- ranked pairs: T. N. Tideman, "Independence of clones as a criterion for voting rules" (1987);
- STAR: the Official Tiebreaker Protocol of the Equal Vote Coalition;
- the default option: the constitution of the Debian project, appendix A;
- the lot: choices in the order of the SHA-256 of seed, colon and key, the smallest first.

The forms of a bundle, as they were read: canonical JSON is RFC 8785; trees are those of RFC 6962 and
proofs those of RFC 9162; signed notes are the C2SP tlog-checkpoint; signatures are RFC 8032.
"""

import argparse
import binascii
import hashlib
import json
import os
import struct
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import groupby, permutations

FORMAT = "member-vote-count/1"

HOLDS, DIFFERS, UNREADABLE, NOT_CHECKED = 0, 1, 2, 3
WORDS = {HOLDS: "holds", DIFFERS: "differs", UNREADABLE: "unreadable", NOT_CHECKED: "not_checked"}


class Unreadable(Exception):
    """The file is not what it should be; the message says where."""


class NotGiven(Unreadable):
    """What a reader brought along is not what it should be: nothing is said about the vote."""


class Unknown(Exception):
    """A counting method or a rule that this program does not know."""


# --- what is counted ----------------------------------------------------------------------------


class SeedLot:
    """The lot of a vote: an order of the choices that follows from a published seed."""

    def __init__(self, seed):
        self.seed = seed

    def order(self, keys):
        return sorted(keys, key=lambda key: hashlib.sha256(f"{self.seed}:{key}".encode()).hexdigest())


class GivenLot:
    """A lot whose order is known: choices as they stand in a list, the favored one first."""

    def __init__(self, keys):
        self.keys = list(keys)

    def order(self, keys):
        return sorted(keys, key=self.keys.index)


@dataclass
class Election:
    """What a counting method needs.

    `ballots`: pairs of how many and what. What: None for a blank ballot, else
    a key; a tuple of keys; a tuple of places, each None (marks that were not
    recorded) or a tuple of keys; or scores by key.
    """

    choices: list
    seats: int
    options: dict
    ballots: list
    lot: object
    kinds: dict = field(default_factory=dict)
    # Write-ins without a name go out first, where an election has them.
    first_out: tuple = ()

    def marked(self):
        return [(number, ballot) for number, ballot in self.ballots if ballot is not None]

    def number_marked(self):
        return sum(number for number, _ballot in self.marked())


@dataclass
class Round:
    tallies: dict
    exhausted: Fraction = Fraction(0)
    quota: Fraction = None
    elected: list = field(default_factory=list)
    eliminated: list = field(default_factory=list)
    # Votes by (from, to); to is None when they count for nobody any more. None: the rule does not
    # say whose votes went where, only what everybody has afterwards.
    moved: dict = field(default_factory=dict)


@dataclass
class Found:
    """What a count found. What a method does not have stays None."""

    tallies: dict
    winners: list
    per_ballot: int = 1
    rounds: list = None
    quota: Fraction = None
    pairwise: dict = None
    groups: list = None
    distribution: dict = None
    # Where pairs decide: how many others each choice beats, the least and the most in every step.
    steps: list = field(default_factory=list)
    # Who stood level where only the lot could say who comes first.
    level: list = field(default_factory=list)


def fill(groups, seats, lot):
    """The first `seats` choices of groups of level choices, the best group first; the lot splits a group."""
    winners = []
    for group in groups:
        room = seats - len(winners)
        winners += lot.order(group)[:room] if len(group) > room else list(group)
    return winners


def split_by_lot(groups, seats):
    """The group that has more choices than there are seats left for it, if there is one."""
    filled = 0
    for group in groups:
        if filled < seats < filled + len(group):
            return list(group)
        filled += len(group)
    return []


def levels(numbers):
    """Keys by number, most first, level ones together; those without anything are left out."""
    return [
        [key for key in numbers if numbers[key] == number]
        for number in sorted(set(numbers.values()), reverse=True)
        if number > 0
    ]


# --- marks and scores ---------------------------------------------------------------------------


def count_marks(election):
    """Yes or no, single choice, approval: a vote for every choice that is marked."""
    tallies = dict.fromkeys(election.choices, Fraction(0))
    for number, ballot in election.marked():
        for key in {ballot} if isinstance(ballot, str) else set(ballot):
            tallies[key] += number
    groups = levels(tallies)
    winners = fill(groups, election.seats, election.lot)
    return Found(
        tallies,
        winners,
        rounds=[Round(tallies, elected=winners)],
        level=split_by_lot(groups, election.seats),
    )


def add_scores(election):
    """Sums, and how many ballots gave which score; a choice without a score has 0."""
    totals = dict.fromkeys(election.choices, Fraction(0))
    given = {key: Counter() for key in election.choices}
    for number, ballot in election.marked():
        for key in election.choices:
            score = ballot.get(key) or 0
            totals[key] += number * score
            given[key][score] += number
    return totals, given


def count_score(election):
    totals, given = add_scores(election)
    groups = levels(totals)
    winners = fill(groups, election.seats, election.lot)
    return Found(
        totals,
        winners,
        level=split_by_lot(groups, election.seats),
        rounds=[Round(totals, elected=winners)],
        per_ballot=election.options.get("max_score", 5),
        distribution=given,
    )


def prefers(election):
    """How many ballots score the first choice higher than the second, for every pair."""
    return {
        one: {
            other: sum(
                number
                for number, ballot in election.marked()
                if (ballot.get(one) or 0) > (ballot.get(other) or 0)
            )
            for other in election.choices
            if other != one
        }
        for one in election.choices
    }


def count_star(election):
    """The two best by score meet; more ballots prefer the winner to the other."""
    totals, given = add_scores(election)
    top = election.options.get("max_score", 5)
    if not any(totals.values()):
        return Found(totals, [], per_ballot=top, rounds=[Round(totals)], distribution=given)
    preferring = prefers(election)
    # Counting the highest scores is a step of one published protocol and not of the other.
    stars = {key: given[key][top] if election.options.get("five_star", True) else 0 for key in totals}
    finalists = star_finalists(election, totals, preferring, stars)
    one, other = finalists
    final = {one: Fraction(preferring[one][other]), other: Fraction(preferring[other][one])}
    # More ballots; then the higher score; then more top scores; then the lot.
    strength = {key: (final[key], totals[key], stars[key]) for key in finalists}
    level = finalists if strength[one] == strength[other] else []
    winner = election.lot.order(finalists)[0] if level else max(finalists, key=strength.get)
    rounds = [
        Round(totals, eliminated=[key for key in election.choices if key not in finalists]),
        Round(final, exhausted=election.number_marked() - sum(final.values()), elected=[winner]),
    ]
    return Found(totals, [winner], per_ballot=top, rounds=rounds, distribution=given, level=level)


def star_finalists(election, totals, preferring, stars):
    finalists = []
    left = list(election.choices)
    while len(finalists) < 2:
        best = max(totals[key] for key in left)
        tied = [key for key in left if totals[key] == best]
        if len(tied) > 2 - len(finalists):
            tied = star_tie(tied, 2 - len(finalists), preferring, stars, election.lot)
        finalists += tied
        left = [key for key in left if key not in finalists]
    return finalists


def star_tie(tied, room, preferring, stars, lot):
    """Who of more choices with one score than there is room goes on.

    Those who lose most head to head stay out, then those with the fewest top
    scores, then the lot names one; after each step the rest are looked at anew.
    """
    going, left = [], list(tied)
    while len(going) < room < len(going) + len(left):
        free = room - len(going)
        lost = {
            key: sum(preferring[other][key] > preferring[key][other] for other in left if other != key)
            for key in left
        }
        better = [key for key in left if lost[key] < max(lost.values())]
        if not better and len({stars[key] for key in left}) > 1:
            top = max(stars[key] for key in left)
            better = [key for key in left if stars[key] == top]
            if len(better) > free:
                fewest = min(stars[key] for key in left)
                better = [key for key in left if stars[key] > fewest]
        if not better:
            better = lot.order(left)[:1]
        if len(better) > free:
            left = better
        else:
            going += better
            left = [key for key in left if key not in better]
    return going if len(going) == room else going + left


# --- instant runoff -----------------------------------------------------------------------------


class RunoffBallot:
    """One kind of ballot on its way through the rounds. `now`: for whom it counts; None when exhausted."""

    def __init__(self, number, places, options):
        self.number = number
        self.places = places
        self.options = options
        self.now = None
        self.over = False

    def move(self, standing):
        """Find the choice it counts for among those still standing. Once exhausted it stays so."""
        self.now = None if self.over else self._first(standing)
        self.over = self.now is None

    def _first(self, standing):
        allowed = self.options.get("max_skipped_ranks", -1)
        overvote = self.options.get("overvote", "exhaust")
        used, seen = 0, set()
        for rank, place in enumerate(self.places, start=1):
            if place == ():
                continue
            if allowed >= 0 and rank - used > allowed + 1:
                return None
            used = rank
            marks = set(place or ())
            if self.options.get("exhaust_on_duplicate") and marks & seen:
                return None
            seen |= marks
            if place is None or len(marks) > 1:
                if overvote == "skip":
                    continue
                here = marks & standing
                if overvote == "exhaust" or place is None or len(here) > 1:
                    return None
            else:
                here = marks & standing
            if here:
                return next(iter(here))
        return None


def count_runoff(election):
    """Every round the weakest goes, until one has more than half of the votes that still count."""
    options = election.options
    kept = (
        {key for key in election.choices if election.kinds.get(key) == "no_endorsement"}
        if options.get("keep_no_endorsement")
        else set()
    )
    standing = list(election.choices)
    ballots = [RunoffBallot(number, places, options) for number, places in election.marked()]
    for ballot in ballots:
        ballot.move(set(standing))
    rounds, winners, level = [], [], []
    while True:
        tallies = dict.fromkeys(standing, Fraction(0))
        exhausted = Fraction(0)
        for ballot in ballots:
            if ballot.now is None:
                exhausted += ballot.number
            else:
                tallies[ballot.now] += ballot.number
        this = Round(tallies, exhausted)
        rounds.append(this)
        if not any(tallies.values()):
            break
        if not winners:
            winners = this.elected = runoff_winner(election, standing, kept, rounds)
            if winners and len(standing) == 2 and len(set(tallies.values())) == 1:
                tied = all_weakest(election, standing, kept, rounds)
                level = tied if len(tied) == 2 else []
            if winners and options.get("until_two") and len(standing) > 2:
                # The winner is known. The count goes on from the same votes until two are left.
                continue
        if winners and not (options.get("until_two") and len(standing) > 2):
            break
        out = this.eliminated = runoff_losers(election, standing, kept, tallies, rounds)
        if not out:
            break
        standing = [key for key in standing if key not in out]
        for ballot in ballots:
            if ballot.now in out:
                before = ballot.now
                ballot.move(set(standing))
                where = (before, ballot.now)
                this.moved[where] = this.moved.get(where, 0) + ballot.number
    return Found(rounds[-1].tallies, list(winners), rounds=rounds, level=level)


def runoff_winner(election, standing, kept, rounds):
    """Who has more than half of the votes that still count; the last two settle it even when level."""
    tallies = rounds[-1].tallies
    fewest = election.options.get("minimum_votes", 0)
    if len(standing) == 1 and standing[0] in kept:
        return list(standing)
    able = [key for key in standing if key not in election.first_out and tallies[key] >= fewest]
    if not able:
        return []
    best = max(able, key=tallies.get)
    if len(standing) == 1 or 2 * tallies[best] > sum(tallies.values()):
        return [best]
    if len(standing) == 2 == len(able) and not kept & set(standing):
        out = weakest(election, standing, kept, rounds)
        return [key for key in standing if key != out]
    return []


def runoff_losers(election, standing, kept, tallies, rounds):
    """Who goes: all under the least number of votes; all who cannot catch up; else the weakest."""
    unnamed = [key for key in standing if key in election.first_out and tallies[key]]
    if unnamed:
        return unnamed
    able = [key for key in standing if key not in kept]
    few = [key for key in able if tallies[key] < election.options.get("minimum_votes", 0)]
    if few:
        # Nobody can be elected with fewer votes, so when all have fewer nobody is.
        return few if len(few) < len(standing) else []
    if not able:
        return []
    if election.options.get("batch_elimination"):
        # Where the count goes on until two are left, a batch leaves two that can be eliminated.
        batch = runoff_batch(able, tallies, 2 if election.options.get("until_two") else 1)
        if batch:
            return batch
    return [weakest(election, able, kept, rounds)]


def weakest(election, standing, kept, rounds):
    """Who has the fewest votes; level ones by earlier rounds, where that is the rule, then by the lot."""
    return election.lot.order(all_weakest(election, standing, kept, rounds))[-1]


def all_weakest(election, standing, kept, rounds):
    tallies = rounds[-1].tallies
    able = [key for key in standing if key not in kept]
    least = min(tallies[key] for key in able)
    tied = [key for key in able if tallies[key] == least]
    if election.options.get("ties") == "earlier_rounds":
        tied = last_apart([each.tallies for each in rounds[:-1]], tied, min)
    return tied


def runoff_batch(able, tallies, least_left):
    """The most choices that together have fewer votes than the next one: none of them can catch up."""
    batch = []
    by_votes = sorted(able, key=tallies.get)
    for at in range(1, len(by_votes) - least_left + 1):
        if sum(tallies[key] for key in by_votes[:at]) < tallies[by_votes[at]]:
            batch = by_votes[:at]
    return batch


def last_apart(earlier, tied, which):
    """Of level choices those with the least (or most) votes when they last differed."""
    for tallies in reversed(earlier):
        edge = which(tallies[key] for key in tied)
        tied = [key for key in tied if tallies[key] == edge]
        if len(tied) == 1:
            break
    return tied


# --- single transferable vote -------------------------------------------------------------------


def single_file(places):
    """The preferences of a ballot as one line of keys: up to the first place that is not clear."""
    line = []
    for place in places:
        if place is None or len(set(place)) != 1 or place[0] in line:
            break
        line.append(place[0])
    return line


class Scottish:
    """A count by the Scottish Order. Votes are whole numbers of hundred-thousandths."""

    ONE = 100_000

    def __init__(self, election):
        self.election = election
        self.hands = {key: [] for key in election.choices}
        self.votes = dict.fromkeys(election.choices, 0)
        self.valid = 0
        for number, places in election.marked():
            line = single_file(places)
            if line:
                self.valid += number
                self._give(line[0], number, line, self.ONE)
        self.quota = (self.valid // (election.seats + 1) + 1) * self.ONE
        self.standing = list(election.choices)
        self.elected, self.waiting, self.stages = [], [], []

    def _give(self, key, number, line, value):
        self.hands[key].append((number, line, value))
        self.votes[key] += number * value

    def count(self):
        while True:
            now = Round(
                {key: Fraction(self.votes[key], self.ONE) for key in [*self.elected, *self.standing]},
                exhausted=Fraction(self.valid * self.ONE - sum(self.votes.values()), self.ONE),
                quota=Fraction(self.quota, self.ONE),
            )
            self.stages.append(now)
            if not self.valid:
                break
            self._elect([key for key in self.standing if self.votes[key] >= self.quota], now)
            free = self.election.seats - len(self.elected)
            if free and len(self.standing) <= free:
                self._elect(list(self.standing), now)
            if not free or not self.standing:
                break
            if self.waiting:
                self._pass_surplus(now)
            else:
                self._exclude(now)
        return Found(
            now.tallies,
            list(self.elected),
            rounds=self.stages,
            quota=Fraction(self.quota, self.ONE),
        )

    def _elect(self, keys, now):
        keys = sorted(keys, key=lambda key: (-self.votes[key], self.election.lot.order(keys).index(key)))
        now.elected += keys
        self.elected += keys
        self.standing = [key for key in self.standing if key not in keys]
        self.waiting += [key for key in keys if self.votes[key] > self.quota]

    def _pass_surplus(self, now):
        most = max(self.votes[key] for key in self.waiting)
        key = self._choose([key for key in self.waiting if self.votes[key] == most], max)
        self.waiting.remove(key)
        had = self.votes[key]
        surplus = had - self.quota
        hand, self.hands[key] = self.hands[key], []
        for number, line, value in hand:
            self._hand_on(now, key, number, line, surplus * value // had)
        self.votes[key] = self.quota
        moved = sum(votes for (source, to), votes in now.moved.items() if to is not None)
        self._note(now, key, None, surplus - moved * self.ONE)

    def _exclude(self, now):
        least = min(self.votes[key] for key in self.standing)
        key = self._choose([key for key in self.standing if self.votes[key] == least], min)
        now.eliminated.append(key)
        self.standing.remove(key)
        hand, self.hands[key] = self.hands[key], []
        had, self.votes[key] = self.votes[key], 0
        for number, line, value in hand:
            self._hand_on(now, key, number, line, value)
        moved = sum(now.moved.values())
        self._note(now, key, None, had - moved * self.ONE)

    def _hand_on(self, now, source, number, line, value):
        for to in line:
            if to in self.standing:
                self._give(to, number, line, value)
                self._note(now, source, to, number * value)
                return

    def _note(self, now, source, to, votes):
        if votes:
            now.moved[source, to] = now.moved.get((source, to), Fraction(0)) + Fraction(votes, self.ONE)

    def _choose(self, tied, which):
        """Level ones: who had most (or least) at the latest stage at which they differed; then the lot."""
        tied = last_apart([stage.tallies for stage in self.stages[:-1]], tied, which)
        return self.election.lot.order(tied)[0 if which is max else -1]


def count_scottish(election):
    return Scottish(election).count()


def count_meek(election):
    """The Reference Meek Rule. Votes are whole numbers of thousand-millionths."""
    one, omega = 10**9, 1000
    lines = [(number, single_file(places)) for number, places in election.marked()]
    cast = one * sum(number for number, line in lines if line)
    keep = dict.fromkeys(election.choices, one)
    hopeful, elected, rounds = list(election.choices), [], []
    if not cast:
        nothing = dict.fromkeys(hopeful, Fraction(0))
        return Found(nothing, [], rounds=[Round(nothing)])
    while True:
        before = None
        while True:
            votes = meek_votes(election.choices, lines, keep, one)
            quota = sum(votes.values()) // (election.seats + 1) + 1
            new = [key for key in hopeful if votes[key] >= quota]
            surplus = max(0, sum(votes[key] - quota for key in elected + new))
            if new or surplus < omega or (before is not None and surplus >= before):
                break
            before = surplus
            for key in elected:
                kept = -(-keep[key] * quota // one)
                keep[key] = -(-kept * one // votes[key])
        this = Round(
            {key: Fraction(votes[key], one) for key in [*elected, *hopeful]},
            exhausted=Fraction(cast - sum(votes.values()), one),
            quota=Fraction(quota, one),
            moved=None,
        )
        rounds.append(this)
        if new:
            this.elected = sorted(new, key=lambda key: (-votes[key], election.lot.order(new).index(key)))
            elected += this.elected
            hopeful = [key for key in hopeful if key not in new]
        else:
            least = min(votes[key] for key in hopeful)
            tied = [key for key in hopeful if votes[key] <= least + surplus]
            out = election.lot.order(tied)[-1]
            this.eliminated = [out]
            hopeful.remove(out)
            keep[out] = 0
        free = election.seats - len(elected)
        if not free or len(hopeful) <= free:
            break
    if free:
        rest = sorted(hopeful, key=lambda key: (-votes[key], election.lot.order(hopeful).index(key)))
        this.elected = this.elected + rest
        elected += rest
    # The quota falls from round to round; the one that is told is the first.
    return Found(this.tallies, elected, rounds=rounds, quota=rounds[0].quota)


def meek_votes(choices, lines, keep, one):
    votes = dict.fromkeys(choices, 0)
    for number, line in lines:
        weight = one
        for key in line:
            part = -(-weight * keep[key] // one)
            votes[key] += number * part
            weight -= part
            if weight == 0:
                break
    return votes


# --- comparing pairs ----------------------------------------------------------------------------


def count_pairs(election):
    """For every pair, how many ballots put the first choice before the second."""
    unranked = election.options.get("unranked", "last")
    pairs = {one: {other: 0 for other in election.choices if other != one} for one in election.choices}
    for number, places in election.marked():
        place_of = {}
        for at, place in enumerate(places):
            for key in place or ():
                place_of.setdefault(key, at)
        if unranked == "last":
            place_of = {key: place_of.get(key, len(places)) for key in election.choices}
        for one, here in place_of.items():
            for other, there in place_of.items():
                if here < there:
                    pairs[one][other] += number
    return pairs


NO_WIN = (0, 0)


def strength(pairs, one, other, options):
    """How strongly the first beats the second, to compare with other wins; NO_WIN where it does not.

    By margins, equal margins are equally strong. By winning votes, of two
    wins with the same votes the one with fewer votes against it is stronger.
    """
    won, lost = pairs[one][other], pairs[other][one]
    if won <= lost:
        return NO_WIN
    return (won - lost, 0) if options.get("strength") == "margins" else (won, -lost)


def strongest_paths(pairs, keys, options):
    path = {
        one: {other: strength(pairs, one, other, options) for other in keys if other != one} for one in keys
    }
    for via in keys:
        for one in keys:
            for other in keys:
                if len({via, one, other}) == 3:
                    path[one][other] = max(path[one][other], min(path[one][via], path[via][other]))
    return path


def schulze_groups(pairs, keys, options):
    """Who nobody beats by a stronger path; then who nobody of the rest beats; and so on."""
    path = strongest_paths(pairs, keys, options)
    left, groups = list(keys), []
    while left:
        best = [
            one for one in left if all(path[one][other] >= path[other][one] for other in left if other != one)
        ]
        groups.append(best)
        left = [key for key in left if key not in best]
    return groups


def count_schulze(election):
    pairs = count_pairs(election)
    groups = schulze_groups(pairs, election.choices, election.options)
    path = strongest_paths(pairs, election.choices, election.options)
    chains = {one: Fraction(sum(row[other] > path[other][one] for other in row)) for one, row in path.items()}
    direct = pair_wins(pairs)
    steps = [(direct, direct), (chains, chains)]
    if election.seats == 1 and len(pairs) - 1 in direct.values():
        # Who beats everybody needs no chains.
        steps = steps[:1]
    able = rankable(groups, election)
    winners = fill(able, election.seats, election.lot)
    level = split_by_lot(able, election.seats)
    return Found(pair_wins(pairs), winners, pairwise=pairs, groups=groups, level=level, steps=steps)


def rankable(groups, election):
    """The groups without the choices that no ballot ranks: they cannot be elected."""
    ranked = {key for _number, places in election.marked() for place in places for key in place or ()}
    return [able for group in groups if (able := [key for key in group if key in ranked])]


def pair_wins(pairs):
    """How many others each choice beats."""
    return {one: Fraction(sum(row[other] > pairs[other][one] for other in row)) for one, row in pairs.items()}


def lock_pairs(election, pairs, steps):
    """Who stands below whom when wins are locked in, the strongest first, but none that closes a circle.

    `steps` is given, for every strength, the least and the most that stand
    below each choice while its wins are locked in.
    """
    order = {key: at for at, key in enumerate(election.lot.order(election.choices))}
    wins = [
        (one, other)
        for one in election.choices
        for other in election.choices
        if one != other and strength(pairs, one, other, election.options) > NO_WIN
    ]
    # Of equally strong wins the lot takes that of the favored choice first, over the least favored one.
    wins.sort(key=lambda pair: (order[pair[0]], -order[pair[1]]))
    wins.sort(key=lambda pair: strength(pairs, *pair, election.options), reverse=True)
    below = {key: set() for key in election.choices}
    for _strength, group in groupby(wins, key=lambda pair: strength(pairs, *pair, election.options)):
        group = list(group)
        before = numbers_below(below)
        for one, other in group:
            lock(below, one, other)
        after = numbers_below(below)
        steps.append((before if len(group) > 1 else after, after))
    return below


def lock(below, one, other):
    """Put the second below the first, unless the first stands below the second already."""
    if one not in below[other]:
        gained = {other} | below[other]
        for key in below:
            if key == one or one in below[key]:
                below[key] |= gained


def numbers_below(below):
    return {key: Fraction(len(under)) for key, under in below.items()}


def count_ranked_pairs(election):
    pairs = count_pairs(election)
    steps = []
    below = lock_pairs(election, pairs, steps)
    steps.append((numbers_below(below), numbers_below(below)))
    left, groups = list(election.choices), []
    while left:
        best = [one for one in left if not any(one in below[other] for other in left)]
        groups.append(best)
        left = [key for key in left if key not in best]
    able = rankable(groups, election)
    winners = fill(able, election.seats, election.lot)
    level = split_by_lot(able, election.seats)
    return Found(pair_wins(pairs), winners, pairwise=pairs, groups=groups, level=level, steps=steps)


METHODS = {
    "yes_no": ("one", count_marks),
    "single_choice": ("one", count_marks),
    "approval": ("marks", count_marks),
    "score": ("scores", count_score),
    "star": ("scores", count_star),
    "instant_runoff": ("ranking", count_runoff),
    "stv_scottish": ("ranking", count_scottish),
    "stv_meek": ("ranking", count_meek),
    "schulze": ("ranking", count_schulze),
    "ranked_pairs": ("ranking", count_ranked_pairs),
}


# --- deciding -----------------------------------------------------------------------------------


SPECIAL = {"yes": "position_yes", "no": "position_no", "no_endorsement": "no_endorsement"}


@dataclass
class Turnout:
    eligible: int
    ballots: int
    recused: int = 0
    members: int = None


@dataclass
class Ruling:
    outcome: str
    winners: list
    shares: dict = field(default_factory=dict)
    base: int = 0
    needed: int = None
    tied: list = field(default_factory=list)
    threshold: Fraction = None


def quorum_met(settings, election, turnout):
    """Whether enough took part. A share of members whose number is not known is never reached."""
    number = settings.get("quorum_value", 0)
    kind = settings.get("quorum_kind", "none")
    if kind == "none":
        return True
    if kind == "ballots":
        return turnout.ballots >= number
    if kind == "percent_of_roll":
        return Fraction(number, 100) * turnout.eligible <= turnout.ballots
    if kind == "percent_of_members":
        return turnout.members is not None and Fraction(number, 100) * turnout.members <= turnout.ballots
    if kind == "percent_of_ballots":
        return Fraction(number, 100) * turnout.ballots <= election.number_marked()
    raise Unknown(f"the quorum “{kind}”")


def base_of(settings, election, found, turnout):
    """Out of how many ballots a share is taken."""
    kind = settings.get("denominator", "choices_cast")
    if kind == "choices_cast":
        return election.number_marked()
    if kind == "ballots_submitted":
        return turnout.ballots
    if kind == "eligible_minus_recused":
        return turnout.eligible - turnout.recused
    if kind == "yes_plus_no":
        answers = [key for key in election.choices if election.kinds[key] in ("yes", "no")]
        return int(sum(found.tallies[key] for key in answers))
    raise Unknown(f"the base “{kind}”")


def decide_threshold(settings, election, found, turnout):
    """Who has the share that is asked for, at most as many as may be endorsed."""
    share = Fraction(settings["threshold_numerator"], settings["threshold_denominator"])
    base = base_of(settings, election, found, turnout)
    # A method may give a choice more than one vote a ballot: a score of 5, for instance.
    whole = base * found.per_ballot
    line = share * whole
    needed = max(1, -(-line.numerator // line.denominator))
    if not enough(needed, line, settings["comparison"]):
        needed += 1
    ruling = Ruling("", [], base=base, needed=needed, threshold=share)
    if whole:
        ruling.shares = {key: votes / whole for key, votes in found.tallies.items()}
    groups = [
        group
        for group in levels(found.tallies)
        if whole and enough(found.tallies[group[0]], line, settings["comparison"])
    ]
    if not quorum_met(settings, election, turnout):
        ruling.outcome = "quorum_not_met"
    elif not groups:
        ruling.outcome = "none_reached_threshold"
    else:
        endorse(ruling, groups, settings.get("max_endorsed", 1), election.kinds)
    return ruling


def enough(votes, line, comparison):
    return votes > line if comparison == "more_than" else votes >= line


def endorse(ruling, groups, most, kinds):
    """The ones with the most votes, all of them above “no endorsement”; nobody of those level at the end."""
    for group in groups:
        room = most - len(ruling.winners)
        nobody = any(kinds[key] == "no_endorsement" for key in group)
        if room and (len(group) > room or (nobody and len(group) > 1)):
            ruling.tied = group
        elif room and not (nobody and ruling.winners):
            ruling.winners += group
        if nobody or len(group) >= room:
            break
    if ruling.winners:
        ruling.outcome = SPECIAL.get(kinds[ruling.winners[0]], "endorsed")
    else:
        ruling.outcome = "tie"


def decide_method_winners(settings, election, found, turnout):
    """Who the counting method elects, if enough people took part."""
    ruling = shares_of_ballots(election, found)
    if not quorum_met(settings, election, turnout):
        ruling.outcome = "quorum_not_met"
    elif not found.winners:
        ruling.outcome = "none_reached_threshold"
    else:
        # A seat that “no endorsement” wins stays empty.
        people = [key for key in found.winners if election.kinds[key] != "no_endorsement"]
        ruling.winners = people or list(found.winners)
        ruling.outcome = SPECIAL.get(election.kinds[ruling.winners[0]], "elected")
    return ruling


def decide_advice(settings, election, found, turnout):
    """Nothing is decided; who comes first is told, with those whom only the lot put behind."""
    ruling = shares_of_ballots(election, found)
    ruling.outcome = "advice"
    ruling.tied = list(found.level)
    ruling.winners = list(dict.fromkeys([*found.winners, *found.level]))
    return ruling


def shares_of_ballots(election, found):
    """Shares of the ballots that chose something, where the votes of a method are such shares."""
    base = election.number_marked()
    whole = base * found.per_ballot
    ruling = Ruling("", [], base=base)
    if whole and found.pairwise is None and found.quota is None:
        ruling.shares = {key: votes / whole for key, votes in found.tallies.items()}
    return ruling


def decide_default_option(settings, election, found, turnout):
    """Each choice must first hold against the default option; then Schulze's method decides."""
    nobody = [key for key in election.choices if election.kinds[key] == "no_endorsement"]
    default = settings.get("default_choice") or nobody[0]
    usual = Fraction(settings.get("majority_numerator", 1), settings.get("majority_denominator", 1))
    ratios = dict.fromkeys(election.choices, usual)
    ratios.update({key: Fraction(*pair) for key, pair in settings.get("majorities", {}).items()})
    quorums = dict.fromkeys(election.choices, settings.get("option_quorum", 0))
    strict = settings.get("comparison") == "more_than"
    left = against_default(election.choices, found.pairwise, default, quorums, ratios, strict)
    best = schulze_groups(found.pairwise, left, election.options)[0]
    ruling = shares_of_ballots(election, found)
    if not quorum_met(settings, election, turnout):
        ruling.outcome = "quorum_not_met"
    elif not election.number_marked():
        ruling.outcome = "none_reached_threshold"
    elif len(best) > 1:
        ruling.outcome, ruling.tied = "tie", best
    elif best == [default]:
        ruling.outcome, ruling.winners = "no_endorsement", best
    else:
        ruling.outcome, ruling.winners = SPECIAL.get(election.kinds[best[0]], "endorsed"), best
    return ruling


def against_default(keys, pairs, default, quorums, ratios, strict=False):
    """The choices with enough votes over the default option, and that option itself."""
    left = [default]
    for key in keys:
        if key != default:
            won, lost = pairs[key][default], pairs[default][key]
            line = ratios.get(key, 1) * lost
            reaches = won > line if strict else won >= line
            if won >= quorums.get(key, 0) and reaches and won > lost:
                left.append(key)
    return left


RULES = {
    "default_option": decide_default_option,
    "threshold": decide_threshold,
    "method_winners": decide_method_winners,
    "advice": decide_advice,
}


# --- reading an exported count ------------------------------------------------------------------


@dataclass
class Contest:
    """One question of the file: what was voted, under which rules, and what came out."""

    key: str
    question: str
    method: str
    rule: str
    settings: dict
    election: Election
    turnout: Turnout
    names: dict
    result: dict
    known: bool = True
    has_ballots: bool = True


def need(holder, name, kind, where):
    """A value of the file, of the kind that it must be."""
    value = holder.get(name) if isinstance(holder, dict) else None
    wrong = isinstance(value, bool) and kind is not bool
    if wrong or not isinstance(value, kind):
        raise Unreadable(f"{where}: “{name}” is missing or is not what it should be.")
    return value


def words(value):
    """A text, or the English (else the first) of a text in several languages."""
    if isinstance(value, dict):
        return str(value.get("en") or next(iter(value.values()), ""))
    return str(value or "")


def read_contest(data, number):
    where = f"Question {number}"
    choices = need(data, "choices", list, where)
    keys = [need(choice, "key", str, where) for choice in choices]
    if len(set(keys)) != len(keys):
        raise Unreadable(f"{where}: two choices have the same key.")
    rule = need(data, "rule", dict, where)
    turnout = need(data, "turnout", dict, where)
    seats = need(data, "seats", int, where)
    if seats < 1:
        raise Unreadable(f"{where}: there must be a seat to fill.")
    method = need(data, "method", str, where)
    contest = Contest(
        key=need(data, "key", str, where),
        question=words(data.get("question")),
        method=method,
        rule=need(rule, "slug", str, where),
        settings=need(rule, "settings", dict, where),
        election=Election(
            choices=keys,
            seats=seats,
            options=need(data, "options", dict, where),
            ballots=[],
            lot=SeedLot(need(data, "lot", str, where)),
            kinds={choice["key"]: choice.get("kind", "option") for choice in choices},
        ),
        turnout=Turnout(
            eligible=need(turnout, "eligible", int, where),
            ballots=need(turnout, "ballots", int, where),
            recused=turnout.get("recused") or 0,
            members=turnout.get("members"),
        ),
        names={choice["key"]: words(choice.get("label")) or choice["key"] for choice in choices},
        result=need(data, "result", dict, where),
        known=method in METHODS,
        has_ballots="ballots" in data,
    )
    form = METHODS[method][0] if contest.known else None
    seen = set()
    for at, line in enumerate(need(data, "ballots", list, where) if contest.has_ballots else (), start=1):
        here = f"{where}, line {at} of the ballots"
        if not isinstance(line, list) or len(line) != 2 or type(line[0]) is not int or line[0] < 1:
            raise Unreadable(f"{here}: there must be a number of ballots and what is on them.")
        text = json.dumps(line[1], sort_keys=True)
        if text in seen:
            raise Unreadable(f"{here}: equal ballots must stand on one line.")
        seen.add(text)
        ballot = read_ballot(line[1], form, contest.election, here) if form else line[1]
        contest.election.ballots.append((line[0], ballot))
    return contest


def read_ballot(selection, form, election, where):
    """A selection of the file in the form that counting uses. Refuses what no ballot may hold."""
    if selection is None:
        return None
    keys = election.choices
    if form == "one" and selection in keys:
        return selection
    if form == "marks" and marks_allowed(selection, election):
        return tuple(selection)
    if form == "scores" and scores_allowed(selection, election):
        return dict(zip(keys, selection, strict=True))
    if form == "ranking" and isinstance(selection, list) and selection:
        # A paper on which every rank was skipped is blank.
        places = tuple(read_place(place, keys, where) for place in selection)
        return places if any(place != () for place in places) else None
    raise Unreadable(f"{where}: this ballot does not fit this question.")


def read_place(place, keys, where):
    if place is None:
        return None
    marks = place if isinstance(place, list) else [place]
    if not all(mark in keys for mark in marks):
        raise Unreadable(f"{where}: this ballot ranks what is not a choice.")
    return tuple(marks)


def marks_allowed(selection, election):
    most = election.options.get("max_marks") or len(election.choices)
    return (
        isinstance(selection, list)
        and all(key in election.choices for key in selection)
        and len(set(selection)) == len(selection)
        and 0 < len(selection) <= most
    )


def scores_allowed(selection, election):
    most = election.options.get("max_score", 5)
    return (
        isinstance(selection, list)
        and len(selection) == len(election.choices)
        and all(score is None or (type(score) is int and 0 <= score <= most) for score in selection)
    )


# --- comparing ----------------------------------------------------------------------------------


@dataclass
class Check:
    """One thing that was compared. `agrees` is None for what this program does not know.

    `name`: the same thing for machines.
    """

    what: str
    agrees: object
    detail: str = ""
    name: str = ""


def exact(value):
    """A number as it is stored: a whole number, or text such as 5/3."""
    # A few letters such as 1e999999999 would take all the memory there is.
    if isinstance(value, bool) or not isinstance(value, (int, str)) or "e" in str(value).lower():
        raise Unreadable(f"This should be an exact number: {value!r}.")
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise Unreadable(f"This should be an exact number: {value!r}.") from None


def table(value):
    """Exact numbers by key."""
    if not isinstance(value, dict):
        raise Unreadable(f"This should be a table of numbers: {value!r}.")
    return {key: exact(number) for key, number in value.items()}


def listed(value):
    if not isinstance(value, list):
        raise Unreadable(f"This should be a list: {value!r}.")
    return value


def plain(number):
    """A number for people: whole, or with its decimals, or as it is."""
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    for digits in (5, 9):
        scaled = number * 10**digits
        if scaled.denominator == 1:
            return f"{int(scaled) // 10**digits}.{int(scaled) % 10**digits:0{digits}d}".rstrip("0")
    return str(number)


CHECKS = {
    "count": "the count",
    "turnout": "the ballots add up",
    "tallies": "the votes of each choice",
    "winners": "who comes first",
    "per_ballot": "what a ballot can give",
    "rounds": "every round",
    "quota": "the quota",
    "pairwise": "every pair compared",
    "ranking": "the order of the choices",
    "distribution": "how often each score was given",
    "lot": "what the lot settled",
    "decision": "the decision",
    "totals": "the totals fit the number of ballots",
    "decision_of_totals": "the decision follows from the totals",
}


class Comparison:
    """Collects what agrees and what does not for one question."""

    def __init__(self, contest):
        self.contest = contest
        self.names = contest.names
        self.checks = []

    def add(self, name, problems):
        problems = list(problems)
        self.checks.append(Check(CHECKS[name], not problems, "; ".join(problems), name))

    def unknown(self, name, detail):
        self.checks.append(Check(CHECKS[name], None, detail, name))

    def name(self, key):
        return self.names.get(key, str(key)) if key is not None else "nobody"

    def list_names(self, keys):
        return ", ".join(self.name(key) for key in keys) or "nobody"

    def numbers(self, stored, counted, where=""):
        """What is wrong with a table of votes. A choice that is not listed has none."""
        for key in dict.fromkeys([*counted, *stored]):
            here, there = stored.get(key, Fraction(0)), counted.get(key, Fraction(0))
            if here != there:
                yield f"{where}{self.name(key)} is stored with {plain(here)}, counted are {plain(there)}"

    def sets(self, stored, counted, where=""):
        if sorted(map(str, stored)) != sorted(counted):
            yield f"{where}stored: {self.list_names(stored)}; counted: {self.list_names(counted)}"

    def value(self, stored, counted, where):
        if stored != counted:
            yield f"{where} is stored as {stored}, counted is {counted}"


def compare(contest):
    """Count one contest again and compare everything with what is stored."""
    comparison = Comparison(contest)
    if not contest.has_ballots:
        comparison.unknown("count", "the ballots of this vote are not in the file")
        compare_totals(comparison)
        return comparison.checks
    compare_turnout(comparison)
    if not contest.known:
        comparison.unknown("count", f"this program does not know the method “{contest.method}”")
        return comparison.checks
    try:
        found = METHODS[contest.method][1](contest.election)
    except Unknown as problem:
        comparison.unknown("count", f"this program does not know {problem}")
        return comparison.checks
    compare_count(comparison, found)
    compare_lots(comparison)
    compare_decision(comparison, found)
    return comparison.checks


def compare_turnout(comparison):
    contest, result = comparison.contest, comparison.contest.result
    inside = sum(number for number, _ballot in contest.election.ballots)
    marked = contest.election.number_marked()
    turnout = contest.turnout
    figures = result.get("figures", {})
    problems = [
        *comparison.value(turnout.ballots, inside, "the number of valid ballots"),
        *comparison.value(result.get("with_choice"), marked, "the number of ballots with a choice"),
        *comparison.value(result.get("blank"), inside - marked, "the number of blank ballots"),
    ]
    if figures:
        problems += [
            *comparison.value(figures.get("valid"), inside, "the number of valid ballots"),
            *comparison.value(figures.get("eligible"), turnout.eligible, "the number on the roll"),
            *comparison.value(
                figures.get("opened"),
                inside + (figures.get("invalid") or 0),
                "the number of opened ballots",
            ),
            *comparison.value(
                figures.get("participated"), figures.get("opened"), "the number of people who voted"
            ),
        ]
    if inside > turnout.eligible:
        problems.append(f"{inside} ballots are more than the {turnout.eligible} people on the roll")
    comparison.add("turnout", problems)


def compare_count(comparison, found):
    result = comparison.contest.result
    comparison.add("tallies", comparison.numbers(table(result.get("tallies")), found.tallies))
    comparison.add("winners", comparison.sets(listed(result.get("winners")), found.winners))
    comparison.add(
        "per_ballot",
        comparison.value(result.get("per_ballot", 1), found.per_ballot, "the most for one choice"),
    )
    rounds = listed(result.get("rounds", []))
    if found.rounds is not None:
        comparison.add("rounds", compare_rounds(comparison, rounds, found.rounds))
    else:
        comparison.add("rounds", compare_pair_rounds(comparison, rounds, found))
    # What a method does not have must not be told either.
    quota = result.get("quota")
    if found.quota is not None or quota is not None:
        stored = None if quota is None else plain(exact(quota))
        counted = None if found.quota is None else plain(found.quota)
        comparison.add("quota", comparison.value(stored, counted, "the quota"))
    pairwise = result.get("pairwise")
    if found.pairwise is not None or pairwise is not None:
        comparison.add("pairwise", compare_pairs(comparison, pairwise, found.pairwise or {}))
    if found.groups is not None or result.get("ranking"):
        comparison.add("ranking", compare_groups(comparison, found.groups or []))
    given = result.get("distribution")
    if found.distribution is not None or given is not None:
        comparison.add("distribution", compare_scores(comparison, given, found.distribution or {}))


def compare_rounds(comparison, stored, counted):
    if len(stored) != len(counted):
        yield f"{len(stored)} rounds are stored, {len(counted)} were counted"
    for number, (old, new) in enumerate(zip(stored, counted, strict=False), start=1):
        where = f"round {number}: "
        if not isinstance(old, dict):
            raise Unreadable(f"Round {number} is not what it should be.")
        yield from comparison.numbers(table(old.get("tallies")), new.tallies, where)
        if exact(old.get("exhausted", 0)) != new.exhausted:
            yield (
                f"{where}votes for nobody are stored as {plain(exact(old['exhausted']))}, "
                f"counted are {plain(new.exhausted)}"
            )
        yield from comparison.sets(listed(old.get("elected")), new.elected, f"{where}elected, ")
        yield from comparison.sets(listed(old.get("eliminated")), new.eliminated, f"{where}out, ")
        moves = sum_moves(listed(old.get("transfers", [])), where)
        if new.moved is not None:
            yield from compare_moves(comparison, moves, new.moved, where)
        elif number < len(counted):
            yield from compare_flow(comparison, moves, new, counted[number], where)


def compare_pair_rounds(comparison, stored, found):
    """Where pairs decide, the rounds tell how many others each choice beats, one step after the other.

    A round may tell of a part of a step, or of several at once; the last one tells the end.
    """
    elected = []
    steps = list(found.steps)
    if not stored:
        yield "no rounds are stored"
    for number, old in enumerate(stored, start=1):
        where = f"round {number}: "
        if not isinstance(old, dict):
            raise Unreadable(f"Round {number} is not what it should be.")
        wins = table(old.get("tallies"))
        elected += listed(old.get("elected"))
        if number == len(stored):
            steps = steps[-1:]
        while len(steps) > 1 and not is_within(wins, steps[0]):
            steps.pop(0)
        if not is_within(wins, steps[0]):
            yield from comparison.numbers(wins, steps[0][1], where)
        if exact(old.get("exhausted", 0)) or listed(old.get("eliminated")) or listed(old.get("transfers")):
            yield f"{where}votes move, or somebody drops out, where only pairs decide"
    yield from comparison.sets(elected, found.winners, "elected, ")


def is_within(wins, step):
    low, high = step
    return set(wins) == set(low) and all(low[key] <= wins[key] <= high[key] for key in low)


def sum_moves(stored, where):
    sums = {}
    for move in stored:
        if not isinstance(move, dict):
            raise Unreadable(f"{where}a transfer is not what it should be.")
        way = move.get("from"), move.get("to")
        sums[way] = sums.get(way, Fraction(0)) + exact(move.get("votes"))
    return sums


def compare_moves(comparison, stored, moved, where):
    for way in dict.fromkeys([*moved, *stored]):
        here, there = stored.get(way, Fraction(0)), moved.get(way, Fraction(0))
        if here != there:
            yield (
                f"{where}from {comparison.name(way[0])} to {comparison.name(way[1])} "
                f"{plain(here)} votes are stored, counted are {plain(there)}"
            )


def compare_flow(comparison, stored, this, following, where):
    """Whether the transfers lead from the votes of one round to those of the next."""
    for key in [*this.tallies, None]:
        before = this.exhausted if key is None else this.tallies[key]
        after = following.exhausted if key is None else following.tallies.get(key, 0)
        change = sum(votes * ((to == key) - (source == key)) for (source, to), votes in stored.items())
        if before + change != after:
            yield f"{where}the transfers do not give what {comparison.name(key)} has in the next round"


def compare_pairs(comparison, stored, counted):
    if not isinstance(stored, dict) or set(stored) != set(counted):
        yield "other choices are stored than were compared"
        return
    for one, row in counted.items():
        for other, number in row.items():
            old = stored[one].get(other) if isinstance(stored[one], dict) else None
            if old != number:
                yield (
                    f"{comparison.name(one)} before {comparison.name(other)} is stored as {old}, "
                    f"counted on {number} ballots"
                )


def compare_groups(comparison, counted):
    stored = [sorted(map(str, group)) for group in listed(comparison.contest.result.get("ranking", []))]
    if stored != [sorted(group) for group in counted]:
        yield (
            f"stored: {' > '.join(comparison.list_names(group) for group in stored)}; "
            f"counted: {' > '.join(comparison.list_names(group) for group in counted)}"
        )


def compare_scores(comparison, stored, counted):
    if not isinstance(stored, dict) or set(stored) != set(counted):
        yield "other choices are stored than were scored"
        return
    for key, scores in counted.items():
        old = {score: number for score, number in table(stored[key]).items() if number}
        new = {str(score): number for score, number in scores.items() if number}
        if old != new:
            yield f"{comparison.name(key)} is stored with {stored[key]}, counted are {new}"


def compare_lots(comparison):
    """What the lot settled must follow from the published seed."""
    problems = []
    lot = comparison.contest.election.lot
    ties = [tie for tie in listed(comparison.contest.result.get("ties", [])) if isinstance(tie, dict)]
    # Between wins that are equally strong the lot orders pairs; counting again has checked those.
    drawn = [tie for tie in ties if tie.get("settled_by") == "lot" and tie.get("what") != "ranked"]
    for tie in drawn:
        choices, favored = listed(tie.get("choices")), listed(tie.get("favored"))
        problems += comparison.sets(favored, lot.order(choices)[: len(favored)], "favored by the lot, ")
    if drawn:
        comparison.add("lot", problems)


def compare_totals(comparison):
    """Without ballots: whether the stored totals can be right, and the decision follows from them."""
    contest, result = comparison.contest, comparison.contest.result
    marked = need(result, "with_choice", int, contest.question)
    found = Found(
        tallies=table(result.get("tallies")),
        winners=listed(result.get("winners")),
        per_ballot=result.get("per_ballot", 1),
        quota=result.get("quota"),
        pairwise=result.get("pairwise"),
        level=listed(result.get("tied", [])),
    )
    both = marked + need(result, "blank", int, contest.question)
    comparison.add(
        "totals",
        [
            *comparison.value(contest.turnout.ballots, both, "the number of valid ballots"),
            *(
                f"{comparison.name(key)} has {plain(votes)} votes, more than the ballots can give"
                for key, votes in found.tallies.items()
                if votes > marked * found.per_ballot
            ),
        ],
    )
    contest.election.ballots = [(marked, "")]
    compare_decision(comparison, found, "decision_of_totals")


def compare_decision(comparison, found, name="decision"):
    contest, result = comparison.contest, comparison.contest.result
    if contest.rule not in RULES:
        comparison.unknown(name, f"this program does not know the rule “{contest.rule}”")
        return
    try:
        ruling = RULES[contest.rule](contest.settings, contest.election, found, contest.turnout)
    except Unknown as problem:
        comparison.unknown(name, f"this program does not know {problem}")
        return
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        raise Unreadable(
            f"The settings of the rule of “{contest.question}” are not what they should be."
        ) from None
    decision = need(result, "decision", dict, contest.question)
    comparison.add(
        name,
        [
            *comparison.value(decision.get("outcome"), ruling.outcome, "the outcome"),
            *comparison.sets(listed(decision.get("winners")), ruling.winners, "decided for "),
            *comparison.sets(listed(result.get("tied", [])), ruling.tied, "level at the line, "),
            *comparison.value(
                result.get("base"), ruling.base, "the number of votes that shares are taken of"
            ),
            *comparison.value(result.get("needed"), ruling.needed, "the number of votes needed"),
            *comparison.value(
                result.get("threshold"),
                None if ruling.threshold is None else str(ruling.threshold),
                "the share needed",
            ),
            *comparison.numbers(table(result.get("shares", {})), ruling.shares, "share: "),
        ],
    )


# --- an election with an official result --------------------------------------------------------

ELECTION_METHODS = {
    "irv": "instant_runoff",
    "stv_scottish": "stv_scottish",
    "stv_meek_prf": "stv_meek",
    "schulze": "schulze",
    "schulze_margins": "schulze",
    "schulze_debian": "schulze",
    "ranked_pairs": "ranked_pairs",
    "ranked_pairs_margins": "ranked_pairs",
    "star": "star",
    "approval_multi": "approval",
}
OVERVOTES = {
    "exhaustImmediately": "exhaust",
    "alwaysSkipToNextRank": "skip",
    "exhaustIfMultipleContinuing": "exhaust_if_several",
}


def recount_election(data):
    """Count an election that has an official result, and compare with that."""
    try:
        return compare_official(data, data["official"])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        raise Unreadable(
            f"The election is not what it should be ({type(problem).__name__}: {problem})."
        ) from None


def compare_official(data, official):
    method = data["method"]
    if method not in ELECTION_METHODS:
        return [Check("the count", None, f"this program does not know the method “{method}”")]
    names = {str(at): name for at, name in enumerate(data["candidates"])}
    election = official_election(data, official, names)
    found = METHODS[ELECTION_METHODS[method]][1](election)
    checks = [compare_official_winners(data, official, election, found, names)]
    if found.quota is not None and "quota" in official:
        stated = exact(official["quota"])
        counted = {this.quota for this in found.rounds}
        checks.append(same("the quota", stated, stated if stated in counted else found.quota))
    if official.get("rounds") and found.rounds:
        checks.append(compare_official_rounds(official["rounds"], found.rounds, names))
    if official.get("pairwise"):
        counted = [[found.pairwise[one].get(other) for other in election.choices] for one in election.choices]
        checks.append(same("every pair compared", official["pairwise"], counted))
    if official.get("ranking") and found.groups:
        counted = [sorted(int(key) for key in group) for group in found.groups]
        checks.append(same("the order", [sorted(group) for group in official["ranking"]], counted))
    if official.get("scores"):
        scores = {names[key]: int(total) for key, total in found.tallies.items()}
        checks.append(same("the scores", official["scores"], scores))
    if official.get("runoff"):
        last = {names[key]: int(votes) for key, votes in found.rounds[-1].tallies.items()}
        checks.append(same("the runoff", official["runoff"], last))
        checks.append(
            same("ballots without a preference", official["no_preference"], found.rounds[-1].exhausted)
        )
    return checks


def same(what, stated, counted):
    return Check(
        what, stated == counted, "" if stated == counted else f"official {stated}; counted {counted}"
    )


def official_election(data, official, names):
    rules = data.get("rules") or {}
    skipped = rules.get("max_skipped_ranks")
    options = {
        "overvote": OVERVOTES.get(
            rules.get("overvote"), "skip" if "passed over" in rules.get("note", "") else "exhaust"
        ),
        "max_skipped_ranks": int(skipped) if skipped not in (None, "") else -1,
        "exhaust_on_duplicate": bool(rules.get("exhaust_on_duplicate")),
        "batch_elimination": bool(rules.get("batch_elimination")),
        "until_two": bool(rules.get("continue_until_two")),
        "minimum_votes": int(rules.get("minimum_vote_threshold") or 0),
        "ties": "earlier_rounds" if str(rules.get("tiebreak")).startswith("previousRound") else "lot",
        "strength": "margins" if data["method"].endswith("margins") else "winning_votes",
        "unranked": "no_opinion" if "no opinion" in str(rules.get("unlisted")) else "last",
        "max_score": data.get("max_score", 5),
    }
    return Election(
        choices=list(names),
        seats=data["seats"],
        options=options,
        ballots=[
            (number, official_ballot(ballot, data["ballot_type"])) for number, ballot in data["ballots"]
        ],
        lot=GivenLot(order_of_events(official, names)),
        first_out=tuple(key for key, name in names.items() if name == "Undeclared Write-ins"),
    )


def official_ballot(ballot, form):
    if form == "approval":
        return tuple(str(at) for at in ballot) or None
    if form == "scores":
        return {str(at): score for at, score in enumerate(ballot)}
    return tuple(None if place == "overvote" else tuple(str(at) for at in place) for place in ballot) or None


def order_of_events(official, names):
    """The lot as it fell there: who won, then who stayed longest."""
    lasted = dict.fromkeys(names, 0)
    for at, stage in enumerate(official.get("rounds") or (), start=1):
        for key, name in names.items():
            if exact(official_totals(stage).get(name, 0)) and name not in stage.get("eliminated", ()):
                lasted[key] = at
    for name, stage in (official.get("excluded_stage") or {}).items():
        lasted.update({key: stage for key in names if names[key] == name})
    won = {str(at): place for place, at in enumerate(official["winners"])}
    return sorted(names, key=lambda key: (won.get(key, len(names)), -lasted[key]))


def official_totals(stage):
    return stage.get("totals", stage.get("tally", stage))


def compare_official_winners(data, official, election, found, names):
    stated = [sorted(official["winners"])]
    if data["method"] == "schulze_debian":
        counted = [debian_winners(data["rules"], official, election, found.pairwise)]
    elif data["method"].startswith("schulze"):
        # Places that the source names in no order are filled one after the other.
        counted = [found.groups[0]] if data["seats"] == 1 else [found.winners]
    elif data["method"].startswith("ranked_pairs"):
        counted = [ranked_pairs_winners(election)]
    elif "winning_committees" in official:
        stated = sorted(sorted(committee) for committee in official["winning_committees"])
        counted = committees(found.tallies, data["seats"])
    else:
        counted = [found.winners]
    return same("the winners", stated, sorted(sorted(int(key) for key in group) for group in counted))


def ranked_pairs_winners(election):
    """Everybody who wins in some fall of the lot, for elections small enough to try them all."""
    pairs = count_pairs(election)
    lots = permutations(election.choices) if len(election.choices) <= 7 else [election.choices]
    winners = set()
    for order in lots:
        election.lot = GivenLot(order)
        below = lock_pairs(election, pairs, [])
        winners |= {key for key in election.choices if not any(key in under for under in below.values())}
    return sorted(winners)


def committees(tallies, seats):
    """Every way to fill the seats when the last of them are tied."""
    line = sorted(tallies.values(), reverse=True)[seats - 1]
    safe = [key for key in tallies if tallies[key] > line]
    level = [key for key in tallies if tallies[key] == line]
    found = {tuple(sorted([*safe, *order[: seats - len(safe)]])) for order in permutations(level)}
    return sorted(found)


def debian_winners(rules, official, election, pairs):
    default = str(rules["default_option"])
    quorums = {key: exact(row[2]) for key, row in official["quorum"].items()}
    ratios = {key: exact(row["ratio_required"]) for key, row in official["majority"].items()}
    strict = any(row["cmp"] in (">", "<=") for row in official["majority"].values())
    left = against_default(election.choices, pairs, default, quorums, ratios, strict)
    return schulze_groups(pairs, left, election.options)[0]


def compare_official_rounds(stated, rounds, names):
    stated = [stage for stage in stated if stage.get("totals", True)]
    if stated and "action" in stated[0]:
        return compare_official_actions(stated, rounds, names)
    # A source may print a round twice: once for who is elected, once for who goes out.
    unlike = [
        stage
        for at, stage in enumerate(stated)
        if at == 0 or official_totals(stage) != official_totals(stated[at - 1])
    ]
    rounds = [this for at, this in enumerate(rounds) if at == 0 or this.tallies != rounds[at - 1].tallies]
    problems, totals = [], 0
    for number, (stage, this) in enumerate(zip(unlike, rounds, strict=False), start=1):
        for key, name in names.items():
            text = str(official_totals(stage).get(name, 0))
            totals += 1
            if not printed_as(text, this.tallies.get(key, Fraction(0))):
                problems.append(
                    f"round {number}, {name}: official {text}, counted {plain(this.tallies.get(key, 0))}"
                )
    if len(unlike) < len(rounds):
        problems.append(f"official {len(unlike)} rounds, counted {len(rounds)}")
    return Check(
        f"{min(len(unlike), len(rounds))} rounds, {totals} totals", not problems, "; ".join(problems)
    )


def compare_official_actions(stated, rounds, names):
    """A source that prints the totals after every action: each of our rounds must be among them."""
    printed = [{key: exact(stage["totals"].get(name, 0)) for key, name in names.items()} for stage in stated]
    missing = [
        number
        for number, this in enumerate(rounds, start=1)
        if {key: this.tallies.get(key, Fraction(0)) for key in names} not in printed
    ]
    return Check(
        f"{len(rounds)} rounds", not missing, f"not in the source: rounds {missing}" if missing else ""
    )


def printed_as(text, value):
    """Whether a total is what the source prints; it may cut decimals off or round them."""
    shown = Fraction(text)
    unit = Fraction(1, 10 ** len(text.partition(".")[2]))
    return abs(shown - value) < unit


# --- the report ---------------------------------------------------------------------------------


def status_of(checks):
    if any(check.agrees is False for check in checks):
        return DIFFERS
    return NOT_CHECKED if any(check.agrees is None for check in checks) else HOLDS


def verify(content):
    """Everything that can be said about the bytes of a file: the exit status, and a report as JSON values."""
    try:
        return check_file(content)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as problem:
        # A value of another kind than it must be, somewhere deep in the file.
        raise Unreadable(f"Something in it is not what it should be ({problem}).") from problem


def check_file(content):
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable("This is not JSON.") from None
    if not isinstance(data, dict):
        raise Unreadable("This is not the export of a vote.")
    if "official" in data and "candidates" in data:
        parts = [("", str(data.get("name", "")), str(data.get("method", "")), recount_election(data))]
        title = str(data.get("id", ""))
    elif data.get("format") == FORMAT:
        contests = [
            read_contest(contest, number)
            for number, contest in enumerate(need(data, "contests", list, "The vote"), start=1)
        ]
        if not contests or len({contest.key for contest in contests}) != len(contests):
            raise Unreadable("There must be questions, each with its own key.")
        parts = [(each.key, each.question, each.method, compare(each)) for each in contests]
        title = words(data.get("title"))
    else:
        raise Unreadable(f"This is not of the form “{FORMAT}”.")
    report = {
        "title": title,
        "vote": data.get("vote"),
        "sha256": hashlib.sha256(content).hexdigest(),
        "contests": [
            {
                "key": key,
                "question": question,
                "method": method,
                "status": WORDS[status_of(checks)],
                "checks": [
                    {
                        "check": check.name,
                        "what": check.what,
                        "agrees": check.agrees,
                        "detail": check.detail,
                    }
                    for check in checks
                ],
            }
            for key, question, method, checks in parts
        ],
    }
    code = status_of([check for *_rest, checks in parts for check in checks])
    return code, {"status": WORDS[code], **report}


SUMMARY = {
    HOLDS: "Everything holds: a second, separate count gives the same result.",
    DIFFERS: "SOMETHING DIFFERS. Do not rely on this result before people have found out why.",
    NOT_CHECKED: "Nothing differs, but not everything could be checked: see above.",
}
SIGNS = {True: "agrees", False: "DIFFERS", None: "not checked"}


def as_text(code, report):
    lines = [f"Second count of: {report['title'] or 'a vote'}", f"SHA-256 of the file: {report['sha256']}"]
    for number, contest in enumerate(report["contests"], start=1):
        lines += ["", f"{number}. {contest['question']} ({contest['method']})"]
        for check in contest["checks"]:
            lines.append(f"   {SIGNS[check['agrees']]:<12} {check['what']}")
            lines += [f"                {detail}" for detail in check["detail"].split("; ") if detail]
    return "".join(f"{clean(line)}\n" for line in [*lines, "", SUMMARY[code]])


# --- canonical JSON -----------------------------------------------------------------------------

# Whole numbers beyond this are not the same in every program that reads JSON.
GREATEST = 2**53 - 1
DEEPEST = 60
write_text = json.JSONEncoder(ensure_ascii=False).encode


def read_whole(text):
    if len(text) > 17:
        raise ValueError("a number is too large")
    return int(text)


def refuse_number(text):
    raise ValueError(f"{text} is not a whole number")


READER = json.JSONDecoder(parse_int=read_whole, parse_float=refuse_number, parse_constant=refuse_number)


def canonical(value, depth=0):
    """The one text of a JSON value (RFC 8785). Raises ValueError for what these files may not hold.

    Numbers are whole: every exact number of a count is written as text, so that no program rounds it.
    """
    kind = type(value)
    if kind is str:
        return write_text(value)
    if kind is int:
        if abs(value) > GREATEST:
            raise ValueError("a number is too large")
        return str(value)
    if value is None or kind is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if depth > DEEPEST:
        raise ValueError("it is nested too deeply")
    if kind is list:
        return "[" + ",".join([canonical(inner, depth + 1) for inner in value]) + "]"
    if kind is dict:
        # The order is that of UTF-16 code units, which is not that of the characters.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        inside = [f"{write_text(key)}:{canonical(value[key], depth + 1)}" for key in keys]
        return "{" + ",".join(inside) + "}"
    raise ValueError(f"{kind.__name__} has no place in it")


def read_canonical(content, where):
    """The JSON value in these bytes, which must be its canonical form. Raises Unreadable."""
    try:
        text = content.decode()
        value = READER.decode(text)
        is_canonical = canonical(value) == text
    except (ValueError, RecursionError) as problem:
        raise Unreadable(f"{where} is not JSON of the kind that it must be ({problem}).") from None
    if not is_canonical:
        raise Unreadable(f"{where} is not written in the one form that it must have (RFC 8785).")
    return value


def read_lines(content, where):
    """The JSON values of a file with one value on each line."""
    lines = content.split(b"\n")
    if lines.pop() != b"":
        raise Unreadable(f"{where} must end with the end of a line.")
    return [read_canonical(line, f"{where}, line {number}") for number, line in enumerate(lines, start=1)]


# --- fingerprints, trees and signatures ---------------------------------------------------------


def sha256(content):
    return hashlib.sha256(content).digest()


def fingerprint(content):
    """SHA-256, as it is written for people."""
    return hashlib.sha256(content).hexdigest()


def fingerprint_of(value):
    return fingerprint(canonical(value).encode())


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def tree_roots(leaves, sizes):
    """The Merkle root (RFC 6962, section 2.1) over the first n leaves, for each n in `sizes`.

    Only the roots of whole subtrees are kept, as many as a size has ones in binary.
    """
    roots = {0: sha256(b"")} if 0 in sizes else {}
    whole = []
    for number, data in enumerate(leaves, start=1):
        whole.append((1, leaf_hash(data)))
        while len(whole) > 1 and whole[-1][0] == whole[-2][0]:
            size, right = whole.pop()
            _size, left = whole.pop()
            whole.append((2 * size, node_hash(left, right)))
        if number in sizes:
            root = whole[-1][1]
            for _size, left in reversed(whole[:-1]):
                root = node_hash(left, root)
            roots[number] = root
    return roots


def root_from_path(data, index, size, path):
    """The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2); None if it cannot be one."""
    if not 0 <= index < size:
        return None
    node, last, root = index, size - 1, leaf_hash(data)
    for beside in path:
        if last == 0:
            return None
        if node % 2 or node == last:
            root = node_hash(beside, root)
            # Where a subtree has no neighbor it is its own parent.
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            root = node_hash(root, beside)
        node, last = node // 2, last // 2
    return root if last == 0 else None


# Ed25519 (RFC 8032, section 5.1). Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)
NEUTRAL = (0, 1, 1, 0)


def add_points(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % FIELD
    b = (one[1] + one[0]) * (other[1] + other[0]) % FIELD
    c = 2 * one[3] * other[3] * CURVE % FIELD
    d = 2 * one[2] * other[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def multiply_point(times, point):
    result = NEUTRAL
    while times:
        if times & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        times >>= 1
    return result


def read_point(code):
    """The point that 32 bytes stand for; None when they stand for none."""
    number = int.from_bytes(code, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if x * x % FIELD != square:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if x * x % FIELD != square or (x == 0 and sign):
        return None
    if x % 2 != sign:
        x = FIELD - x
    return x, y, 1, x * y % FIELD


BASE = read_point((4 * pow(5, -1, FIELD) % FIELD).to_bytes(32, "little"))


@lru_cache(maxsize=1024)
def is_signed(public_key, message, signature):
    """Whether an Ed25519 signature (64 bytes) of a message fits a public key (32 bytes)."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, commitment = read_point(public_key), read_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little")
    here = multiply_point(scalar, BASE)
    there = add_points(commitment, multiply_point(challenge % ORDER, key))
    return all((here[at] * there[2] - there[at] * here[2]) % FIELD == 0 for at in (0, 1))


def read_base64(text):
    """The bytes behind a base64 text; None unless it is written in the one usual way."""
    try:
        content = binascii.a2b_base64(text.encode("ascii"))
    except ValueError:
        return None
    return content if binascii.b2a_base64(content, newline=False).decode() == text else None


def read_hex(text, length):
    """The bytes behind a hexadecimal text in small letters; None if it is something else."""
    if not isinstance(text, str) or len(text) != 2 * length or set(text) - set("0123456789abcdef"):
        return None
    return bytes.fromhex(text)


# --- reading the bundle of a vote ---------------------------------------------------------------

BUNDLE = "member-vote-bundle/1"
MEGABYTE = 2**20
LARGEST = 512 * MEGABYTE
# The most that each file of a bundle may have.
LIMITS = {
    "README.txt": MEGABYTE,
    "SHA256SUMS": MEGABYTE,
    "ballots.jsonl": 256 * MEGABYTE,
    "bundle.json": MEGABYTE,
    "checkpoints.txt": MEGABYTE,
    "count.json": 256 * MEGABYTE,
    "log.jsonl": 16 * MEGABYTE,
    "manifest.json": 16 * MEGABYTE,
    "reconciliation.json": MEGABYTE,
    "roll.json": MEGABYTE,
    "second_count.json": 16 * MEGABYTE,
}
NOT_ALWAYS = {"ballots.jsonl", "second_count.json"}
FIGURES = ("eligible", "participated", "stored", "opened", "valid", "invalid", "counted")

ZIP_START = b"PK\x03\x04"
# Signature, version, flags, method, time, date, CRC-32, size packed, size, length of name and of extra.
ZIP_ENTRY = struct.Struct("<4s5H3I2H")
ZIP_LISTED = struct.Struct("<4s6H3I5H2I")
ZIP_END = struct.Struct("<4s4H2IH")
# The first of January 1980, the earliest date that a ZIP can hold: it says nothing.
ZIP_DATE = 1 << 5 | 1


class Missing(Exception):
    """What a check needs is not published, or did not exist when the vote was held."""


class Remark(str):
    """Something that a check tells although it holds."""


def read_zip(content):
    """The files in a ZIP by name. Reads only ZIPs in which nothing is compressed. Raises Unreadable.

    Nothing is taken from the list at the end of a ZIP: what matters there is compared by `check_zip`.
    """
    files, at = {}, 0
    while content[at : at + 4] == ZIP_START:
        if at + ZIP_ENTRY.size > len(content):
            raise Unreadable("The ZIP file ends too early. Download it again.")
        _start, _version, flags, method, *_rest, packed, size, name_length, extra = ZIP_ENTRY.unpack_from(
            content, at
        )
        at += ZIP_ENTRY.size
        if flags or method or extra or packed != size:
            raise Unreadable(
                "The site did not pack this ZIP file. "
                "If you unpacked and packed it, give this program the folder instead."
            )
        name = content[at : at + name_length].decode("ascii", "replace")
        at += name_length
        if name in files or len(files) > len(LIMITS):
            raise Unreadable("There are too many files in the ZIP file.")
        check_size(name, size)
        files[name] = content[at : at + size]
        at += size
        if at > len(content):
            raise Unreadable("The ZIP file ends too early. Download it again.")
    return files


def read_folder(path):
    """The files of an unpacked bundle by name. Raises Unreadable, OSError."""
    files = {}
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        # Systems leave hidden files of their own behind.
        if entry.name.startswith("."):
            continue
        if not entry.is_file() or len(files) > len(LIMITS):
            raise Unreadable("The folder holds more than the files of a bundle.")
        check_size(entry.name, entry.stat().st_size)
        with open(entry.path, "rb") as file:
            files[entry.name] = file.read(LIMITS.get(entry.name, MEGABYTE))
    return files


def check_size(name, size):
    if size > LIMITS.get(name, MEGABYTE):
        raise Unreadable(f"{shown(name)} is larger than any vote could need.")


def pack_zip(files):
    """The ZIP that the site makes of these files: sorted, not compressed, with no date, always the same."""
    entries, listed = [], []
    at = 0
    for name in sorted(files):
        content, code = files[name], name.encode()
        common = (0, 0, 0, ZIP_DATE, binascii.crc32(content), len(content), len(content), len(code), 0)
        entry = ZIP_ENTRY.pack(ZIP_START, 20, *common) + code
        # Made by version 2.0 on a system of the Unix kind; everybody may read it.
        listed.append(
            ZIP_LISTED.pack(b"PK\x01\x02", 3 << 8 | 20, 20, *common, 0, 0, 0, 0o644 << 16, at) + code
        )
        entries += [entry, content]
        at += len(entry) + len(content)
    index = b"".join(listed)
    end = ZIP_END.pack(b"PK\x05\x06", 0, 0, len(listed), len(listed), len(index), at, 0)
    return b"".join([*entries, index, end])


class Bundle:
    """The files of a bundle, read when they are asked for. Each property raises Unreadable."""

    def __init__(self, files, packed=None):
        """`files`: contents by name. `packed`: the ZIP they were in, if they were in one."""
        self.files = files
        self.packed = packed

    def content(self, name):
        if name not in self.files:
            raise Unreadable(f"{name} is not in it.")
        return self.files[name]

    def table(self, name, keys=None):
        """A file with one JSON object that has these keys and no others."""
        value = read_canonical(self.content(name), name)
        if not isinstance(value, dict):
            raise Unreadable(f"{name} is not a JSON object.")
        if keys is not None:
            only_keys(value, keys, name)
        return value

    @cached_property
    def facts(self):
        return self.table("bundle.json", ("format", "vote", "manifest_sha256", "state"))

    @cached_property
    def manifest(self):
        return self.table("manifest.json")

    @cached_property
    def is_survey(self):
        return self.manifest.get("kind") == "advisory"

    @cached_property
    def log_key(self):
        """The name and the public key that the log is signed with; None for a vote that has none."""
        if "log" not in self.manifest:
            return None
        log = need(self.manifest, "log", dict, "manifest.json")
        key = read_base64(need(log, "public_key", str, "manifest.json"))
        if key is None or len(key) != 32:
            raise Unreadable("manifest.json: the public key of the log is not one.")
        return need(log, "origin", str, "manifest.json"), key

    @cached_property
    def log(self):
        return [
            read_log_line(line, number)
            for number, line in enumerate(read_lines(self.content("log.jsonl"), "log.jsonl"), start=1)
        ]

    def events(self, *kinds):
        return [line for line in self.log if line["kind"] in kinds]

    def only_event(self, *kinds):
        found = self.events(*kinds)
        if len(found) != 1:
            raise Unreadable(f"The log must have “{kinds[0]}” once; it has it {len(found)} times.")
        return found[0]

    @cached_property
    def log_roots(self):
        """The root of the log at every size."""
        return tree_roots([bytes.fromhex(line["hash"]) for line in self.log], set(range(len(self.log) + 1)))

    @cached_property
    def checkpoints(self):
        return read_checkpoints(self.content("checkpoints.txt"))

    @cached_property
    def roll(self):
        roll = self.table("roll.json", ("size", "root", "changes"))
        need(roll, "size", int, "roll.json")
        need(roll, "changes", int, "roll.json")
        if read_hex(roll["root"], 32) is None:
            raise Unreadable("roll.json: “root” is not a fingerprint.")
        return roll

    @cached_property
    def numbers(self):
        numbers = self.table("reconciliation.json", FIGURES)
        for name in FIGURES:
            if need(numbers, name, int, "reconciliation.json") < 0:
                raise Unreadable(f"reconciliation.json: “{name}” is less than nothing.")
        return numbers

    @cached_property
    def count(self):
        count = self.table("count.json", ("format", "vote", "title", "manifest_sha256", "contests"))
        for number, contest in enumerate(need(count, "contests", list, "count.json"), start=1):
            check_contest_keys(contest, f"count.json, question {number}")
        return count

    @property
    def contests(self):
        return self.count["contests"]

    @cached_property
    def has_ballots(self):
        """Whether the ballots are in count.json: of all questions, or of none."""
        found = {"ballots" in contest for contest in self.contests}
        if len(found) != 1:
            raise Unreadable("count.json has the ballots of some questions and not of others.")
        return found.pop()

    @cached_property
    def coded_ballots(self):
        """The lines of ballots.jsonl; None where the vote publishes no list of codes."""
        if "ballots.jsonl" not in self.files:
            return None
        lines = read_lines(self.content("ballots.jsonl"), "ballots.jsonl")
        for number, line in enumerate(lines, start=1):
            only_keys(line, ("code", "ballot"), f"ballots.jsonl, line {number}")
        return lines

    @cached_property
    def second_count(self):
        """The report of the second program; None where there is none. Its bytes are kept as they were."""
        if "second_count.json" not in self.files:
            return None
        try:
            report = json.loads(self.content("second_count.json"))
        except (ValueError, RecursionError):
            raise Unreadable("second_count.json is not JSON.") from None
        if not isinstance(report, dict):
            raise Unreadable("second_count.json is not a report.")
        return report


def only_keys(value, keys, where, extra=()):
    """Refuse anything that nobody would look at."""
    if not isinstance(value, dict):
        raise Unreadable(f"{where} is not a JSON object.")
    for key in keys:
        if key not in value:
            raise Unreadable(f"{where}: “{key}” is missing.")
    for key in value:
        if key not in keys and key not in extra:
            raise Unreadable(f"{where}: “{shown(key)}” has no place there.")


# What a question has in common with the manifest, besides its choices.
FROZEN = ("key", "question", "method", "seats", "options", "rule")
CONTEST_KEYS = (*FROZEN, "choices", "turnout", "lot", "result")
CHOICE_KEYS = ("key", "kind", "label")


def check_contest_keys(contest, where):
    only_keys(contest, CONTEST_KEYS, where, ("ballots",))
    only_keys(contest["turnout"], ("eligible", "ballots", "recused", "members"), f"{where}, turnout")
    only_keys(need(contest["result"], "decision", dict, where), ("outcome", "winners"), f"{where}, decision")
    for choice in need(contest, "choices", list, where):
        only_keys(choice, CHOICE_KEYS, f"{where}, a choice")


LOG_KEYS = ("vote", "number", "at", "kind", "actor", "payload")


def read_log_line(line, number):
    where = f"log.jsonl, line {number}"
    only_keys(line, (*LOG_KEYS, "previous_hash", "hash"), where)
    for name in ("vote", "at", "kind", "actor"):
        need(line, name, str, where)
    need(line, "payload", dict, where)
    if read_hex(line["hash"], 32) is None or read_hex(line["previous_hash"], 32) is None:
        raise Unreadable(f"{where}: a fingerprint is not one.")
    return line


@dataclass
class Checkpoint:
    """What somebody signed about a log: its name, how many lines it had, and their root."""

    origin: str
    size: int
    root: bytes
    key_id: bytes
    signature: bytes

    def text(self):
        root = binascii.b2a_base64(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}"

    def fault(self, origin, public_key):
        """Why this is no signature of that log by that key; None if it is one."""
        if self.origin != origin:
            return f"it is about another log, “{shown(self.origin)}”"
        if self.key_id != sha256(origin.encode() + b"\n\x01" + public_key)[:4]:
            return "it was signed with another key"
        if not is_signed(public_key, self.text().encode(), self.signature):
            return "its signature is not valid"
        return None


def read_checkpoint(lines, where):
    """A signed note: origin, size, root, an empty line, and one signature. Raises Unreadable."""
    if len(lines) != 5 or lines[3] or not lines[0]:
        raise Unreadable(f"{where} does not have the form of a signed note.")
    origin, size, root, _empty, signed = lines
    start = f"— {origin} "
    root, code = read_base64(root), read_base64(signed[len(start) :])
    fits = (
        signed.startswith(start)
        and code is not None
        and len(code) == 68
        and root is not None
        and len(root) == 32
        and size.isascii()
        and size.isdigit()
        and len(size) < 10
        and str(int(size)) == size
    )
    if not fits:
        raise Unreadable(f"{where} does not have the form of a signed note.")
    return Checkpoint(origin, int(size), root, code[:4], code[4:])


def read_checkpoints(content):
    """The signed notes of checkpoints.txt, which has an empty line between two."""
    if not content:
        return []
    try:
        text = content.decode()
    except ValueError:
        raise Unreadable("checkpoints.txt is not text.") from None
    # Six lines each: the last one is the empty line before the next note, or what follows the end.
    lines = text.split("\n")
    if len(lines) % 6 or any(lines[5::6]) or len(lines) > 6000:
        raise Unreadable("checkpoints.txt does not hold one signed note after another.")
    return [
        read_checkpoint(lines[at : at + 5], f"checkpoints.txt, note {at // 6 + 1}")
        for at in range(0, len(lines), 6)
    ]


# --- what must be true of a bundle --------------------------------------------------------------
#
# Each rule yields what is wrong, one sentence each, and Remarks, which are not wrong. It raises
# Missing when there is nothing to compare with.


def differ(what, here, there):
    if not alike(here, there):
        yield f"{what}: {shown(here)} is not {shown(there)}"


def alike(here, there):
    """Whether two JSON values are the same one; 1 and true are not."""
    if isinstance(here, (dict, list)) and here == there:
        return canonical(here) == canonical(there)
    return type(here) is type(there) and here == there


def check_zip(bundle):
    if bundle.packed != pack_zip(bundle.files):
        yield "the ZIP was packed by another program, or changed after it was packed"


def check_names(bundle):
    yield from (f"{name} is missing" for name in LIMITS if name not in {*bundle.files, *NOT_ALWAYS})
    yield from (f"{shown(name)} has no place in it" for name in bundle.files if name not in LIMITS)


def check_sums(bundle):
    listed = bundle.content("SHA256SUMS")
    sums = {name: fingerprint(content) for name, content in bundle.files.items() if name != "SHA256SUMS"}
    wanted = {name: f"{sums[name]}  {name}\n".encode() for name in sorted(sums)}
    if listed != b"".join(wanted.values()):
        found = set(listed.splitlines(keepends=True))
        yield from (f"{shown(name)} is not as listed" for name, line in wanted.items() if line not in found)
        if found >= set(wanted.values()):
            yield "SHA256SUMS lists more than there is, or in another order"


READERS = (
    "facts",
    "manifest",
    "log",
    "log_key",
    "checkpoints",
    "roll",
    "numbers",
    "count",
    "coded_ballots",
    "second_count",
)


def check_form(bundle):
    for name in READERS:
        try:
            getattr(bundle, name)
        except Unreadable as problem:
            yield str(problem)


def check_facts(bundle):
    yield from differ("the form of the bundle", bundle.facts["format"], BUNDLE)
    yield from differ("the form of count.json", bundle.count["format"], FORMAT)
    vote = need(bundle.manifest, "vote", str, "manifest.json")
    yield from differ("the vote in bundle.json", bundle.facts["vote"], vote)
    yield from differ("the vote in count.json", bundle.count["vote"], vote)
    if bundle.log_key:
        yield from differ("the name of the log", bundle.log_key[0], f"member-vote/{vote}")
    for line in bundle.log:
        yield from differ(f"the vote in line {line['number']} of the log", line["vote"], vote)
    state = "archived" if bundle.events("archived") else "published"
    yield from differ("the state of the vote", bundle.facts["state"], state)


# What was voted on.


def check_manifest(bundle):
    found = fingerprint(bundle.content("manifest.json"))
    yield from differ("the manifest that bundle.json names", bundle.facts["manifest_sha256"], found)
    yield from differ("the manifest that count.json names", bundle.count["manifest_sha256"], found)
    announced = bundle.events("announced")
    for line in announced:
        stated = line["payload"].get("manifest_sha256")
        yield from differ("the manifest that was announced", stated, found)
    if not announced:
        raise Missing("this vote was imported from older software; its log names no manifest")


def check_contests(bundle):
    frozen = need(bundle.manifest, "contests", list, "manifest.json")
    yield from differ("the title", bundle.count["title"], bundle.manifest.get("title"))
    yield from differ("the number of questions", len(bundle.contests), len(frozen))
    for number, (contest, fixed) in enumerate(zip(bundle.contests, frozen, strict=False), start=1):
        for name in FROZEN:
            yield from differ(f"question {number}, {name}", contest[name], fixed.get(name))
        choices = [
            {key: choice.get(key) for key in CHOICE_KEYS}
            for choice in need(fixed, "choices", list, f"manifest.json, question {number}")
        ]
        yield from differ(f"question {number}, the choices", contest["choices"], choices)


def check_published(bundle):
    """The manifest promised what is published of the ballots: not less may come, and never more."""
    promised = bundle.manifest.get("publish") == "ballots"
    if bundle.has_ballots and not promised:
        yield "count.json holds ballots, and the manifest promised that they stay secret"
    coded = bundle.coded_ballots is not None
    if coded and bundle.manifest.get("tracking_codes") is not True:
        yield "there is a list of ballots with codes, and the manifest promised none"
    if coded and not bundle.has_ballots:
        yield "there is a list of ballots with codes, and no ballots in count.json"
    if bundle.has_ballots and promised and bundle.manifest.get("tracking_codes") is True and not coded:
        yield "the list of ballots with codes (ballots.jsonl) is missing"
    too_few = too_few_to_publish(bundle)
    if bundle.has_ballots and too_few:
        yield f"count.json holds the ballots, although there are {too_few}: they say who voted how"
    if promised and not bundle.has_ballots:
        raise Missing(f"the ballots are not published: {why_none(bundle, too_few)}")


def why_none(bundle, too_few):
    if too_few:
        return f"there are {too_few}"
    if "ballots_sha256" in bundle.only_event("counted")["payload"]:
        return "the log has the fingerprint of ballots, and count.json has none"
    return "count.json has none; ballots that are all alike are kept back"


def too_few_to_publish(bundle):
    """Why the manifest keeps the ballots back although it publishes ballots: few, or all alike. Else ""."""
    least = bundle.manifest.get("least_published")
    # Where everybody reads who chose what, there is nothing to keep back.
    names = bundle.manifest.get("names")
    if least is None or (isinstance(names, dict) and names.get("shown_to") == "public"):
        return ""
    if bundle.numbers["valid"] < need(bundle.manifest, "least_published", int, "manifest.json"):
        return f"fewer than {least} of them"
    if bundle.has_ballots and all(len(contest["ballots"]) < 2 for contest in bundle.contests):
        return "only equal ones"
    return ""


# The log.


def check_chain(bundle):
    previous = "00" * 32
    if not bundle.log:
        yield "the log is empty"
    for number, line in enumerate(bundle.log, start=1):
        content = canonical({key: line[key] for key in LOG_KEYS}).encode()
        if line["number"] != number:
            yield f"line {number} has the number {shown(line['number'])}: a line is missing or was moved"
        if line["previous_hash"] != previous:
            yield f"line {number} does not follow from the line before it"
        if line["hash"] != fingerprint(b"\x00" + bytes.fromhex(line["previous_hash"]) + content):
            yield f"line {number} is not what its fingerprint says"
        previous = line["hash"]


# What may come after what: the state of a vote, then the event, then the state after it.
STEPS = {
    "nothing": {"announced": "announced", "imported": "imported"},
    "announced": {"opened": "open"},
    "imported": {"closed": "closed"},
    "open": {"roll_added": "open", "roll_struck": "open", "closed": "closed", "closed_early": "closed"},
    "closed": {"lot_drawn": "lot drawn"},
    "lot drawn": {"counted": "counted"},
    "counted": {"recounted": "counted again", "published": "published"},
    "counted again": {"recounted": "counted again", "signed": "signed once"},
    "signed once": {"recounted": "signed once", "signed": "signed twice"},
    "signed twice": {"certified": "certified"},
    "certified": {"secrets_destroyed": "certified", "published": "published"},
    "published": {"secrets_destroyed": "published", "archived": "archived"},
    "archived": {"secrets_destroyed": "archived"},
}
# What changes nothing, and when it may happen.
ASIDE = {
    "tellers_appointed": {"nothing", "announced", "open", "closed"},
    "close_early_asked": {"open"},
    "roll_add_asked": {"open"},
    "roll_strike_asked": {"open"},
    "appeal_made": {"announced", "open"},
    "appeal_settled": {"announced", "open"},
    "officers_key_tested": {"announced"},
    "share_given": {"closed"},
    "void_asked": {"open", "closed", "counted", "counted again", "signed once", "certified"},
    "recount_differs": {"counted", "counted again", "signed once"},
}
KNOWN_EVENTS = {kind for steps in STEPS.values() for kind in steps} | set(ASIDE)


def check_order(bundle):
    state = "nothing"
    strange = []
    for line in bundle.log:
        kind, number = line["kind"], line["number"]
        if kind in STEPS[state]:
            before, state = state, STEPS[state][kind]
            if (before, kind) == ("counted", "published") and not bundle.is_survey:
                yield f"line {number}: the result was published, and nobody had signed it"
            accepted = line["payload"].get("accepted")
            if accepted:
                yield Remark(f"line {number}: opened although the site had warnings: {shown(accepted)}")
            if kind in ("recounted", "signed", "certified") and bundle.is_survey:
                yield f"line {number}: a survey is not signed (“{kind}”)"
        elif kind in ASIDE:
            if state not in ASIDE[kind]:
                yield f"line {number}: “{kind}” cannot happen when the vote is {state}"
            if kind == "recount_differs":
                yield Remark(f"line {number}: a second count differed at that time, before anybody signed")
        elif kind in KNOWN_EVENTS:
            yield f"line {number}: “{kind}” cannot happen when the vote is {state}"
        else:
            strange.append(f"line {number}: this program does not know “{shown(kind)}”")
    if state not in ("published", "archived"):
        yield f"the log ends before the result was published (the vote is {state})"
    if strange:
        raise Missing("; ".join(strange))


# What takes two people, and how the first of them asks for it.
ASKED_FOR = {
    "closed_early": "close_early_asked",
    "roll_added": "roll_add_asked",
    "roll_struck": "roll_strike_asked",
}


def check_people(bundle):
    """What takes two people was done by two, and signed by those who were appointed."""
    tellers, signers, asked = None, [], {}
    for line in bundle.log:
        kind, actor, number = line["kind"], line["actor"], line["number"]
        if kind == "tellers_appointed":
            tellers = need(line["payload"], "tellers", list, f"log.jsonl, line {number}")
        elif kind in ASKED_FOR.values():
            asked[kind] = actor
        elif kind in ASKED_FOR:
            first = asked.pop(ASKED_FOR[kind], None)
            if first is None:
                yield f"line {number}: “{kind}”, and nobody had asked for it"
            elif not actor or first == actor:
                yield f"line {number}: “{kind}” by {shown(actor)} alone; two people must agree"
        elif kind == "signed":
            yield from signature_faults(line, signers, tellers)
            signers.append(actor)
    if len(signers) != 2 and not bundle.is_survey:
        yield f"the result has {len(signers)} signatures; there must be two"


def signature_faults(line, signers, tellers):
    actor, number = line["actor"], line["number"]
    if not actor:
        yield f"line {number}: nobody is named as signer"
    if actor in signers:
        yield f"line {number}: {shown(actor)} signed twice; two different tellers must sign"
    if tellers is not None and actor not in tellers:
        yield f"line {number}: {shown(actor)} signed and is not an appointed teller"


def check_officers(bundle):
    """The key that officers hold was tested before the vote, and enough of them brought it afterwards."""
    box = need(bundle.manifest, "box", dict, "manifest.json")
    officers = need(box, "officers", list, "manifest.json")
    stated = fingerprint(need(box, "public_key", str, "manifest.json").encode())
    tested = bundle.only_event("opened")["payload"].get("officers_key")
    if not isinstance(tested, dict) or tested.get("public_key_sha256") != stated:
        yield "the vote was opened, and the key that was tested is not the announced one"
    given = set()
    for line in bundle.events("share_given"):
        where = f"line {line['number']} of the log"
        officer = line["payload"].get("officer")
        if officer not in officers:
            yield f"{where}: {shown(officer)} is none of the officers that were announced"
        given.add(need(line["payload"], "number", int, where))
    wanted = need(box, "shares_needed", int, "manifest.json")
    # An empty box opens without a key.
    if len(given) < wanted and bundle.numbers["opened"]:
        yield f"{len(given)} officers brought their share of the key; {wanted} are needed"


def check_times(bundle):
    """The clock of the site allowed each step. Times are those that the site wrote down itself."""
    opens, closes = (moment(bundle.manifest.get(name), "manifest.json") for name in ("opens_at", "closes_at"))
    hours = need(bundle.manifest, "challenge_hours", int, "manifest.json")
    earliest = {"opened": opens, "closed": closes}
    for line in bundle.log:
        number, kind = line["number"], line["kind"]
        at = moment(line["at"], f"log.jsonl, line {number}")
        if kind in earliest and at < earliest[kind]:
            yield f"line {number}: “{kind}” came too early, at {shown(line['at'])}"
        if kind == "certified":
            try:
                until = at + timedelta(hours=hours)
            except OverflowError:
                raise Unreadable("manifest.json: there are too many hours for objections.") from None
            earliest |= dict.fromkeys(("published", "secrets_destroyed"), until)


def moment(text, where):
    """A point in time, as it is written in the files."""
    try:
        # Python 3.10 does not know the Z.
        read = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
    except (ValueError, AttributeError):
        raise Unreadable(f"{where}: {shown(text)} is not a time.") from None
    if read.tzinfo is None:
        raise Unreadable(f"{where}: {shown(text)} is a time without a time zone.")
    return read


# After these the site signs the log.
MILESTONES = ("announced", "opened", "closed", "closed_early", "certified", "published")


def check_checkpoints(bundle):
    if bundle.log_key is None:
        if bundle.files.get("checkpoints.txt"):
            yield "there are signatures, and the manifest names no key for them"
        raise Missing("this vote is older than signed logs: its manifest names no key")
    size = 0
    for number, note in enumerate(bundle.checkpoints, start=1):
        fault = note.fault(*bundle.log_key)
        if fault:
            yield f"signature {number}: {fault}"
        elif note.size <= size:
            yield f"signature {number}: the signed log became shorter, or did not grow"
        yield from log_faults(bundle, note, f"signature {number}")
        size = max(size, note.size)
    yield from check_signed_steps(bundle, {note.size for note in bundle.checkpoints})
    if 0 < size < len(bundle.log):
        lines = "line" if size + 1 == len(bundle.log) else f"lines {size + 1} to"
        yield Remark(f"{lines} {len(bundle.log)} came after the last signature: chained, and not yet signed")


def log_faults(bundle, note, what):
    """Whether the log is the one that was signed, or has grown from it."""
    if note.size > len(bundle.log):
        yield f"{what}: the log had {note.size} lines; here it has {len(bundle.log)}"
    elif bundle.log_roots[note.size] != note.root:
        yield f"{what}: the first {note.size} lines of the log are not the ones that were signed"


def check_signed_steps(bundle, sizes):
    """Each step was signed before the next one, so that nothing between them could be rewritten."""
    steps = [line for line in bundle.log if line["kind"] in MILESTONES]
    for at, line in enumerate(steps):
        end = steps[at + 1]["number"] if at + 1 < len(steps) else len(bundle.log) + 1
        if not any(line["number"] <= size < end for size in sizes):
            yield f"no signature of the log was made after line {line['number']}, “{line['kind']}”"


# People and ballots.


def check_roll(bundle):
    changes = bundle.events("roll_added", "roll_struck")
    yield from differ("the number of changes to the roll", bundle.roll["changes"], len(changes))
    last = None
    for line in bundle.events("opened", "roll_added", "roll_struck"):
        where = f"line {line['number']} of the log"
        roll = need(line["payload"], "roll", dict, where)
        only_keys(roll, ("size", "root"), where)
        size = need(roll, "size", int, where)
        if read_hex(roll["root"], 32) is None:
            raise Unreadable(f"{where}: the root of the roll is not a fingerprint.")
        if line["kind"] != "opened":
            yield from roll_change_faults(line, last, size)
        last = roll
    if last is None:
        raise Missing("this vote was imported from older software; its log does not name the roll")
    yield from differ("the size of the roll", bundle.roll["size"], last["size"])
    yield from differ("the root of the roll", bundle.roll["root"], last["root"])


def roll_change_faults(line, before, size):
    if before is not None:
        grew = size - before["size"]
        if (grew <= 0) if line["kind"] == "roll_added" else (grew >= 0):
            yield f"line {line['number']}: “{line['kind']}” took the roll from {before['size']} to {size}"
    if not str(line["payload"].get("reason") or "").strip():
        yield f"line {line['number']}: the roll was changed, and no reason is given"


def check_reconciliation(bundle):
    """The seven figures say the same everywhere, and follow from each other."""
    numbers = bundle.numbers
    closed = bundle.only_event("closed", "closed_early")["payload"]
    counted = bundle.only_event("counted")["payload"]
    yield from differ("people on the roll", numbers["eligible"], bundle.roll["size"])
    if numbers["participated"] > numbers["eligible"]:
        yield "more people took part than were on the roll"
    both = numbers["valid"] + numbers["invalid"]
    yield from differ("ballots in the box, people who took part", numbers["stored"], numbers["participated"])
    yield from differ("ballots opened, ballots in the box", numbers["opened"], numbers["stored"])
    yield from differ("valid and invalid ballots together, ballots opened", both, numbers["opened"])
    yield from differ("ballots counted, valid ballots", numbers["counted"], numbers["valid"])
    for name in ("participated", "stored"):
        yield from differ(f"{name}, in the log when the vote closed", closed.get(name), numbers[name])
    for name in ("eligible", "participated", "opened", "valid", "invalid"):
        yield from differ(f"{name}, in the log when it was counted", counted.get(name), numbers[name])


def check_turnout(bundle):
    """Each result tells the same figures as the log."""
    counted = bundle.only_event("counted")["payload"]
    for number, contest in enumerate(bundle.contests, start=1):
        where = f"question {number}"
        figures = need(contest["result"], "figures", dict, f"count.json, {where}")
        turnout = contest["turnout"]
        for name in ("eligible", "members", "participated", "opened", "valid", "invalid"):
            yield from differ(f"{where}, {name} in the result", figures.get(name), counted.get(name))
        for name, stated in (
            ("eligible", figures.get("eligible")),
            ("ballots", figures.get("valid")),
            ("members", figures.get("members")),
            ("recused", figures.get("recused", 0)),
        ):
            yield from differ(f"{where}, {name} in the turnout", turnout[name], stated)
        if bundle.has_ballots:
            inside = sum(line[0] for line in ballot_lines(contest, where))
            yield from differ(f"{where}, ballots in count.json", inside, bundle.numbers["counted"])
    if bundle.coded_ballots is not None:
        yield from differ("ballots with codes", len(bundle.coded_ballots), bundle.numbers["counted"])


def ballot_lines(contest, where):
    lines = need(contest, "ballots", list, f"count.json, {where}")
    for line in lines:
        if not isinstance(line, list) or len(line) != 2 or type(line[0]) is not int or line[0] < 1:
            raise Unreadable(f"count.json, {where}: a line of the ballots is not what it should be.")
    return lines


# The result.


def check_result(bundle):
    results = {
        contest["key"]: {key: value for key, value in contest["result"].items() if key != "decision"}
        for contest in bundle.contests
    }
    stated = bundle.only_event("counted")["payload"].get("result_sha256")
    yield from differ("the fingerprint of the result", fingerprint_of(results), stated)


def check_lot(bundle):
    seed = bundle.only_event("lot_drawn")["payload"].get("seed")
    for number, contest in enumerate(bundle.contests, start=1):
        yield from differ(f"question {number}, the lot", contest["lot"], seed)
        yield from differ(f"question {number}, the lot of the result", contest["result"].get("lot"), seed)


def check_ballots(bundle):
    """The published ballots are the ones of that day, by their fingerprint in the log."""
    stated = bundle.only_event("counted")["payload"].get("ballots_sha256")
    if not bundle.has_ballots:
        raise Missing("the ballots of this vote are not published")
    if stated is None:
        raise Missing("this vote is older than this check: its log does not name the ballots")
    ballots = {contest["key"]: contest["ballots"] for contest in bundle.contests}
    yield from differ("the fingerprint of the ballots", fingerprint_of(ballots), stated)


def check_recounted(bundle):
    """What the second program was given is the file that is published."""
    contents = {line["payload"].get("content") for line in bundle.events("recounted")}
    if len(contents) > 1:
        yield "the second program was given different counts at different times"
    if not bundle.has_ballots:
        raise Missing("it counted the ballots, which are not published")
    if own_fingerprint() in [line["payload"].get("program") for line in bundle.events("recounted")]:
        yield Remark("that was the very program that you are reading this from")
    found = fingerprint(bundle.content("count.json"))
    for stated in contents:
        yield from differ("the fingerprint of count.json", found, stated)


def check_second_count(bundle):
    """The report that the tellers had before them is the one in the log, and found no difference."""
    lines = bundle.events("recounted")
    stated = [line["payload"]["report"] for line in lines if "report" in line["payload"]]
    report = bundle.second_count
    if not stated:
        if report is not None:
            yield "there is a report of a second count (second_count.json), and the log names none"
        raise Missing("this vote is older than this check: its log names no report")
    if report is None:
        yield "the report of the second count (second_count.json) is missing"
        return
    if fingerprint(bundle.content("second_count.json")) not in stated:
        yield "second_count.json is not the report that the log names"
    contents = [line["payload"].get("content") for line in lines]
    if report.get("sha256") not in contents:
        yield "the report of the second count is about another file"
    yield from report_faults(bundle, report)


def report_faults(bundle, report):
    if report.get("status") not in (WORDS[HOLDS], WORDS[NOT_CHECKED]):
        yield "the second count did not agree"
    questions = need(report, "contests", list, "second_count.json")
    keys = [question.get("key") if isinstance(question, dict) else None for question in questions]
    yield from differ("the questions counted again", keys, [contest["key"] for contest in bundle.contests])
    for number, question in enumerate(questions, start=1):
        for check in need(question, "checks", list, "second_count.json"):
            if not isinstance(check, dict) or check.get("agrees") is False:
                yield f"question {number}: the second count did not agree"
            elif check.get("agrees") is None:
                yield Remark(f"question {number}: the second program did not know {shown(check.get('what'))}")


def check_list_of_codes(bundle):
    """Everybody is shown the same list: else each voter could be shown one that only she sees."""
    stated = bundle.only_event("counted")["payload"].get("codes_sha256")
    if stated is None:
        raise Missing("the log does not name this list, so others may have been shown another one")
    found = fingerprint(bundle.content("ballots.jsonl"))
    yield from differ("the fingerprint of ballots.jsonl", found, stated)


CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def check_codes(bundle):
    """One line for each ballot, sorted by code; taken apart they are the ballots that were counted."""
    codes = [line["code"] for line in bundle.coded_ballots]
    for number, code in enumerate(codes, start=1):
        if not is_code(code):
            raise Unreadable(f"ballots.jsonl, line {number}: {shown(code)} is not a code.")
    yield from (f"the code {code} stands there {times} times" for code, times in repeated(codes))
    if codes != sorted(codes):
        yield "the ballots are not sorted by code"
    keys = [contest["key"] for contest in bundle.contests]
    for number, line in enumerate(bundle.coded_ballots, start=1):
        only_keys(line["ballot"], keys, f"ballots.jsonl, line {number}")
    for number, contest in enumerate(bundle.contests, start=1):
        here = Counter(canonical(line["ballot"][contest["key"]]) for line in bundle.coded_ballots)
        there = Counter()
        for times, selection in ballot_lines(contest, f"question {number}"):
            there[canonical(selection)] += times
        if here != there:
            apart = sum(((here - there) + (there - here)).values())
            yield f"question {number}: {apart} ballots stand in only one of ballots.jsonl and count.json"


def is_code(code):
    if not isinstance(code, str) or len(code) != 19:
        return False
    groups = code.split("-")
    return len(groups) == 4 and all(len(group) == 4 and set(group) <= set(CODE_SIGNS) for group in groups)


def repeated(values):
    return [(value, times) for value, times in Counter(values).items() if times > 1]


@dataclass
class Rule:
    """One thing that is checked of a bundle: its name for machines, for people, and how."""

    name: str
    what: str
    check: object
    # Whether it applies to a bundle at all.
    applies: object = None


def is_signed_vote(bundle):
    return not bundle.is_survey


def is_kept_by_officers(bundle):
    box = bundle.manifest.get("box")
    return isinstance(box, dict) and box.get("key_kept_by") == "officers"


def has_codes(bundle):
    return "ballots.jsonl" in bundle.files


PARTS = {
    "The file": [
        Rule(
            "zip",
            "The file is packed exactly as the site packs it.",
            check_zip,
            lambda bundle: bundle.packed is not None,
        ),
        Rule("names", "It has every part that it must have, and nothing else.", check_names),
        Rule("sums", "Each part has the fingerprint that SHA256SUMS lists.", check_sums),
        Rule("form", "Each part is written in the one form that it must have.", check_form),
        Rule("facts", "All parts are about the same vote.", check_facts),
    ],
    "What was voted on": [
        Rule(
            "manifest",
            "The questions and the rules are the ones that were fixed when the vote was announced.",
            check_manifest,
        ),
        Rule("contests", "The count has the same questions, choices, seats and rules.", check_contests),
        Rule("published", "It tells of the ballots what was promised, and no more.", check_published),
    ],
    "The log of the vote": [
        Rule("chain", "Each line follows from the one before: none was changed or left out.", check_chain),
        Rule("order", "The steps of the vote came in the right order.", check_order),
        Rule("people", "What takes two people was done by two different people.", check_people),
        Rule(
            "officers",
            "As many officers as are needed brought their shares of the key.",
            check_officers,
            is_kept_by_officers,
        ),
        Rule("times", "By the clock of the site, no step came too early.", check_times),
        Rule("checkpoints", "The site signed the log after every step.", check_checkpoints),
    ],
    "People and ballots": [
        Rule("roll", "The roll is the one in the log; each change to it is there with a reason.", check_roll),
        Rule(
            "reconciliation",
            "The figures below add up, and the log has the same ones.",
            check_reconciliation,
        ),
        Rule("turnout", "The result of each question was made from these figures.", check_turnout),
    ],
    "The result": [
        Rule("result", "It is the result that the log has from the day of the count.", check_result),
        Rule("lot", "The lot is the one that was drawn before any ballot was read.", check_lot),
        Rule("ballots", "The ballots are the ones that were counted on that day.", check_ballots),
        Rule(
            "recounted",
            "A second program counted exactly this before the tellers signed.",
            check_recounted,
            is_signed_vote,
        ),
        Rule(
            "second_count",
            "The report of that second count is here, and found no difference.",
            check_second_count,
            is_signed_vote,
        ),
        Rule("codes", "Each ballot with a tracking code was counted, and no other.", check_codes, has_codes),
        Rule(
            "list_of_codes",
            "The list of tracking codes is the one from the day of the count.",
            check_list_of_codes,
            has_codes,
        ),
    ],
}


def check_rule(bundle, rule):
    """The outcome of one rule. Whatever stands in the files, it is no error of this program."""
    problems, remarks, missing = [], [], ""
    try:
        for said in rule.check(bundle):
            (remarks if isinstance(said, Remark) else problems).append(str(said))
    except Missing as reason:
        missing = str(reason)
    except NotGiven:
        raise
    except Unreadable as problem:
        problems.append(str(problem))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        problems.append("something in the files is not what it should be")
    if problems:
        return Check(rule.what, False, "; ".join(problems[:SHOWN_PROBLEMS] + more_than(problems)), rule.name)
    if missing:
        return Check(rule.what, None, "; ".join([missing, *remarks]), rule.name)
    return Check(rule.what, True, "; ".join(remarks), rule.name)


SHOWN_PROBLEMS = 20


def more_than(problems):
    return [f"and {len(problems) - SHOWN_PROBLEMS} more"] if len(problems) > SHOWN_PROBLEMS else []


# --- what somebody holds against it -------------------------------------------------------------


@dataclass
class Held:
    """What a reader brings along: from a mail, from the ballot, from the voter's own page."""

    manifest_sha256: str = None
    checkpoint: bytes = None
    code: str = None
    roll_proof: bytes = None

    def __bool__(self):
        return any(value is not None for value in vars(self).values())


def held_rules(held):
    """The rules for what was brought along."""
    rules = []
    if held.manifest_sha256 is not None:
        rules.append(
            Rule(
                "held_manifest",
                "The questions and the rules have the fingerprint that you gave.",
                lambda bundle: check_held_manifest(bundle, held.manifest_sha256),
            )
        )
    if held.checkpoint is not None:
        rules.append(
            Rule(
                "held_checkpoint",
                "The log is the one that was signed in your mail.",
                lambda bundle: check_held_checkpoint(bundle, held.checkpoint),
            )
        )
    if held.code is not None:
        rules.append(
            Rule(
                "held_code",
                "Your ballot is in the count. What it says stands at the end.",
                lambda bundle: check_held_code(bundle, held.code),
            )
        )
    if held.roll_proof is not None:
        rules.append(
            Rule(
                "held_roll_proof",
                "You were on the roll.",
                lambda bundle: check_held_roll_proof(bundle, held.roll_proof),
            )
        )
    return rules


def check_held_manifest(bundle, given):
    stated = "".join(sign for sign in given.lower() if sign not in " :-\t\r\n")
    if read_hex(stated, 32) is None:
        raise NotGiven("What you gave is no fingerprint: that has 64 signs, 0 to 9 and a to f.")
    found = fingerprint(bundle.content("manifest.json"))
    yield from differ("the fingerprint of the manifest", found, stated)


def check_held_checkpoint(bundle, content):
    if bundle.log_key is None:
        raise Missing("the manifest of this vote names no key for signatures")
    note = find_checkpoint(content, bundle.log_key[0])
    fault = note.fault(*bundle.log_key)
    if fault:
        yield f"your signed note: {fault}"
        return
    faults = list(log_faults(bundle, note, "your signed note"))
    yield from faults
    if not faults and note not in bundle.checkpoints:
        yield Remark("your note is not in the bundle, but the log agrees with it")


def find_checkpoint(content, origin):
    """The signed note in what somebody saved from a mail, quoted or broken into shorter lines."""
    text = content.decode("utf-8-sig", "replace")
    lines = [line.strip("> \t") for line in text.splitlines()]
    if not any(line.startswith("member-vote/") for line in lines):
        raise NotGiven("There is no signed note in what you gave.")
    if origin not in lines:
        raise Unreadable("your note is about another vote")
    size, root, *rest = [*lines[lines.index(origin) + 1 :], "", ""]
    signed = " ".join(rest).split()
    if len(signed) < 3 or signed[0] not in DASHES or signed[1] != origin:
        raise NotGiven("The signed note that you gave is not whole.")
    signature = "".join(signed[2:])[:SIGNATURE_LENGTH]
    try:
        return read_checkpoint([origin, size, root, "", f"— {origin} {signature}"], "The note")
    except Unreadable:
        raise NotGiven("The signed note that you gave is not whole.") from None


# What mail programs make of the dash, and how long a key id with a signature is in base64.
DASHES = ("—", "–", "-", "--")
SIGNATURE_LENGTH = 92


def check_held_code(bundle, given):
    if bundle.coded_ballots is None:
        raise Missing("this vote publishes no list of tracking codes")
    if not ballots_with(bundle, given):
        yield f"no ballot has the code {shown(given)}"


def ballots_with(bundle, given):
    """The ballots with a code, however it was typed: O is read as 0, I and L as 1."""
    signs = given.upper().translate(str.maketrans("OIL", "011", " -\t\r\n"))
    code = "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))
    return [line["ballot"] for line in bundle.coded_ballots or () if line["code"] == code]


def check_held_roll_proof(bundle, content):
    """The proof leads from the voter's own entry to the root of the roll (voting right, not a ballot)."""
    proof = read_proof(content)
    vote = need(bundle.manifest, "vote", str, "manifest.json")
    yield from differ("the vote that your proof is about", proof["vote"], vote)
    data = sha256(bytes.fromhex(proof["salt"]) + proof["voter_ref"].encode())
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = root_from_path(data, proof["leaf"], proof["size"], path)
    if root is None or root.hex() != proof["root"]:
        yield "your proof does not lead to the root that it names"
    here = {"size": proof["size"], "root": proof["root"]}
    if here == {"size": bundle.roll["size"], "root": bundle.roll["root"]}:
        return
    rolls = [line["payload"].get("roll") for line in bundle.events("opened", "roll_added", "roll_struck")]
    if here in rolls:
        raise Missing("your proof is about the roll before it was changed; get a new one from the site")
    yield "your proof is about a roll that this vote never had"


def read_proof(content):
    """The proof that the site gave to one voter. Raises NotGiven."""
    try:
        proof = json.loads(content)
        for name in ("vote", "voter_ref", "salt", "root"):
            need(proof, name, str, "Your proof").encode()
        for name in ("leaf", "size"):
            need(proof, name, int, "Your proof")
        path = need(proof, "path", list, "Your proof")
    except (Unreadable, ValueError, RecursionError) as problem:
        raise NotGiven(f"What you gave is no proof of the roll ({problem}).") from None
    # A tree with more levels than this could not be written down.
    fits = len(path) < 64 and all(read_hex(step, 32) is not None for step in path)
    if not fits or read_hex(proof["salt"], len(proof["salt"]) // 2) is None:
        raise NotGiven("What you gave is no proof of the roll (a fingerprint in it is not one).")
    return proof


def in_words(selection, contest):
    """What a ballot says to one question, as lines of text."""
    names = {
        choice["key"]: words(choice.get("label")) or choice["key"]
        for choice in need(contest, "choices", list, "count.json")
    }
    form = METHODS.get(contest.get("method"), (None,))[0]
    if selection is None:
        return ["nothing was chosen"]
    if form == "one":
        return [names[selection]]
    if form == "marks":
        return [names[key] for key in selection]
    if form == "scores":
        scores = zip(names.values(), selection, strict=True)
        return [f"{name}: {'no score' if score is None else score}" for name, score in scores]
    if form == "ranking":
        return [f"{rank}. {place_in_words(place, names)}" for rank, place in enumerate(selection, start=1)]
    return [canonical(selection)]


def place_in_words(place, names):
    if place is None:
        return "cannot be read"
    marks = place if isinstance(place, list) else [place]
    return " and ".join(names[mark] for mark in marks) or "nobody"


# --- the report about a bundle ------------------------------------------------------------------


def verify_bundle(bundle, held=None):
    """Everything that can be said about a bundle: the exit status, and a report as JSON values.

    Raises Unreadable when it is no bundle of this kind.
    """
    held = held or Held()
    if "bundle.json" not in bundle.files:
        raise Unreadable("This is not the bundle of a vote: there is no bundle.json in it.")
    if bundle.table("bundle.json").get("format") != BUNDLE:
        raise Unreadable(f"This is not of the form “{BUNDLE}”.")
    parts = [
        (part, [check_rule(bundle, rule) for rule in rules if applies(rule, bundle)])
        for part, rules in PARTS.items()
    ]
    if held:
        parts.append(("What you brought", [check_rule(bundle, rule) for rule in held_rules(held)]))
    counting, contests = count_bundle(bundle)
    if counting:
        parts.append(("The count", counting))
    checks = [check for _part, checks in parts for check in checks]
    found = {status_of(checks), *(WORDS_BACK[contest["status"]] for contest in contests)}
    code = next(code for code in (DIFFERS, NOT_CHECKED, HOLDS) if code in found)
    return code, {
        "status": WORDS[code],
        "format": BUNDLE,
        **about(bundle),
        "program": own_fingerprint(),
        "parts": [
            {"part": part, "checks": [check_as_json(check) for check in checks]} for part, checks in parts
        ],
        "reconciliation": readable(lambda: bundle.numbers),
        "contests": contests,
        **({} if held.code is None else {"ballot": readable(lambda: own_ballot(bundle, held.code))}),
    }


WORDS_BACK = {word: code for code, word in WORDS.items()}


def readable(find):
    """What a property of a bundle gives; None where the file cannot be read, which a rule has said."""
    try:
        return find()
    except Unreadable:
        return None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return None


def applies(rule, bundle):
    try:
        return rule.applies is None or rule.applies(bundle)
    except Unreadable:
        return True


def about(bundle):
    """What the bundle is about, as far as that can be read, and its own fingerprint."""
    manifest = readable(lambda: bundle.manifest) or {}
    packed = {} if bundle.packed is None else {"sha256": fingerprint(bundle.packed)}
    manifest_sha256 = readable(lambda: fingerprint(bundle.content("manifest.json")))
    return {
        "title": readable(lambda: words(manifest.get("title"))) or "",
        "vote": manifest.get("vote"),
        **packed,
        "manifest_sha256": manifest_sha256,
    }


def own_fingerprint():
    """Of this program, to be compared with the one that its makers publish; None if it cannot be read."""
    try:
        with open(__file__, "rb") as file:
            return fingerprint(file.read())
    except OSError:
        return None


def count_bundle(bundle):
    """Count the ballots of count.json again: checks of the whole, and the report on each question."""
    what = "The ballots can be counted again."
    try:
        _code, report = verify(bundle.content("count.json"))
    except Unreadable as problem:
        return [Check(what, False, str(problem), "count")], []
    return [], report["contests"]


def own_ballot(bundle, code):
    found = ballots_with(bundle, code)
    if not found:
        return None
    return [
        {"question": words(contest["question"]), "says": in_words(found[0][contest["key"]], contest)}
        for contest in bundle.contests
    ]


def check_as_json(check):
    return {"check": check.name, "what": check.what, "agrees": check.agrees, "detail": check.detail}


VERDICTS = {True: "OK", False: "DIFFERS", None: "NOT CHECKED"}
ROWS = {
    "eligible": "on the roll when the vote closed",
    "participated": "took part",
    "stored": "ballots in the box",
    "opened": "ballots opened",
    "valid": "valid",
    "invalid": "not valid",
    "counted": "counted",
}
MEANING = {
    HOLDS: [
        "Everything holds. The published ballots give the published result, under the rules that",
        "were fixed before the vote. A second, separate count gives the same.",
    ],
    DIFFERS: [
        "SOMETHING DIFFERS. Do not rely on this result before people have found out why.",
        "First download the file again: a damaged download differs as well.",
    ],
    NOT_CHECKED: [
        "Nothing differs, but not everything could be checked. See above where it says NOT CHECKED.",
    ],
}
# Where the file agrees with itself, and what somebody brought does not fit.
DOES_NOT_FIT = [
    "The file agrees with itself, but what you brought does not fit it. Look first whether it is",
    "about this vote, and typed as it was given to you. If so, SOMETHING DIFFERS: tell others.",
]
LIMITS_OF_THIS = [
    "What this cannot show: whether the people on the roll are the right ones, and whether",
    "the site took down each ballot as it was meant. It never shows who voted how.",
]
HINTS = {
    "manifest_sha256": "--manifest-sha256  compare with the fingerprint in the mail about this vote",
    "checkpoint": "--checkpoint       compare with a signed note in a mail about this vote",
    "code": "--code             find your own ballot by its tracking code",
    "roll_proof": "--roll-proof       check that you were on the roll",
}


def shown(value):
    """A value from a file as a piece of one line: short, and without signs that steer a terminal."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = clean(text)
    return text if len(text) <= 100 else f"{text[:100]}…"


def clean(text):
    """Text from a file can forge no line of a report, and turn none around."""
    return "".join(
        sign if sign.isprintable() else " " if sign.isspace() else "\N{REPLACEMENT CHARACTER}"
        for sign in text
    )


def bundle_as_text(code, report, held=None):
    lines = [
        f"The published result of: {report['title'] or 'a vote'}",
        "",
        "Fingerprints (SHA-256)",
        f"   of the questions and rules  {report['manifest_sha256']}",
    ]
    if "sha256" in report:
        lines.append(f"   of the file                 {report['sha256']}")
    lines.append(f"   of this program             {report['program']}")
    for part in report["parts"]:
        lines += ["", part["part"]]
        lines += check_lines(part["checks"])
        if part["part"] == "People and ballots" and report["reconciliation"]:
            lines += figure_lines(report["reconciliation"])
    for number, contest in enumerate(report["contests"], start=1):
        lines += ["", f"Counted again: {number}. {contest['question']} ({contest['method']})"]
        lines += check_lines(contest["checks"])
    if report.get("ballot"):
        lines += ["", "Your ballot says"]
        for answer in report["ballot"]:
            lines += [f"   {answer['question']}", *(f"      {said}" for said in answer["says"])]
    lines += ["", "What this means", *(f"   {line}" for line in meaning(code, report))]
    if code != DIFFERS:
        lines += [f"   {line}" for line in LIMITS_OF_THIS]
    left = [hint for name, hint in HINTS.items() if held is None or getattr(held, name) is None]
    if left and code != DIFFERS:
        lines += ["", "You can check more with what you hold yourself:", *(f"   {hint}" for hint in left)]
    return "".join(f"{clean(line)}\n" for line in lines)


def meaning(code, report):
    groups = [part["checks"] for part in [*report["parts"], *report["contests"]]]
    names = [check["check"] for checks in groups for check in checks if check["agrees"] is False]
    return DOES_NOT_FIT if names and all(name.startswith("held_") for name in names) else MEANING[code]


def check_lines(checks):
    for check in checks:
        yield f"   {VERDICTS[check['agrees']]:<12} {check['what']}"
        yield from (f"                {detail}" for detail in check["detail"].split("; ") if detail)


def figure_lines(numbers):
    yield ""
    yield from (f"   {numbers[name]:>12,} {what}" for name, what in ROWS.items())


# --- the program --------------------------------------------------------------------------------


def read_input(path):
    """What is to be checked: a Bundle, or the bytes of an exported count. Raises OSError, Unreadable."""
    if path == "-":
        return open_bundle(sys.stdin.buffer)
    if os.path.isdir(path):
        return Bundle(read_folder(path))
    with open(path, "rb") as file:
        return open_bundle(file)


def open_bundle(file):
    start = file.read(len(ZIP_START))
    if start[:2] != ZIP_START[:2]:
        return start + file.read()
    content = start + file.read(LARGEST)
    if len(content) > LARGEST:
        raise Unreadable("This file is larger than any vote could need.")
    return Bundle(read_zip(content), content)


def read_held(chosen):
    """What was brought along, from the options. Raises OSError."""
    held = Held(manifest_sha256=chosen.manifest_sha256, code=chosen.code)
    for name in ("checkpoint", "roll_proof"):
        path = getattr(chosen, name)
        if path is not None:
            with open(path, "rb") as file:
                setattr(held, name, file.read(MEGABYTE))
    return held


def check_input(chosen):
    """The exit status, the report for machines, and the one for people. Raises OSError, Unreadable."""
    given, held = read_input(chosen.file), read_held(chosen)
    if isinstance(given, Bundle):
        code, report = verify_bundle(given, held)
        return code, report, bundle_as_text(code, report, held)
    if held:
        raise Unreadable("What you brought can only be checked with the bundle of a vote.")
    code, report = verify(given)
    return code, report, as_text(code, report)


def main(arguments=None):
    # Readers may have an older Python than the site.
    if sys.version_info < (3, 10):  # noqa: UP036
        sys.stderr.write("This program needs Python 3.10 or later.\n")
        return UNREADABLE
    parser = argparse.ArgumentParser(
        description="Check the bundle of a published member vote, or count an exported one again.",
        epilog="Status: 0 everything holds, 1 something differs, 2 cannot be read, "
        "3 nothing differs but not everything could be checked.",
    )
    parser.add_argument("file", help="the bundle, its folder, or the exported count; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print a report for machines")
    parser.add_argument("--manifest-sha256", metavar="HEX", help="the fingerprint in the mail about the vote")
    parser.add_argument("--checkpoint", metavar="FILE", help="a signed note from a mail about the vote")
    parser.add_argument("--code", metavar="CODE", help="your tracking code: what your ballot says")
    parser.add_argument("--roll-proof", metavar="FILE", help="the proof that you were on the roll")
    chosen = parser.parse_args(arguments)
    try:
        code, report, text = check_input(chosen)
    except (MemoryError, OSError, Unreadable) as problem:
        code = UNREADABLE
        problem = problem if str(problem) else "There is not enough memory for it."
        report = {"status": WORDS[code], "problem": str(problem)}
        start = "" if isinstance(problem, NotGiven) else "This file cannot be checked. "
        text = clean(f"{start}{problem}") + "\n"
    if chosen.json:
        text = json.dumps(report) + "\n"
    out = sys.stdout if code != UNREADABLE or chosen.json else sys.stderr
    # What no text can hold stands as a question mark.
    out.buffer.write(text.encode(errors="replace"))
    return code


if __name__ == "__main__":
    sys.exit(main())
