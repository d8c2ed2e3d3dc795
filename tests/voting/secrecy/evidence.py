"""What somebody with every file of the site could look for."""

import base64
import sqlite3
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path

from tests.support import postgres
from tests.support.drills import DrillSite
from voting.domain.canonical import canonical_json


def needles(contest: str, choice: str) -> list[bytes]:
    """The ways in which one ballot might stand somewhere: as stored, as sent, as printed, as dumped."""
    ballot = canonical_json({contest: choice})
    pair = f'"{contest}":"{choice}"'.encode()
    return [
        pair,
        f"{contest}={choice}".encode(),
        f"'{contest}': '{choice}'".encode(),
        f"'{contest}': ['{choice}']".encode(),
        f'"{contest}": "{choice}"'.encode(),
        pair.hex().encode(),
        pair.hex().upper().encode(),
        base64.b64encode(ballot).rstrip(b"="),
    ]


def files_holding(folder: Path, wanted: Sequence[bytes], *, since: float = 0) -> list[str]:
    """The files below a folder, changed since then, that hold any of the wanted bytes."""
    found = []
    for path in folder.rglob("*"):
        # A file may go away while one looks.
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime >= since and _holds(path.read_bytes(), wanted):
                found.append(path.name)
    return found


def _holds(content: bytes, wanted: Sequence[bytes]) -> bool:
    return any(needle in layer for layer in _layers(content) for needle in wanted)


def _layers(content: bytes) -> Iterator[bytes]:
    """A file as it is, and what Django's file cache has compressed in it."""
    yield content
    start = content.find(b"\x78\x9c")
    if 0 <= start < 100:
        with suppress(zlib.error):
            yield zlib.decompress(content[start:])


def pieces(sealed: Sequence[str]) -> list[bytes]:
    """Two parts of each ballot (given as hex): a database may cut one at the edge of a page."""
    return [bytes.fromhex(row)[start : start + 40] for row in sealed for start in (0, 200)]


def kept_open(site: DrillSite):
    """A second process of the site: as long as it is there, SQLite keeps its log of changes."""
    if site.backend == "postgres":
        return nullcontext()
    connection = sqlite3.connect(site.database)
    connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    return closing(connection)


def dump(site: DrillSite) -> str:
    """The whole database as a backup writes it."""
    if site.backend == "sqlite":
        with closing(sqlite3.connect(site.database)) as connection:
            return "\n".join(connection.iterdump())
    command = Path(postgres.server().bin_path) / "pg_dump"
    address = postgres.server().get_uri(database=site.database)
    done = subprocess.run([command, "--dbname", address], capture_output=True, check=True)
    return done.stdout.decode()


def storage_folder(site: DrillSite) -> Path:
    """Where the database keeps its files, its log of changes and its messages."""
    return site.folder if site.backend == "sqlite" else postgres.folder()
