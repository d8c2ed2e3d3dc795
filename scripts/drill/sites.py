"""A site of one's own on either database, for one drill."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres, sqlite
from tests.support.drills import DrillSite


@contextmanager
def drill_site(backend: str) -> Iterator[DrillSite]:
    """`backend`: sqlite or postgres."""
    with tempfile.TemporaryDirectory(prefix="drill-") as name:
        folder = Path(name)
        if backend == "postgres":
            with postgres.fresh_database() as database:
                yield from _site(DrillSite(backend=backend, folder=folder, database=database))
            return
        database = folder / "db.sqlite3"
        sqlite.copy_template(database)
        yield from _site(DrillSite(backend=backend, folder=folder, database=str(database)))


def _site(site: DrillSite) -> Iterator[DrillSite]:
    try:
        yield site
    finally:
        site.stop_everything()
