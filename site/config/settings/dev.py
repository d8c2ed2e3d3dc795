"""For work on one's own machine."""

from config.settings.base import *  # noqa: F403 -- settings build on each other

DEBUG = True
# A page about an error shows everything: that is what these settings are for.
VOTING_ACCEPTED_FINDINGS = ["debug-on", "postgres-logs-details", "postgres-web-role-reads"]
SECRET_KEY = "only-for-development-not-a-secret"
ALLOWED_HOSTS = ["*"]
SERVE_MEDIA = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 -- settings build on each other
# A changed template shows at once.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405 -- settings build on each other
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"  # noqa: F405 -- settings build on each other
