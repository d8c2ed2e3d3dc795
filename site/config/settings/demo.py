"""For `make run`: as in production, but on this machine, without a mail server and without TLS."""

import os

# Before the other settings, which ask for it: demo sign-ins are part of a demo.
os.environ["DEMO"] = "true"

from config.env import stored_secret  # noqa: E402 -- see above
from config.settings.base import *  # noqa: E402, F403 -- settings build on each other

SECRET_KEY = stored_secret(DATA_DIR / "secret_key")  # noqa: F405 -- settings build on each other
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]  # noqa: F405 -- settings build on each other
SERVE_MEDIA = True
# A demo that was given a PostgreSQL database has one role in it, and no say in the server's settings.
VOTING_ACCEPTED_FINDINGS = ["postgres-logs-details", "postgres-web-role-reads"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"  # noqa: F405 -- settings build on each other
