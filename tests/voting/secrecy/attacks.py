"""What somebody who holds every file of the database would try, to find out whose ballot is whose.

Each attack says how many voters it puts together with their own ballot.
"""

import json
import re
import subprocess
from pathlib import Path

from tests.support import postgres
from tests.support.drills import DrillSite

PARTICIPATIONS, OPENED, SEALED = (
    "voting_participation",
    "voting_secret_openedballot",
    "voting_secret_sealedballot",
)
# Of a random order, one ballot is expected in its voter's place; ten or more
# happen once in ten million runs.
TOO_MANY = 10


def attacks(site: DrillSite, cast: list[tuple[str, str]]) -> dict[str, int]:
    """Voters found, by the name of the attack, after the opening. `cast`: (voter, choice) as it happened."""
    choice_of = dict(cast)
    voters = {
        "in the order of a dump": _voters_as_dumped(site, choice_of),
        "in the order of casting": [ref for ref, _choice in cast],
        "in the order of names": sorted(choice_of),
    }
    voters["in the order of a dump, backwards"] = voters["in the order of a dump"][::-1]
    ballots = {
        "as dumped": [chosen(row[2]) for row in site.rows(f"SELECT * FROM {OPENED}")],
        "by id": [chosen(row[0]) for row in site.rows(f"SELECT ballot FROM {OPENED} ORDER BY id")],
    }
    found = {
        f"voters {order}, ballots {place}": pairs(people, papers, choice_of)
        for order, people in voters.items()
        for place, papers in ballots.items()
    }
    if site.backend == "postgres":
        found["same transaction"] = same_transaction(site, OPENED)
        found["nearest transaction before"] = nearest_transaction(site, choice_of)
        found["same transaction in the write-ahead log"] = same_logged_transaction(site, OPENED)
    else:
        found["order of the bytes in the file and its log"] = order_of_bytes(site, choice_of)
    return found


def pairs(voters: list[str], ballots: list[str], choice_of: dict[str, str]) -> int:
    """How many voters stand in the same place as their own ballot."""
    assert len(voters) == len(ballots) == len(choice_of)
    return sum(choice_of[ref] == choice for ref, choice in zip(voters, ballots, strict=True))


def chosen(ballot) -> str:
    return json.loads(bytes(ballot))["race"]


def voters_against_sealed(site: DrillSite, cast: list[tuple[str, str]], inside: list[str]) -> int:
    """The same measure on what lies in the box. `inside`: the sealed ballots as dumped, seen with the key."""
    choice_of = dict(cast)
    ballots = [chosen(text.encode()) for text in inside]
    return pairs(_voters_as_dumped(site, choice_of), ballots, choice_of)


def _voters_as_dumped(site, choice_of) -> list[str]:
    rows = site.rows(f"SELECT * FROM {PARTICIPATIONS}")
    return [next(value for value in row if value in choice_of) for row in rows]


# --- PostgreSQL --------------------------------------------------------------------------------


def same_transaction(site: DrillSite, table: str) -> int:
    """How many ballots PostgreSQL's hidden transaction numbers pair with a voter."""
    return site.rows(f"SELECT count(*) FROM {PARTICIPATIONS} p JOIN {table} b ON p.xmin = b.xmin")[0][0]


def nearest_transaction(site: DrillSite, choice_of: dict[str, str]) -> int:
    """Each ballot is taken for that of the voter whose transaction came last before its own."""
    voters = site.rows(f"SELECT voter_ref, xmin::text::bigint FROM {PARTICIPATIONS}")
    ballots = site.rows(f"SELECT ballot, xmin::text::bigint FROM {OPENED}")
    found = 0
    for ballot, number in ballots:
        before = [(other, ref) for ref, other in voters if other <= number]
        found += bool(before) and choice_of[max(before)[1]] == chosen(ballot)
    return found


def same_logged_transaction(site: DrillSite, table: str) -> int:
    """How many transactions in the write-ahead log hold both a participation and a row of the table."""
    return len(_logged_transactions(site, PARTICIPATIONS) & _logged_transactions(site, table))


def _logged_transactions(site: DrillSite, table: str) -> set[str]:
    # A partition is a file of its own.
    files = site.rows(
        "SELECT pg_relation_filepath(relid) FROM pg_partition_tree("
        f"'{table}') WHERE isleaf UNION SELECT pg_relation_filepath('{table}')"
    )
    wanted = {path.removeprefix("base/") for (path,) in files if path}
    program = Path(postgres.server().bin_path) / "pg_waldump"
    folder = postgres.folder() / "pg_wal"
    segments = sorted(path.name for path in folder.iterdir() if re.fullmatch(r"[0-9A-F]{24}", path.name))
    lines = []
    for segment in segments:
        # The last record of a segment is cut off there, which the program calls an error.
        done = subprocess.run([program, folder / segment], capture_output=True, check=False, text=True)
        lines += done.stdout.splitlines()
    found = set()
    for line in lines:
        record = re.search(r"rmgr: Heap\d? .*tx: +(\d+).*(?:MULTI_)?INSERT.*rel \d+/(\d+/\d+)", line)
        if record and record[2] in wanted:
            found.add(record[1])
    return found


# --- SQLite ------------------------------------------------------------------------------------


def order_of_bytes(site: DrillSite, choice_of: dict[str, str]) -> int:
    """Free pages and the log of changes keep old copies: whose bytes come first there?"""
    content = b"".join(
        path.read_bytes() for path in (Path(site.database), Path(f"{site.database}-wal")) if path.exists()
    )
    first_voters = {ref: content.find(ref.encode()) for ref in choice_of}
    first_ballots = {choice: content.find(f'{{"race":"{choice}"}}'.encode()) for choice in choice_of.values()}
    assert min(*first_voters.values(), *first_ballots.values()) >= 0
    return pairs(
        sorted(first_voters, key=first_voters.get), sorted(first_ballots, key=first_ballots.get), choice_of
    )
