import pytest

from tests.drill.running import play

SCENES = "tests.drill.casting_scenes"
# PostgreSQL lets the closing go next. SQLite's writers ask again and again,
# in no order: among sixty of them the closing needs some luck.
SECONDS_TO_CLOSE = {"postgres": 2, "sqlite": 10}


def test_one_ballot_of_two_hundred_casts_by_one_member(drill_site):
    found = play(drill_site, SCENES, "one_member_many_times", box="secret", casts=200)
    assert found["outcomes"] == {"stored": 1, "already": 199}
    assert (found["participations"], found["stored"]) == (1, 1)


def test_one_current_ballot_of_two_hundred_changes_by_one_member(drill_site):
    found = play(drill_site, SCENES, "one_member_many_times", box="roll_call", casts=200)
    assert found["outcomes"] == {"stored": 1, "changed": 199}
    assert (found["participations"], found["stored"], found["current"]) == (1, 1, 1)
    assert found["revisions"] == list(range(1, 201))


@pytest.mark.parametrize("box", ["secret", "roll_call"])
def test_nothing_is_stored_after_the_closing(drill_site, box):
    found = play(drill_site, SCENES, "casting_against_closing", box=box, writers=60, members_each=25)
    stored = found["outcomes"]["stored"]
    assert set(found["outcomes"]) == {"stored", "VoteClosed"}
    assert found["closed"] == {"participated": stored, "stored": stored}
    assert (found["participations"], found["stored"]) == (stored, stored)
    assert found["broken_line"] is None
    assert found["seconds"] < SECONDS_TO_CLOSE[drill_site.backend]


def test_no_acknowledged_ballot_is_lost_when_workers_are_killed(drill_site, tmp_path):
    found = play(drill_site, SCENES, "killed_workers", kills=20, folder=str(tmp_path))
    assert (found["people_lost"], found["contents_lost"]) == (0, 0)
    assert found["participations"] == found["stored"]
    assert found["by_victims"] >= 20
    assert 0 <= found["not_acknowledged"] <= 20
