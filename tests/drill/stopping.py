"""PostgreSQL is stopped at once, again and again, while twenty writers cast."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.drill.own_server import OwnPostgres
from tests.drill.running import begin, play
from tests.support.processes import Site

SCENES = "tests.drill.breaking_scenes"
PROCESSES, THREADS = 4, 5
# The marked points of a cast (POINTS of the scenes) after which its ballot is there.
KEPT = ("after the commit", "before the answer")
# The writers start Python first, and other tests may run beside this one.
SECONDS_TO_BEGIN = 180


def stop_again_and_again(
    *, stops: int, members: int, pause: float, said: Callable[[str], None] = print
) -> dict:
    """What was acknowledged, and what is left. `pause`: seconds that a writer rests after a ballot."""
    with tempfile.TemporaryDirectory() as papers, tempfile.TemporaryDirectory() as data:
        server = OwnPostgres(Path(tempfile.mkdtemp(prefix="stopped-postgres-")))
        site = Site(
            {
                "DATABASE_URL": server.url,
                "DATA_DIR": data,
                "VOTING_KEY_DIR": str(Path(data) / "vote-keys"),
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
            }
        )
        try:
            crowd = play(site, SCENES, "prepare_crowd", members=members)
            writers = [
                begin(
                    site,
                    SCENES,
                    "cast_in_threads",
                    vote=crowd["vote"],
                    refs=crowd["refs"][number::PROCESSES],
                    first_writer=number * THREADS,
                    threads=THREADS,
                    folder=papers,
                    pause=pause,
                )
                for number in range(PROCESSES)
            ]
            loads = _stop_under_load(server, Path(papers), stops, said)
            _wait_for_more(Path(papers), _lines(Path(papers)))
            (Path(papers) / "stop").touch()
            for writer in writers:
                _out, errors = writer.communicate(timeout=120)
                assert writer.returncode == 0, errors
            found = play(site, SCENES, "count_what_is_left", vote=crowd["vote"], folder=papers)
            return {**found, "stops": len(loads), "least_between_stops": min(loads)}
        finally:
            site.stop_everything()
            server.delete()


def _stop_under_load(server: OwnPostgres, papers: Path, stops: int, said) -> list[int]:
    """How many ballots were acknowledged before each stop, since the one before."""
    loads, known = [], 0
    for number in range(stops):
        _wait_for_more(papers, known)
        time.sleep(random.uniform(0.05, 0.5))
        server.stop_at_once()
        now = _lines(papers)
        loads.append(now - known)
        known = now
        said(f"stop {number + 1} of {stops}: {now} ballots acknowledged so far")
        server.start_again()
    return loads


def _wait_for_more(papers: Path, known: int) -> None:
    """The crowd is casting again."""
    deadline = time.monotonic() + SECONDS_TO_BEGIN
    while _lines(papers) < known + 20:
        assert time.monotonic() < deadline, "Nobody casts any more."
        time.sleep(0.05)


def _lines(papers: Path) -> int:
    return sum(path.read_text().count("\n") for path in papers.glob("acknowledged*"))
