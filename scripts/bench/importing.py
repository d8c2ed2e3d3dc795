"""Importing a list of members: a first time, again without a change, with every row changed, and back.

`seconds` is the time on the clock, `cpu` what the process itself worked (without the
database server's part on PostgreSQL).
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from openpyxl import Workbook

from scripts.bench.measuring import say
from scripts.drill.sites import drill_site
from tests.drill.running import play
from tests.support import postgres

BACKENDS = ("sqlite", "postgres")
SCENES = "scripts.bench.importing_scenes"
WANTED_SECONDS, WANTED_MEGABYTES, FOR_ROWS = 60, 300, 100_000
MOST_ROWS = 100_000
TIER, CHAPTER = "bench", "bench-chapter"
TITLES = (
    "member_no", "first_name", "last_name", "email", "phone", "street", "town", "zip", "language",
    "chapter", "tier", "starts_on", "expires_on",
)  # fmt: skip
HEADER = (
    f"{'':<10}{'rows':>9}  {'what':<18}{'seconds':>9}{'cpu':>8}{'wanted':>8}"
    f"{'memory before':>15}{'at most':>9}{'wanted':>8}"
)


def run(*, sizes: tuple[int, ...], seed: int) -> None:
    say("Importing a list of members with manage.py import_members (memory in MB)")
    say(HEADER)
    for backend in BACKENDS:
        if backend == "postgres" and postgres.WHY_NOT:
            say(postgres.WHY_NOT)
            continue
        for size in sorted({min(size, MOST_ROWS) for size in sizes}):
            with drill_site(backend) as site:
                _measure(backend, site, size, seed)
    say()


def _measure(backend: str, site, size: int, seed: int) -> None:
    first, second = Path(site.folder) / "first.csv", Path(site.folder) / "second.csv"
    _write_csv(first, rows(size=size, seed=seed))
    _write_csv(second, rows(size=size, seed=seed, year=2027, phone="617"))
    book = Path(site.folder) / "first.xlsx"
    _write_xlsx(book, rows(size=size, seed=seed))
    play(site, SCENES, "prepare", tier=TIER, chapter=CHAPTER)
    for what, scene, path in (
        ("new", "bring_in", first),
        ("unchanged", "bring_in", first),
        ("unchanged, .xlsx", "bring_in", book),
        ("changed", "bring_in", second),
        ("undo of changed", "take_back", None),
    ):
        arguments = {"path": str(path)} if path else {}
        found = play(site, SCENES, scene, timeout=1200, **arguments)
        wanted = WANTED_SECONDS * size / FOR_ROWS
        say(
            f"{backend:<10}{size:>9,}  {what:<18}{found['seconds']:>9.1f}{found['cpu']:>8.1f}{wanted:>8.0f}"
            f"{found['before']:>15.0f}{found['at_most']:>9.0f}{WANTED_MEGABYTES:>8}"
        )


def rows(*, size: int, seed: int, year: int = 2026, phone: str = "508") -> Iterator[tuple[str, ...]]:
    """The title row, and as many members; with another year each of them has renewed."""
    random = Random(seed)
    yield TITLES
    for number in range(size):
        name = f"{random.randrange(10**6):06d}"
        yield (
            f"{number + 1}", f"First{name}", f"Last-{name}", f"member{number}@example.org",
            f"{phone}-555-{number % 10000:04d}", f"{number % 900} Elm Street", f"Town {number % 351}",
            f"0{1000 + number % 1800}", "en", CHAPTER, TIER, "2026-01-01", f"{year}-12-31",
        )  # fmt: skip


def _write_csv(path: Path, table: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)


def _write_xlsx(path: Path, table: Iterator[tuple[str, ...]]) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Members")
    for row in table:
        sheet.append(row)
    workbook.save(path)
