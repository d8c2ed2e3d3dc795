"""For the tests."""

import os
from pathlib import Path

# Before the other settings: what the tests write has a folder of its own.
os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parents[3] / "var" / "tests"))

from config.settings.base import *  # noqa: E402, F403 -- settings build on each other

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The default hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The fixture `second_factor` of tests/members/staff turns it on.
STAFF_SECOND_FACTOR = "off"
INSTALLED_APPS += ["tests.sample_plugin"]  # noqa: F405 -- settings build on each other
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 -- settings build on each other
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # The fixture `page_cache` turns it on.
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {"default": {"BACKEND": "tests.support.background.QuickBackend", "ENQUEUE_ON_COMMIT": False}}

# WhiteNoise warns about a missing folder, once for every client.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 -- settings build on each other

# PostgreSQL has one role here, unless a test makes another.
VOTING_ACCEPTED_FINDINGS = env_list("VOTING_ACCEPTED_FINDINGS", ("postgres-web-role-reads",))  # noqa: F405 -- settings build on each other

# A database in memory cannot be reused, and Wagtail's migrations take most of
# the time of a run: pytest --reuse-db needs a file. Its name tells which
# migrations it has, so that a changed one is never met by an old file.
if os.environ.get("TEST_DATABASE") == "postgres":
    from tests.support import postgres

    DATABASES["default"] = dj_database_url.parse(postgres.url("postgres"))  # noqa: F405 -- settings build on each other
    DATABASES["default"]["TEST"] = {  # noqa: F405 -- settings build on each other
        "NAME": f"test_{postgres.schema_fingerprint()}",
        "TEMPLATE": postgres.template(),
    }
elif DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 -- settings build on each other
    from tests.support.fingerprints import schema_fingerprint

    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / f"test-{schema_fingerprint()}.sqlite3"}  # noqa: F405 -- settings build on each other
