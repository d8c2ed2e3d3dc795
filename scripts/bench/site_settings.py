"""The site as the casting bench serves it: with one more address, an empty view."""

from config.settings.test import *  # noqa: F403 -- settings build on each other

ROOT_URLCONF = "scripts.bench.urls"
ALLOWED_HOSTS = ["localhost"]
# As in production: whether somebody is staff is asked in every request.
STAFF_SECOND_FACTOR = "required"
