"""Killed at every marked point, blocked, stopped at once, restored from a backup."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.drill import breaking_scenes
from tests.drill.running import play
from tests.drill.stopping import KEPT, stop_again_and_again
from tests.support import postgres
from tests.support.drills import DrillSite
from tests.voting.secrecy.evidence import dump

SCENES = "tests.drill.breaking_scenes"


def test_a_cast_killed_at_any_point_is_stored_whole_or_not_at_all(drill_site):
    found = play(drill_site, SCENES, "killed_at_each_point")
    assert list(found["points"]) == list(breaking_scenes.POINTS)
    for name, point in found["points"].items():
        kept = name in KEPT
        assert point == {
            "died": True,
            "kept": kept,
            "whole": True,
            "again": "already" if kept else "stored",
        }, name
    assert found["participations"] == found["stored"] == len(found["points"])


def test_a_count_killed_at_any_point_opens_all_ballots_or_none(drill_site):
    *before, after = play(drill_site, SCENES, "killed_while_counting")
    assert [found["state"] for found in before] == ["closed"] * len(before)
    assert after["state"] == "counted"
    for found in (*before, after):
        assert found["died"]
        assert (found["opened"], found["distinct"], found["counted"]) == (8, 8, 8)
        assert found["participations"] == 8 and found["broken_line"] is None


def test_a_cast_that_waits_too_long_is_told_to_try_again_and_leaves_nothing(drill_site):
    found = play(drill_site, SCENES, "blocked_by_another", seconds=7)
    assert found["refused"] == "TryAgain"
    assert not found["stored_meanwhile"]
    assert found["again"] == "stored"
    assert (found["participations"], found["stored"]) == (1, 1)


def test_a_restored_backup_adds_up_and_goes_on(drill_site, tmp_path):
    half = play(drill_site, SCENES, "half_a_vote", voters=20)
    assert '{"race":"c1"}' not in dump(drill_site)
    with restored(drill_site, tmp_path / "restored") as copy:
        found = play(copy, SCENES, "go_on_with_copy", **half)
    assert (found["restored"]["participations"], found["restored"]["stored"]) == (10, 10)
    assert found["restored"]["broken_line"] is None
    assert found["again"] == {"already": 10, "stored": 10}
    assert (found["counted"]["valid"], found["counted"]["invalid"]) == (20, 0)


@contextmanager
def restored(site: DrillSite, folder: Path) -> Iterator[DrillSite]:
    """The site again from a backup of its database, made while it runs; the keys are where they were."""
    folder.mkdir()
    shutil.copytree(site.env["VOTING_KEY_DIR"], folder / "vote-keys")
    if site.backend == "sqlite":
        target = folder / "db.sqlite3"
        with closing(sqlite3.connect(site.database)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        yield DrillSite(backend="sqlite", folder=folder, database=str(target))
        return
    with postgres.copy_of(site.database) as name:
        yield DrillSite(backend="postgres", folder=folder, database=name)


@pytest.mark.postgres
@pytest.mark.drill
@pytest.mark.skipif(bool(postgres.WHY_NOT), reason=postgres.WHY_NOT or "PostgreSQL is there")
def test_nothing_acknowledged_is_lost_when_postgresql_is_stopped_at_once():
    found = stop_again_and_again(stops=2, members=2000, pause=0.05)
    assert (found["people_lost"], found["contents_lost"]) == (0, 0)
    assert found["participations"] == found["stored"] == found["opened"] >= found["acknowledged"]
    assert found["stops"] == 2 and found["least_between_stops"] >= 20
    assert found["broken_line"] is None
