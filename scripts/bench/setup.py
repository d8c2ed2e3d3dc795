"""Django with the plugins of the site, and nothing of anybody's data."""

import os

import django


def prepare_django(*, database_url: str = "sqlite://:memory:") -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["DATABASE_URL"] = database_url
    os.environ.pop("TEST_DATABASE", None)
    django.setup()
