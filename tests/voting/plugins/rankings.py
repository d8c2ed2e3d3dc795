"""Ranked ballots in short, and what must hold in every count by rounds."""

import re

from voting.api import ChoiceSpec, ContestSpec, OrderedLot


def contest_of(keys, *, seats=1, kinds=None, **options):
    kinds = kinds or {}
    choices = tuple(ChoiceSpec(key, kinds.get(key, "option")) for key in keys.split())
    return ContestSpec("q", choices, seats, options)


def ballots_of(*lines):
    """Each line: how many, then the places: `a`, `a=b` level, `-` empty, `?` not recorded."""
    ballots = []
    for line in lines:
        number, *places = line.split()
        ballots.append(([_place(text) for text in places] or None, int(number)))
    return ballots


def _place(text):
    if text in "-?":
        return [] if text == "-" else None
    keys = text.split("=")
    return keys[0] if len(keys) == 1 else keys


def count_of(method, keys, *lines, seats=1, kinds=None, lot=None, **options):
    """A count that was checked; the lot favors the choices in the order of the contest."""
    contest = contest_of(keys, seats=seats, kinds=kinds, **method.clean_options(options=options))
    count = method.count(
        contest=contest, ballots=ballots_of(*lines), lot=lot or OrderedLot(contest.choice_keys)
    )
    check_rounds(count)
    assert count.with_choice + count.blank == sum(int(line.split()[0]) for line in lines)
    return count


def check_rounds(count):
    """Votes are conserved to the last digit, every transfer adds up, and every sentence can be said."""
    for number, step in enumerate(count.rounds, 1):
        assert step.number == number
        assert sum(step.tallies.values()) + step.exhausted == count.with_choice
        assert set(re.findall(r"%\((\w+)\)", step.why)) == set(step.values)
        assert step.why % step.values
        assert set(step.elected) | set(step.eliminated) <= set(step.tallies)
    for step, following in zip(count.rounds, count.rounds[1:], strict=False):
        votes, exhausted = dict(step.tallies), step.exhausted
        for move in step.transfers:
            votes[move.source] -= move.votes
            if move.to is None:
                exhausted += move.votes
            else:
                votes[move.to] += move.votes
        for key in step.eliminated:
            assert votes.pop(key) == 0
        assert votes == following.tallies
        assert exhausted == following.exhausted
    elected = [key for step in count.rounds for key in step.elected]
    assert elected == list(count.winners)


def votes_of(step):
    return {key: str(number) for key, number in step.tallies.items()}
