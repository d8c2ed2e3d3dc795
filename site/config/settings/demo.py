"""For `make run`: as in production, but on this machine, without a mail server and without TLS."""

from config.env import stored_secret
from config.settings.base import *  # noqa: F403 -- settings build on each other

DEMO = True
SECRET_KEY = stored_secret(DATA_DIR / "secret_key")  # noqa: F405 -- settings build on each other
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]  # noqa: F405 -- settings build on each other
SERVE_MEDIA = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"  # noqa: F405 -- settings build on each other

# The local provider of the demo sign-ins stands beside the site, on a port of its own.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [  # noqa: F405 -- settings build on each other
    *CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"],  # noqa: F405 -- settings build on each other
    DEMO_SIGN_IN_URL,  # noqa: F405 -- settings build on each other
]
