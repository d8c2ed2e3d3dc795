"""Django's own user, one language, no content of ours: all that `voting` needs beside Wagtail is `core`."""

import os
from pathlib import Path

from config.settings.security import *  # noqa: F403 -- the headers that core's middleware sends

DATA_DIR = Path(os.environ["DATA_DIR"])
BASE_DIR = Path(__file__).resolve().parents[2]
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "tests.plain_site.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "tests.sample_plugin",
    "voting",
    "voting.plugins.yes_no",
    "voting.plugins.single_choice",
    "voting.plugins.approval",
    "voting.plugins.score",
    "voting.plugins.star",
    "voting.plugins.instant_runoff",
    "voting.plugins.stv_scottish",
    "voting.plugins.stv_meek",
    "voting.plugins.schulze",
    "voting.plugins.ranked_pairs",
    "voting.plugins.threshold",
    "voting.plugins.method_winners",
    "voting.plugins.default_option",
    "voting.plugins.advice",
    "voting.plugins.imported",
    "voting.plugins.roll_call",
    "voting.plugins.secret",
    "core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "core.middleware.BrowserPolicyMiddleware",
    "core.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "db.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON",
        },
    }
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = "America/New_York"
STATIC_URL = "/static/"
# The script that seals ballots in a browser, and the styles.
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
DOCUMENTS_ROOT = DATA_DIR / "documents"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
VOTING_KEY_DIR = DATA_DIR / "keys"
WAGTAIL_SITE_NAME = "A plain site"
WAGTAILADMIN_BASE_URL = "http://testserver"
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
LOGIN_URL = "/login/"
DEMO = False
