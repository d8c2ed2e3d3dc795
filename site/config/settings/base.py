"""What every installation shares. No secrets, and no default for ALLOWED_HOSTS."""

import os
from importlib.metadata import entry_points
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config.env import env_bool, env_days, env_list
from config.settings.security import *  # noqa: F403 -- settings build on each other

SITE_DIR = Path(__file__).resolve().parents[2]
BASE_DIR = SITE_DIR.parent
# Everything the site writes at run time: database, media, caches, keys.
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))

DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "members.User"

INSTALLED_APPS = [
    "home",
    "candidates",
    "issues",
    "members",
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
    "statehouse",
    "core",
    # wagtail-localize replaces "wagtail.locales" and stands before Wagtail.
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "members.wagtail_users.MembersUsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    # This one is modelsearch too: listing "modelsearch" beside it breaks deletes.
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "social_django",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp_webauthn",
    "csp",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
# Packages that pip installed and that offer voting plugins.
INSTALLED_APPS += [point.module for point in entry_points(group="voting.plugins")]

# Headers first, so that every answer has them; then what needs no database; then
# what knows the visitor. `core.checks` holds the order.
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "core.middleware.BrowserPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Answers the API for the membership system before anything knows a visitor.
    "members.api.apart.ApartMiddleware",
    "core.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.staff_access.middleware.StaffAccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "members.middleware.SignInErrorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# One host with up to about 5,000 members runs on SQLite: IMMEDIATE makes two
# writers wait instead of failing, FULL keeps an acknowledged ballot through a
# power loss, secure_delete leaves no deleted row behind in free pages.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON"
    ),
}
# On PostgreSQL the owner of the tables migrates, opens votes and counts them; the
# web process has a role of its own, which cannot read a sealed ballot. Whoever
# has the owner's address in the environment uses it: `serve` gives it to nobody
# who answers requests.
RUNS_AS_OWNER = bool(os.environ.get("OWNER_DATABASE_URL"))
DATABASES = {
    "default": dj_database_url.config(
        env="OWNER_DATABASE_URL" if RUNS_AS_OWNER else "DATABASE_URL",
        default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
        # Behind a pooler that gives every transaction another connection.
        disable_server_side_cursors=env_bool("DISABLE_SERVER_SIDE_CURSORS", False),
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [SITE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "America/New_York"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Documents lie where no web server hands them out: the site asks first who may have one.
DOCUMENTS_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {"BACKEND": "core.document_storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The web server hands out media; the application itself does in the demo only.
SERVE_MEDIA = False

# Where nginx may send documents by itself once the site has said yes: the
# address of its internal location, such as /private-documents/ (X-Accel-Redirect).
DOCUMENTS_ACCEL_PREFIX = os.environ.get("DOCUMENTS_ACCEL_PREFIX", "")

# Shared by every worker of one host, so that clearing it reaches all of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    },
    # Whole public pages (core.page_cache). What changes by the clock alone, as
    # "3 days left", is at most this old.
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "page-cache",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

WAGTAIL_SITE_NAME = "Progressive Massachusetts"
# Where the site is to be found, for links in mails.
SITE_URL = WAGTAILADMIN_BASE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
# What may be uploaded: nothing that a browser would run, or draw as a page of ours.
WAGTAILDOCS_EXTENSIONS = [
    "csv", "doc", "docx", "epub", "ics", "jpeg", "jpg", "key", "mp3", "numbers", "odp", "ods", "odt", "pages",
    "pdf", "png", "ppt", "pptx", "rtf", "txt", "vtt", "xls", "xlsx", "zip",
]  # fmt: skip
# Shown in the browser; everything else is saved as a file.
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", "text/plain"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing in the editor calls another host.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Times are typed and shown in the organization's zone, whoever edits.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Who asks the roll and the session, for pages and documents that are for members or for groups.
MEMBER_READER = "members.restrictions.reader_of_request"
GROUP_READER = "members.restrictions.groups_count"

# The keys of secret votes: outside the database, outside media, outside backups.
VOTING_KEY_DIR = Path(os.environ.get("VOTING_KEY_DIR", DATA_DIR / "vote-keys"))

# The database role of the web process: the one in DATABASE_URL, where the owner has an address too.
VOTING_WEB_ROLE = os.environ.get("VOTING_WEB_ROLE") or (
    dj_database_url.config(env="DATABASE_URL").get("USER", "") if RUNS_AS_OWNER else ""
)

# Folders that are backed up, so that `ballot_doctor` can see that no key is in one.
VOTING_BACKUP_PATHS = env_list("VOTING_BACKUP_PATHS")

# What `ballot_doctor` finds and the operator has accepted, by code. The public log of each vote names it.
VOTING_ACCEPTED_FINDINGS = env_list("VOTING_ACCEPTED_FINDINGS")

# How many days a thing is kept, where the rule of its app should not hold:
# RETENTION_DAYS=import-rows=30,member-changes=365. `clean_up --list` has the names.
RETENTION_DAYS = env_days("RETENTION_DAYS")

# A demo site says so on every page and offers sign-ins that anybody may use.
DEMO = env_bool("DEMO", False)

LOGIN_URL = "members:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ORGANISATION_NAME = _("Progressive Massachusetts")

from config.settings.sign_in import *  # noqa: E402, F403 -- one subject, one module
