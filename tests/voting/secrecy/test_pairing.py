"""After a vote is opened, nobody who holds the database can tell whose ballot is whose."""

from pathlib import Path

from tests.drill.running import play
from tests.voting.secrecy.attacks import (
    SEALED,
    TOO_MANY,
    attacks,
    same_logged_transaction,
    same_transaction,
    voters_against_sealed,
)
from tests.voting.secrecy.evidence import files_holding, kept_open, pieces

SCENES = "tests.voting.secrecy.scenes"
VOTERS = 60


def test_opened_ballots_cannot_be_paired_with_voters(drill_site):
    found = play(drill_site, SCENES, "vote_one_by_one", voters=VOTERS)
    cast = [tuple(pair) for pair in found["cast"]]
    paired = attacks(drill_site, cast)
    assert len(paired) >= 9
    assert {name: number for name, number in paired.items() if number >= TOO_MANY} == {}

    # The same measures do pair sealed ballots where a database keeps the order
    # of casting: it is why they are sealed, and why opened ones are written anew.
    in_the_box = voters_against_sealed(drill_site, cast, found["inside_sealed"])
    if drill_site.backend == "postgres":
        assert in_the_box == same_transaction(drill_site, SEALED) == VOTERS
        assert same_logged_transaction(drill_site, SEALED) == VOTERS
        assert paired["same transaction"] == paired["same transaction in the write-ahead log"] == 0
    else:
        assert in_the_box < TOO_MANY


def test_destroyed_ballots_leave_neither_rows_nor_keys(drill_site):
    with kept_open(drill_site):
        found = play(drill_site, SCENES, "vote_and_destroy", voters=20)
        assert len(found["sealed"]) == 20
        assert (found["left"], found["participations"], found["key_file"]) == (0, 20, False)
        assert found["log"][-1] == "secrets_destroyed"
        assert found["before"]["key"]
        assert files_holding(drill_site.folder, [found["key"].encode()]) == []
        # What is left signs the logs and opens no ballot.
        keys = Path(drill_site.env["VOTING_KEY_DIR"])
        assert [path.name for path in keys.iterdir()] == ["log-key.json"]
        if drill_site.backend == "sqlite":
            # In the file of the database or in its log of changes, and then in neither.
            assert found["before"]["ballots"]
            assert files_holding(drill_site.folder, pieces(found["sealed"])) == []
