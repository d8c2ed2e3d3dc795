"""After a vote is opened, nobody who holds the database can tell whose ballot is whose."""

import json
from pathlib import Path

from tests.drill.running import play
from tests.voting.secrecy.evidence import files_holding, kept_open, pieces

SCENES = "tests.voting.secrecy.scenes"
VOTERS = 60
# Of a random order, one ballot is expected in its voter's place; ten or more
# happen once in ten million runs.
TOO_MANY = 10


def pairs(voters, ballots, choice_of) -> int:
    """How many voters stand in the same place as their own ballot."""
    assert len(voters) == len(ballots) == VOTERS
    return sum(choice_of[ref] == choice for ref, choice in zip(voters, ballots, strict=True))


def chosen(ballot) -> str:
    return json.loads(bytes(ballot))["race"]


def test_opened_ballots_cannot_be_paired_with_voters(drill_site):
    found = play(drill_site, SCENES, "vote_one_by_one", voters=VOTERS)
    choice_of = dict(found["cast"])
    in_order_of_casting = [ref for ref, _choice in found["cast"]]
    stored = drill_site.rows("SELECT * FROM voting_participation")
    as_dumped = [next(value for value in row if value in choice_of) for row in stored]
    opened = [chosen(row[2]) for row in drill_site.rows("SELECT * FROM voting_secret_openedballot")]
    by_id = drill_site.rows("SELECT ballot FROM voting_secret_openedballot ORDER BY id")
    assert sorted(opened) == sorted(choice_of.values())
    for voters in (as_dumped, as_dumped[::-1], in_order_of_casting, sorted(as_dumped)):
        assert pairs(voters, opened, choice_of) < TOO_MANY
        assert pairs(voters, [chosen(row[0]) for row in by_id], choice_of) < TOO_MANY

    # The same measures do pair sealed ballots where a database keeps the order
    # of casting: it is why they are sealed, and why opened ones are written anew.
    inside_sealed = [chosen(text.encode()) for text in found["inside_sealed"]]
    if drill_site.backend == "postgres":
        assert pairs(as_dumped, inside_sealed, choice_of) == VOTERS
        assert same_transaction(drill_site, "voting_secret_sealedballot") == VOTERS
        assert same_transaction(drill_site, "voting_secret_openedballot") == 0
        assert drill_site.rows("SELECT count(DISTINCT xmin::text) FROM voting_secret_openedballot") == [(1,)]
    else:
        assert pairs(as_dumped, inside_sealed, choice_of) < TOO_MANY


def same_transaction(site, table: str) -> int:
    """How many ballots PostgreSQL's transaction numbers pair with a voter."""
    join = f"SELECT count(*) FROM voting_participation p JOIN {table} b ON p.xmin = b.xmin"
    return site.rows(join)[0][0]


def test_destroyed_ballots_leave_neither_rows_nor_keys(drill_site):
    with kept_open(drill_site):
        found = play(drill_site, SCENES, "vote_and_destroy", voters=20)
        assert len(found["sealed"]) == 20
        assert (found["left"], found["participations"], found["key_file"]) == (0, 20, False)
        assert found["log"][-1] == "secrets_destroyed"
        assert found["before"]["key"]
        assert files_holding(drill_site.folder, [found["key"].encode()]) == []
        assert list(Path(drill_site.env["VOTING_KEY_DIR"]).iterdir()) == []
        if drill_site.backend == "sqlite":
            # In the file of the database or in its log of changes, and then in neither.
            assert found["before"]["ballots"]
            assert files_holding(drill_site.folder, pieces(found["sealed"])) == []
