"""Ballots accepted a second: by the domain function, and through the site with members casting at once.

The floors are measured beside them, in turn with them: a bare transaction of
two inserts through the database's own driver, as durable and with rows as long;
and an empty view behind the same server and middleware that takes a POST with
a CSRF token. A ballot is sealed by the voter's browser, or, where that runs no
scripts, by the site: the sealing is then part of what is measured.
"""

import json
import tempfile
from pathlib import Path
from statistics import median

from scripts.bench.measuring import say
from scripts.drill.sites import drill_site
from tests.drill.running import play
from tests.support import postgres

BACKENDS = ("sqlite", "postgres")
SCENES = "scripts.bench.casting_scenes"
WANTED = 0.5
# So many ballots of each kind a round. Of the rounds the middle one is shown.
BALLOTS, ROUNDS = 400, 5
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
        _lines("domain function", backend, found)
        with drill_site(backend) as site, tempfile.TemporaryDirectory(prefix=TEMPORARY) as folder:
            paper = Path(folder) / "rates.json"
            play(
                site,
                SCENES,
                "http_rates",
                at_once=MEMBERS_AT_ONCE,
                ballots=BALLOTS,
                rounds=ROUNDS,
                paper=str(paper),
                timeout=600,
            )
            found = json.loads(paper.read_text())
        _lines(f"HTTP, {MEMBERS_AT_ONCE} at once", backend, found)
    say()


def _lines(name: str, backend: str, found: dict[str, list[float]]) -> None:
    for sealed_by in ("browser", "site"):
        ours, floors = found[sealed_by], found["floor"]
        # Each round with its own floor: the machine is not the same all the time.
        ratio = median(our / floor for our, floor in zip(ours, floors, strict=True))
        what = f"{name}, sealed by {sealed_by}, {backend}"
        say(f"{what:<46}{median(ours):>12,.0f}{median(floors):>12,.0f}{ratio:>8.2f}{WANTED:>8}")
