"""Sites whose processes may be killed: each has a database of its own, on SQLite and on PostgreSQL.

def test_a_killed_worker_loses_nothing(drill_site):
    drill_site.python("from tests.factories.voting import make_voters; make_voters(3)")
    process = drill_site.start_python("...")
    process.kill()
    assert drill_site.rows("SELECT count(*) FROM voting_ballot") == [(3,)]
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support import postgres, sqlite
from tests.support.processes import Site


class DrillSite(Site):
    """`backend` is "sqlite" or "postgres"; `env` is the environment its processes run in."""

    def __init__(self, *, backend: str, folder: Path, database: str):
        self.backend = backend
        self.folder = folder
        self.database = database
        address = postgres.url(database) if backend == "postgres" else f"sqlite:///{database}"
        super().__init__(
            {
                "DATABASE_URL": address,
                "DATA_DIR": str(folder),
                "VOTING_KEY_DIR": str(folder / "vote-keys"),
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
            }
        )

    def rows(self, statement: str) -> list[tuple]:
        """Reads the database from outside Django, as an operator would."""
        if self.backend == "postgres":
            with postgres.connect(self.database) as connection:
                return connection.execute(statement).fetchall()
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(statement).fetchall()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """The marks follow from what a test uses, so that nobody can forget one."""
    for item in items:
        if "drill_site" in item.fixturenames:
            item.add_marker("drill")
            if item.callspec.params["drill_site"] == "postgres":
                item.add_marker("postgres")
        elif "live_site" in item.fixturenames and "browser" not in item.fixturenames:
            item.add_marker("drill")


@pytest.fixture(params=["sqlite", "postgres"])
def drill_site(request, tmp_path) -> Iterator[DrillSite]:
    if request.param == "sqlite":
        database = tmp_path / "db.sqlite3"
        sqlite.copy_template(database)
        site = DrillSite(backend="sqlite", folder=tmp_path, database=str(database))
        yield site
        site.stop_everything()
        return
    if postgres.WHY_NOT:
        pytest.skip(postgres.WHY_NOT)
    with postgres.fresh_database() as name:
        site = DrillSite(backend="postgres", folder=tmp_path, database=name)
        yield site
        site.stop_everything()
