"""Counting, from ungrouped ballots to the result.

Each figure includes the grouping of equal ballots. The floor is that grouping
alone, by `collections.Counter`. pyrankvote starts from the same rankings: it
needs each of them as an object of its own (`made`), before it counts
(`counted`). `faster` compares with both, `faster*` with its counting alone.
"""

from collections import Counter
from itertools import islice
from typing import NamedTuple

import pyrankvote

from scripts.bench.measuring import say, seconds
from scripts.bench.setup import prepare_django
from scripts.bench.synthetic_ballots import choice_keys, full_rankings, rankings, scores
from voting.api import ChoiceSpec, ContestSpec, SeededLot, counting_methods


class Race(NamedTuple):
    slug: str
    choices: int = 10
    seats: int = 1
    ballots: str = "rankings"
    # How many times the floor it may take, at a million ballots.
    wanted: int = 0


RACES = (
    Race("instant_runoff", wanted=3),
    Race("stv_scottish", choices=15, seats=3, wanted=5),
    Race("schulze", wanted=7),
    Race("star", ballots="scores", wanted=5),
)
MAKERS = {"rankings": rankings, "scores": scores, "full rankings": full_rankings}
PYRANKVOTE = {
    "instant_runoff": lambda candidates, ballots, _seats: pyrankvote.instant_runoff_voting(
        candidates, ballots
    ),
    "stv_scottish": pyrankvote.single_transferable_vote,
}
HEADER = (
    f"{'method':<18}{'distinct':>10}{'seconds':>10}{'ballots/s':>13}{'floor':>10}{'ratio':>8}{'wanted':>8}"
    f"{'made':>10}{'counted':>9}{'faster':>8}{'faster*':>8}"
)


def run(*, sizes: tuple[int, ...], seed: int) -> None:
    prepare_django()
    say("Counting: from ungrouped ballots to the result (floor: grouping alone)")
    made: dict[tuple[str, int], list] = {}
    for race in RACES:
        made.setdefault((race.ballots, race.choices), _make(race, max(sizes), seed))
    for size in sizes:
        say(f"\n{size:,} ballots\n{HEADER}")
        for race in RACES:
            _measure(race, list(islice(made[race.ballots, race.choices], size)))
    made.clear()
    size = max(sizes)
    say(f"\nThe worst case: {size:,} full rankings, every order equally likely\n{HEADER}")
    worst = Race("instant_runoff", ballots="full rankings")
    _measure(worst, _make(worst, size, seed))
    say()


def _make(race: Race, number: int, seed: int) -> list:
    make = MAKERS[race.ballots]
    return list(make(number=number, keys=choice_keys(race.choices), seed=seed))


def _measure(race: Race, ballots: list) -> None:
    method = counting_methods.get(race.slug)
    contest = ContestSpec(
        key="q",
        choices=tuple(ChoiceSpec(key) for key in choice_keys(race.choices)),
        seats=race.seats,
        options=method.clean_options(options={}),
    )

    def count():
        return method.count(contest=contest, ballots=Counter(ballots).items(), lot=SeededLot("bench"))

    rounds = 3 if len(ballots) > 200_000 else 5
    floor = seconds(lambda: Counter(ballots), rounds=rounds)
    ours = seconds(count, rounds=rounds)
    line = f"{race.slug:<18}{len(set(ballots)):>10,}{ours:>10.3f}{len(ballots) / ours:>13,.0f}"
    line += f"{floor:>10.3f}{ours / floor:>8.2f}{race.wanted or '':>8}"
    if race.slug in PYRANKVOTE:
        made, counted = _seconds_of_pyrankvote(race, ballots)
        line += f"{made:>10.2f}{counted:>9.2f}{(made + counted) / ours:>7.1f}x{counted / ours:>7.1f}x"
    say(line)


def _seconds_of_pyrankvote(race: Race, ballots: list) -> tuple[float, float]:
    """What pyrankvote takes to make its ballots, and to count them."""
    candidates = {key: pyrankvote.Candidate(key) for key in choice_keys(race.choices)}
    theirs: list[pyrankvote.Ballot] = []

    def make():
        theirs.extend(pyrankvote.Ballot([candidates[key] for key in ranking]) for ranking in ballots)

    made = seconds(make, rounds=1)
    everybody = list(candidates.values())
    return made, seconds(lambda: PYRANKVOTE[race.slug](everybody, theirs, race.seats), rounds=1)
