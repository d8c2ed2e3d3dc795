"""The clock, and the way figures are printed."""

import gc
import sys
import time
from collections.abc import Callable
from typing import Any


def seconds(run: Callable[[], Any], *, rounds: int) -> float:
    """The shortest of some runs: what the machine can do when it is left alone."""
    shortest = float("inf")
    for _round in range(rounds):
        gc.collect()
        started = time.process_time()
        run()
        shortest = min(shortest, time.process_time() - started)
    return shortest


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
