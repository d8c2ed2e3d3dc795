"""Settings that must agree with each other, told at start-up."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register

from core import retention

# From the outside in: what has to come before what.
MIDDLEWARE_ORDER = (
    "csp.middleware.CSPMiddleware",
    "core.middleware.BrowserPolicyMiddleware",
    "core.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)


@register(Tags.security)
def check_middleware_order(app_configs, **kwargs):
    present = [name for name in settings.MIDDLEWARE if name in MIDDLEWARE_ORDER]
    if present == list(MIDDLEWARE_ORDER):
        return []
    return [
        Error(
            "The middleware is not in the order that the page cache and the content policy need.",
            hint="From the outside in: " + ", ".join(MIDDLEWARE_ORDER),
            id="core.E001",
        )
    ]


@register(Tags.translation)
def check_languages_agree(app_configs, **kwargs):
    if list(settings.LANGUAGES) == list(settings.WAGTAIL_CONTENT_LANGUAGES):
        return []
    return [Error("LANGUAGES and WAGTAIL_CONTENT_LANGUAGES differ.", id="core.E002")]


@register(Tags.security)
def check_private_folders(app_configs, **kwargs):
    """Nothing that the web server hands out may lie above what nobody may have."""
    private = {
        "VOTING_KEY_DIR": settings.VOTING_KEY_DIR,
        "DOCUMENTS_ROOT": settings.DOCUMENTS_ROOT,
        "DATABASES": settings.DATABASES["default"].get("NAME"),
    }
    public = {"MEDIA_ROOT": settings.MEDIA_ROOT, "STATIC_ROOT": settings.STATIC_ROOT}
    return [
        Error(
            f"{private_name} lies inside {public_name}, which the web server hands out.",
            hint=f"Choose another folder for {private_name}.",
            id="core.E003",
        )
        for private_name, secret in private.items()
        for public_name, shown in public.items()
        if secret and shown and Path(shown).resolve() in Path(secret).resolve().parents
    ]


@register(Tags.database)
def check_sqlite_keeps_ballots(app_configs, **kwargs):
    """An acknowledged ballot must survive a power loss; two voters at once must both get through."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    commands = options.get("init_command", "").replace(" ", "").lower()
    missing = [
        name
        for name, present in (
            ("transaction_mode IMMEDIATE", options.get("transaction_mode") == "IMMEDIATE"),
            ("journal_mode=WAL", "journal_mode=wal" in commands),
            ("synchronous=FULL", "synchronous=full" in commands),
            ("foreign_keys=ON", "foreign_keys=on" in commands),
        )
        if not present
    ]
    if not missing:
        return []
    return [Error(f"SQLite is set up without {', '.join(missing)}.", id="core.E004")]


@register
def check_retention_names(app_configs, **kwargs):
    """A span that is set for a rule nobody has would keep things longer than the operator thinks."""
    known = {rule.name for rule in retention.rules()}
    return [
        Error(
            f"RETENTION_DAYS names {name!r}, and there is no such rule.",
            hint="The names are: " + ", ".join(sorted(known)),
            id="core.E005",
        )
        for name in retention.spans()
        if name not in known
    ]
