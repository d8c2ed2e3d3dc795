"""A migrated SQLite database, made once for every state of the migrations and copied for each use."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.fingerprints import ROOT, schema_fingerprint
from tests.support.locks import only_one
from tests.support.processes import Site

FOLDER = ROOT / "var" / "tests"


def template() -> Path:
    path = FOLDER / f"migrated-{schema_fingerprint()}.sqlite3"
    with only_one(FOLDER / "sqlite.lock"):
        if not path.exists():
            for old in FOLDER.glob("migrated-*.sqlite3*"):
                old.unlink(missing_ok=True)
            draft = path.with_suffix(".sqlite3.draft")
            draft.unlink(missing_ok=True)
            with TemporaryDirectory() as data:
                environ = {
                    "DATABASE_URL": f"sqlite:///{draft}",
                    "DATA_DIR": data,
                    "DJANGO_SETTINGS_MODULE": "config.settings.test",
                }
                # As a site with nothing yet is started: that this works is seen here.
                Site(environ).manage("serve", "--prepare-only", timeout=300)
            os.replace(draft, path)
    return path


def copy_template(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Not a copy of the file: what stands in its write-ahead log comes along.
    with closing(sqlite3.connect(template())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
