"""For a real installation: refuses to start without its secrets, and says which."""

import os

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 -- settings build on each other

_required = ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "VOTING_KEY_DIR")
_missing = [name for name in _required if not os.environ.get(name)]
if _missing:
    raise ImproperlyConfigured("Set these environment variables first: " + ", ".join(_missing))

SECRET_KEY = os.environ["SECRET_KEY"]
