"""Casting and closing under load, and with processes that die."""

import tempfile

from scripts.drill.report import Report
from scripts.drill.sites import drill_site
from tests.drill.running import play
from tests.drill.stopping import KEPT, stop_again_and_again

CASTING = "tests.drill.casting_scenes"
BREAKING = "tests.drill.breaking_scenes"
CASTS, WRITERS, KILLS, STOPS = 200, 60, 200, 20
# PostgreSQL lets the closing go next; SQLite's writers do not queue in order.
SECONDS_TO_CLOSE = {"postgres": 2, "sqlite": 10}


def run(report: Report, backend: str) -> None:
    many_casts_by_one_member(report, backend)
    for box in ("secret", "roll_call"):
        closing(report, backend, box)
    kills(report, backend)
    marked_points(report, backend)
    if backend == "postgres":
        stops(report)


def many_casts_by_one_member(report: Report, backend: str) -> None:
    for box, first in (("secret", "already"), ("roll_call", "changed")):
        with drill_site(backend) as site:
            found = play(site, CASTING, "one_member_many_times", box=box, casts=CASTS)
        wanted = {"stored": 1, first: CASTS - 1}
        whole = (found["participations"], found["stored"]) == (1, 1)
        report.line(
            f"{CASTS} casts at once by one member, {box}",
            found=found["outcomes"],
            wanted=wanted,
            holds=found["outcomes"] == wanted and whole,
        )


def closing(report: Report, backend: str, box: str) -> None:
    with drill_site(backend) as site:
        found = play(site, CASTING, "casting_against_closing", box=box, writers=WRITERS, members_each=25)
    stored = found["outcomes"]["stored"]
    late = stored - found["closed"]["stored"]
    crowd = f"{WRITERS} writers against the closing, {box}"
    report.line(f"{crowd}: ballots after it", found=late, wanted=0, holds=not late)
    report.line(
        f"{crowd}: seconds",
        found=f"{found['seconds']:.2f}",
        wanted=f"under {SECONDS_TO_CLOSE[backend]}",
        holds=found["seconds"] < SECONDS_TO_CLOSE[backend],
    )


def kills(report: Report, backend: str) -> None:
    with drill_site(backend) as site, tempfile.TemporaryDirectory() as folder:
        found = play(site, CASTING, "killed_workers", kills=KILLS, folder=folder, timeout=1200)
    lost = max(found["people_lost"], found["contents_lost"])
    report.line(
        f"{KILLS} workers killed (SIGKILL) while casting: acknowledged ballots lost",
        found=f"{lost} of {found['acknowledged']}",
        wanted=0,
        holds=not lost and found["by_victims"] >= KILLS,
    )
    report.line(
        "participations and sealed ballots afterwards",
        found=f"{found['participations']} and {found['stored']}",
        wanted="the same",
        holds=found["participations"] == found["stored"],
    )


def marked_points(report: Report, backend: str) -> None:
    with drill_site(backend) as site:
        found = play(site, BREAKING, "killed_at_each_point")
    points = found["points"]
    right = sum(
        point["died"] and point["whole"] and point["kept"] == (name in KEPT) for name, point in points.items()
    )
    report.line(
        "a cast killed at a marked point is stored whole or not at all",
        found=f"{right} points",
        wanted=f"{len(points)} points",
        holds=right == len(points),
    )
    with drill_site(backend) as site:
        counts = play(site, BREAKING, "killed_while_counting")
    whole = sum(count["died"] and count["opened"] == count["counted"] == 8 for count in counts)
    report.line(
        "a count killed at a marked point opens all ballots or none",
        found=f"{whole} points",
        wanted=f"{len(counts)} points",
        holds=whole == len(counts),
    )


def stops(report: Report) -> None:
    found = stop_again_and_again(stops=STOPS, members=12_000, pause=0.1, said=report.note)
    lost = max(found["people_lost"], found["contents_lost"])
    report.line(
        f"{STOPS} immediate stops of PostgreSQL under 20 writers: acknowledged ballots lost",
        found=f"{lost} of {found['acknowledged']}",
        wanted=0,
        holds=not lost,
    )
    report.line(
        "participations and sealed ballots afterwards",
        found=f"{found['participations']} and {found['stored']}",
        wanted="the same",
        holds=found["participations"] == found["stored"] == found["opened"],
    )
