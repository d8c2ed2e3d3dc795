#!/usr/bin/env python3
"""Count a member vote again, with a program that shares nothing with the site that held it.

    python verify_result.py FILE         a report to read; "-" reads standard input
    python verify_result.py --json FILE  the same for machines

FILE is the exported count of a vote: its ballots, its rules and its result. This program counts
those ballots from the published rules, in its own way, and says where the stored result differs.
It needs Python 3.10 or later and nothing else; it opens no connection and writes no file.

It ends with status 0 when everything holds, 1 when something differs, 2 when the file cannot be
read, and 3 when nothing differs but something is in it that this program does not know.

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
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby, permutations

FORMAT = "member-vote-count/1"

HOLDS, DIFFERS, UNREADABLE, NOT_CHECKED = 0, 1, 2, 3
WORDS = {HOLDS: "holds", DIFFERS: "differs", UNREADABLE: "unreadable", NOT_CHECKED: "not_checked"}


class Unreadable(Exception):
    """The file is not what it should be; the message says where."""


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
    if not election.number_marked():
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
    if isinstance(value, bool) or not isinstance(value, (int, str)):
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


def compare_decision(comparison, found):
    contest, result = comparison.contest, comparison.contest.result
    if contest.rule not in RULES:
        comparison.unknown("decision", f"this program does not know the rule “{contest.rule}”")
        return
    try:
        ruling = RULES[contest.rule](contest.settings, contest.election, found, contest.turnout)
    except Unknown as problem:
        comparison.unknown("decision", f"this program does not know {problem}")
        return
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        raise Unreadable(
            f"The settings of the rule of “{contest.question}” are not what they should be."
        ) from None
    decision = need(result, "decision", dict, contest.question)
    comparison.add(
        "decision",
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
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
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
    return "\n".join([*lines, "", SUMMARY[code], ""])


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description="Count an exported member vote again and compare.",
        epilog="Status: 0 everything holds, 1 something differs, 2 cannot be read, 3 not all is known.",
    )
    parser.add_argument("file", help="the exported count; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print a report for machines")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.file == "-":
            content = sys.stdin.buffer.read()
        else:
            with open(chosen.file, "rb") as file:
                content = file.read()
        code, report = verify(content)
        text = json.dumps(report) + "\n" if chosen.json else as_text(code, report)
    except (OSError, Unreadable) as problem:
        code = UNREADABLE
        report = {"status": WORDS[code], "problem": str(problem)}
        text = json.dumps(report) + "\n" if chosen.json else f"This file cannot be checked. {problem}\n"
    out = sys.stdout if code != UNREADABLE or chosen.json else sys.stderr
    out.buffer.write(text.encode())
    return code


if __name__ == "__main__":
    sys.exit(main())
