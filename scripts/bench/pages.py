"""How much the page cache is worth: the same pages with and without it, from the running demo."""

import http.client
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.bench.measuring import say
from tests.support.live_site import LiveSite, demo_data, free_port

PAGES = ("/en/", "/en/issues/housing/", "/en/endorsements/", "/en/results/")
ROUNDS = 60


def run(*, sizes: tuple[int, ...], seed: int) -> None:
    say("Pages: made anew, and kept by the page cache")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(demo_data(), data)
        site = LiveSite(data=data, port=free_port(), sign_in_port=free_port())
        process = site.serve()
        try:
            measure(site)
        finally:
            process.terminate()
            process.wait(timeout=30)
    say()


def measure(site: LiveSite) -> None:
    say(f"{'page':<22}{'made anew':>14}{'kept':>14}{'ratio':>10}      (medians of {ROUNDS})")
    for path in PAGES:
        # A parameter that the cache does not know has the page made anew.
        anew = median_milliseconds(site, lambda number, path=path: f"{path}?anew={number}")
        kept = median_milliseconds(site, lambda number, path=path: path)
        say(f"{path:<22}{anew:>11.2f} ms{kept:>11.2f} ms{anew / kept:>10.0f}")


def median_milliseconds(site: LiveSite, address: Callable[[int], str]) -> float:
    connection = http.client.HTTPConnection("localhost", site.port, timeout=30)
    times = []
    for number in range(-5, ROUNDS):
        started = time.perf_counter()
        connection.request("GET", address(number))
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            sys.exit(f"{address(number)} answered {response.status}.")
        # The first ones warm the workers up.
        if number >= 0:
            times.append((time.perf_counter() - started) * 1000)
    connection.close()
    return statistics.median(times)
