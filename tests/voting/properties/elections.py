"""Random elections, and the plain facts about them that the theorems speak of."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from voting.api import ChoiceSpec, ContestSpec, Count, SeededLot, counting_methods

KEYS = ("a", "b", "c", "d", "e", "f")

# The same elections in every run, so that a failure can be seen again.
few = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def contest_of(slug: str, keys, *, seats: int = 1, **options) -> ContestSpec:
    method = counting_methods.get(slug)
    choices = tuple(ChoiceSpec(key) for key in keys)
    cleaned = method.clean_options(options=options)
    return ContestSpec(key="q", choices=choices, seats=seats, options=cleaned)


def count(slug: str, keys, ballots, *, seats: int = 1, lot=None, **options) -> Count:
    contest = contest_of(slug, keys, seats=seats, **options)
    method = counting_methods.get(slug)
    return method.count(contest=contest, ballots=ballots, lot=lot or SeededLot("any"))


@st.composite
def rankings(draw, *, least=2, most=5, full=False, most_ballots=8, weights=(1, 12)):
    """(keys, [(ranking, weight)]): rankings of single choices, most of them cut short."""
    keys = KEYS[: draw(st.integers(least, most))]
    ranking = st.permutations(keys)
    if not full:
        ranking = st.tuples(ranking, st.integers(1, len(keys))).map(lambda drawn: drawn[0][: drawn[1]])
    ballot = st.tuples(ranking.map(list), st.integers(*weights))
    return keys, draw(st.lists(ballot, min_size=1, max_size=most_ballots))


@st.composite
def score_sheets(draw, *, top=5):
    """(keys, [(scores, weight)])."""
    keys = KEYS[: draw(st.integers(2, 5))]
    scores = st.lists(st.integers(0, top), min_size=len(keys), max_size=len(keys))
    return keys, draw(st.lists(st.tuples(scores, st.integers(1, 12)), min_size=1, max_size=8))


@st.composite
def approvals(draw):
    """(keys, [(marked, weight)])."""
    keys = KEYS[: draw(st.integers(2, 5))]
    marked = st.sets(st.sampled_from(keys), min_size=1)
    marks = marked.map(lambda found: [key for key in keys if key in found])
    return keys, draw(st.lists(st.tuples(marks, st.integers(1, 12)), min_size=1, max_size=8))


def prefers(keys, ballots) -> dict[tuple[str, str], int]:
    """Ballots that rank the first above the second; an unranked choice stands below all ranked ones."""
    found = {(one, other): 0 for one in keys for other in keys if one != other}
    for ranking, weight in ballots:
        below = set(keys)
        for key in ranking:
            below.discard(key)
            for other in below:
                found[key, other] += weight
    return found


def condorcet_winner(keys, ballots) -> str | None:
    votes = prefers(keys, ballots)
    for key in keys:
        if all(votes[key, other] > votes[other, key] for other in keys if other != key):
            return key
    return None


def condorcet_loser(keys, ballots) -> str | None:
    votes = prefers(keys, ballots)
    for key in keys:
        if all(votes[key, other] < votes[other, key] for other in keys if other != key):
            return key
    return None


def smith_set(keys, ballots) -> set[str]:
    """The smallest group of choices that each beat everybody outside of the group."""
    votes = prefers(keys, ballots)
    # Who wins or draws most belongs to it; so does whoever is not beaten by one of it.
    not_beaten_by = {
        key: {other for other in keys if other != key and votes[other, key] >= votes[key, other]}
        for key in keys
    }
    group = {min(keys, key=lambda key: len(not_beaten_by[key]))}
    while grown := set().union(*(not_beaten_by[key] for key in group)) - group:
        group |= grown
    return group


def strengths_differ(keys, ballots) -> bool:
    """Whether no pair is level, and no two wins are equally strong, by votes or by lead."""
    votes = prefers(keys, ballots)
    wins = [
        (votes[one, other], votes[one, other] - votes[other, one])
        for one in keys
        for other in keys
        if one != other and votes[one, other] > votes[other, one]
    ]
    pairs = len(keys) * (len(keys) - 1) // 2
    return len({win[0] for win in wins}) == len({win[1] for win in wins}) == len(wins) == pairs
