"""Opening, shuffling and counting the sealed ballots of a closed vote."""

from scripts.bench.measuring import say
from scripts.drill.sites import drill_site
from tests.drill.running import play
from tests.support import postgres

BACKENDS = ("sqlite", "postgres")
SCENES = "scripts.bench.opening_scenes"
# Seconds for a hundred thousand ballots.
WANTED_SECONDS, FOR_BALLOTS = 60, 100_000
MOST_BALLOTS = 100_000

HEADER = f"{'':<12}{'ballots':>10}{'seconds':>10}{'wanted':>8}{'memory before':>16}{'at most':>12}"


def run(*, sizes: tuple[int, ...], seed: int) -> None:
    say("Opening, shuffling and counting sealed ballots (memory in MB)")
    say(HEADER)
    for backend in BACKENDS:
        if backend == "postgres" and postgres.WHY_NOT:
            say(postgres.WHY_NOT)
            continue
        for size in sorted({min(size, MOST_BALLOTS) for size in sizes}):
            with drill_site(backend) as site:
                found = play(site, SCENES, "open_and_count", ballots=size, timeout=1200)
            wanted = WANTED_SECONDS * size / FOR_BALLOTS
            say(
                f"{backend:<12}{size:>10,}{found['seconds']:>10.1f}{wanted:>8.0f}"
                f"{found['before']:>16.0f}{found['at_most']:>12.0f}"
            )
    say()
