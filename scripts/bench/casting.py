"""Ballots accepted a second: by the domain function, and through the site with members casting at once.

The floors are measured beside them in the same run: a bare transaction of two
inserts through the database's own driver, and an empty view behind the same
server that takes a POST with a CSRF token.
"""

import json
import tempfile
from pathlib import Path

from scripts.bench.measuring import say
from scripts.drill.sites import drill_site
from tests.drill.running import play
from tests.support import postgres

BACKENDS = ("sqlite", "postgres")
SCENES = "scripts.bench.casting_scenes"
WANTED = 0.5
# So many ballots a round, and the best of so many rounds, taken in turn with the floor.
BALLOTS, ROUNDS = 400, 3
MEMBERS_AT_ONCE = 32
TEMPORARY = "casting-bench-"

HEADER = f"{'':<46}{'ballots/s':>12}{'floor/s':>12}{'ratio':>8}{'wanted':>8}"


def run(*, sizes: tuple[int, ...], seed: int) -> None:
    say("Ballots accepted a second (floor: two bare inserts; an empty CSRF-protected POST)")
    say(HEADER)
    for backend in BACKENDS:
        if backend == "postgres" and postgres.WHY_NOT:
            say(postgres.WHY_NOT)
            continue
        with drill_site(backend) as site:
            found = play(site, SCENES, "domain_rates", ballots=BALLOTS, rounds=ROUNDS, timeout=600)
        _line(f"domain function, {backend}", found)
        for sealed_by in ("browser", "site"):
            with drill_site(backend) as site, tempfile.TemporaryDirectory(prefix=TEMPORARY) as folder:
                paper = Path(folder) / "rates.json"
                play(
                    site,
                    SCENES,
                    "http_rates",
                    sealed_by=sealed_by,
                    at_once=MEMBERS_AT_ONCE,
                    ballots=BALLOTS,
                    rounds=ROUNDS,
                    paper=str(paper),
                    timeout=600,
                )
                found = json.loads(paper.read_text())
            _line(f"HTTP, {MEMBERS_AT_ONCE} at once, sealed by {sealed_by}, {backend}", found)
    say()


def _line(name: str, found: dict) -> None:
    ours, floor = found["ours"], found["floor"]
    say(f"{name:<46}{ours:>12,.0f}{floor:>12,.0f}{ours / floor:>8.2f}{WANTED:>8}")
