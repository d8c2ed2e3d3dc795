import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.utils import timezone, translation

from tests.support import sqlite

pytest_plugins = [
    "tests.support.browsing",
    "tests.support.drills",
    "tests.support.garbage",
    "tests.support.live_site",
    "tests.support.order",
    "tests.support.own_pages",
    "tests.support.slow",
    "tests.support.tasks",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Gives a new test database all migrations at once, as a copy of a migrated one."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = Path(database["TEST"]["NAME"])
        for old in path.parent.glob("test-*.sqlite3*"):
            # The rest of the name tells parallel processes and SQLite's own files apart.
            if not old.name.startswith(path.name.partition(".sqlite3")[0]):
                old.unlink(missing_ok=True)
        if not path.exists():
            sqlite.copy_template(path)


@pytest.fixture(scope="session", autouse=True)
def clean_folder_of_the_run():
    """Uploads and keys of an earlier run are gone when a new one begins."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_left_by_another_test():
    """The language that a request activated, and what was cached about rows that are gone."""
    yield
    translation.deactivate()
    timezone.deactivate()
    cache.clear()


@pytest.fixture
def page_cache(settings):
    """Turns on the cache of whole pages, which tests do without: one would see the pages of another."""
    settings.CACHES = {
        **settings.CACHES,
        "pages": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "pages-of-one-test",
        },
    }
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()
