"""From the rows of the secret box's opened ballots, in SQLite, to the result of an instant-runoff.

The floor is the plain GROUP BY query over the same rows. The rows are as long
as real ones: contests and choices have keys of 36 characters.
"""

import tempfile
import uuid
from importlib import import_module
from pathlib import Path
from random import Random
from types import SimpleNamespace

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from scripts.bench.measuring import say, seconds
from scripts.bench.setup import prepare_django
from scripts.bench.synthetic_ballots import choice_keys, rankings
from voting.api import ChoiceSpec, ContestSpec, SeededLot, VoteRef, ballot_boxes, counting_methods

CHOICES = 10
WANTED = 2
TABLE = "voting_secret_openedballot"
QUERY = f"SELECT ballot, COUNT(id) FROM {TABLE} WHERE vote_id = %s GROUP BY ballot"

HEADER = (
    f"{'ballots':>10}{'distinct':>10}{'seconds':>10}{'ballots/s':>13}{'floor':>10}{'ratio':>8}{'wanted':>8}"
)


def run(*, sizes: tuple[int, ...], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare_django(database_url=f"sqlite:///{Path(folder) / 'ballots.sqlite3'}")
        # The box's own tables alone, as its migrations make them.
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("voting_secret"))
        say("From rows in SQLite to the instant-runoff result (floor: the plain GROUP BY query)")
        say(HEADER)
        for size in sizes:
            _measure(size=size, seed=seed)
        connection.close()
    say()


def _measure(*, size: int, seed: int) -> None:
    vote_id, contest = _put_rows(size=size, seed=seed)
    vote = VoteRef(id=str(vote_id), manifest={}, manifest_sha256=b"")
    counting = import_module("voting.domain.counting")
    box = ballot_boxes.get("secret")

    def group():
        with connection.cursor() as cursor:
            cursor.execute(QUERY, [vote_id.hex])
            return cursor.fetchall()

    @counting.collector_at_rest()
    def count():
        ballots, _invalid = counting.read_ballots(contests=[contest], contents=box.open(vote=vote))
        selections = counting.selections_in(key=contest.key, ballots=ballots)
        return contest.counting_method.count(contest=contest.spec, ballots=selections, lot=SeededLot("bench"))

    # The first run brings the rows into memory, for both.
    distinct = len(group())
    rounds = 3 if size > 200_000 else 5
    floor, ours = seconds(group, rounds=rounds), seconds(count, rounds=rounds)
    line = f"{size:>10,}{distinct:>10,}{ours:>10.3f}{size / ours:>13,.0f}"
    say(line + f"{floor:>10.3f}{ours / floor:>8.2f}{WANTED:>8}")


def _put_rows(*, size: int, seed: int):
    """A vote's opened ballots, canonical JSON under random keys, and its one contest."""
    random = Random(seed)
    uuids = [str(uuid.UUID(int=random.getrandbits(128), version=4)) for _key in range(CHOICES + 1)]
    contest_key, *keys = uuids
    method = counting_methods.get("instant_runoff")
    spec = ContestSpec(
        key=contest_key,
        choices=tuple(ChoiceSpec(key) for key in keys),
        options=method.clean_options(options={}),
    )
    vote_id = uuid.UUID(int=random.getrandbits(128), version=4)
    quoted = dict(zip(choice_keys(CHOICES), (f'"{key}"' for key in keys), strict=True))
    rows = (
        (
            random.randbytes(16),
            vote_id.hex,
            f'{{"{contest_key}":[{",".join(quoted[key] for key in ranking)}]}}'.encode(),
        )
        for ranking in rankings(number=size, keys=choice_keys(CHOICES), seed=seed)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        cursor.executemany(f"INSERT INTO {TABLE} (id, vote_id, ballot) VALUES (%s, %s, %s)", rows)
    return vote_id, SimpleNamespace(key=contest_key, spec=spec, counting_method=method)
