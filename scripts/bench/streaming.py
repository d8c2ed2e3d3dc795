"""Memory while a file of ballots streams through `manage.py count`.

The files hold one line a ballot. What is kept in memory is the distinct
ballots: the peak grows with them, not with the file.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench.measuring import say
from scripts.bench.synthetic_ballots import choice_keys, rankings

CHOICES = 10
ROOT = Path(__file__).resolve().parents[2]
HEADER = f"{'ballots':>10}{'distinct':>10}{'file':>10}{'seconds':>10}{'peak':>14}{'above one ballot':>20}"

HEADER = f"{'ballots':>10}{'distinct':>10}{'file':>10}{'seconds':>10}{'peak':>14}{'above one ballot':>20}"


def run(*, sizes: tuple[int, ...], seed: int) -> None:
    say("Streaming a BLT file, one line a ballot, through manage.py count (instant-runoff)")
    say(HEADER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ballots.blt"
        _write(path, size=1, seed=seed)
        _seconds, least = _count(path)
        # The largest last: the system tells the peak of all children so far.
        for size in sorted(sizes):
            distinct = _write(path, size=size, seed=seed)
            seconds, peak = _count(path)
            file_size = path.stat().st_size / 2**20
            line = f"{size:>10,}{distinct:>10,}{file_size:>7.1f} MB{seconds:>10.2f}"
            say(line + f"{peak:>11.0f} MB{peak - least:>17.0f} MB")
    say()


def _write(path: Path, *, size: int, seed: int) -> int:
    """Write a file of ballots; the number of distinct ones."""
    keys = choice_keys(CHOICES)
    numbers = {key: str(number) for number, key in enumerate(keys, start=1)}
    seen = set()
    with path.open("w") as file:
        file.write(f"{CHOICES} 1\n")
        for ranking in rankings(number=size, keys=keys, seed=seed):
            line = " ".join(map(numbers.__getitem__, ranking))
            seen.add(line)
            file.write(f"1 {line} 0\n")
        file.write("0\n" + "".join(f'"{key}"\n' for key in keys) + '"Bench"\n')
    return len(seen)


def _count(path: Path) -> tuple[float, float]:
    """Seconds, and the peak of its memory in megabytes."""
    command = [sys.executable, "manage.py", "count", str(path), "--method", "instant_runoff", "--json"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    return seconds, peak / (2**20 if sys.platform == "darwin" else 2**10)
