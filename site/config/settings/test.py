"""For the tests."""

from config.settings.base import *  # noqa: F403 -- settings build on each other

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The default hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS += ["tests.sample_plugin"]  # noqa: F405 -- settings build on each other
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 -- settings build on each other
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": False}
}
# A database in memory cannot be reused, and Wagtail's migrations take most of
# the time of a run: pytest --reuse-db needs a file.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 -- settings build on each other
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / ".test.sqlite3"}  # noqa: F405 -- settings build on each other
