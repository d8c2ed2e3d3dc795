"""Everything that has to be done before the site can be served; what is done already is skipped."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from core.serving.fingerprints import Marker, fingerprint


def prepare(*, say: Callable[[str], None], demo_address: str | None) -> None:
    """Migrates and collects the static files.

    With the address of a demo it loads the demo content too, and lets its pages
    know that address.
    """
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    migrated = _migrate(say)
    _collect_static_files(say)
    if demo_address:
        _load_demo(say, again=migrated)
        _move_site(demo_address)


def _migrate(say) -> bool:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return False
    say(f"Preparing the database: {len(plan)} steps ...")
    call_command("migrate", interactive=False, verbosity=0)
    return True


def _collect_static_files(say) -> None:
    if settings.DEBUG:
        # The development server finds them by itself.
        return
    files = {
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list(ignore_patterns=[])
    }
    marker, now = Marker(settings.DATA_DIR / "static.fingerprint"), fingerprint(files)
    if marker.says(now) and Path(settings.STATIC_ROOT).is_dir():
        return
    say(f"Collecting {len(files)} static files ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    marker.write(now)


def _load_demo(say, *, again: bool) -> None:
    """Loads it when the database is new, when its source has changed, and after it was removed."""
    source = Path(apps.get_app_config("home").path)
    files = (path for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc")
    marker, now = Marker(settings.DATA_DIR / "demo.fingerprint"), fingerprint(files)
    if not again and marker.says(now) and get_user_model().objects.filter(is_demo=True).exists():
        return
    say("Loading the demo content ...")
    call_command("load_demo")
    marker.write(now)


def _move_site(address: str) -> None:
    """A demo may be served on another port than last time."""
    parts = urlsplit(address)
    site = Site.objects.get(is_default_site=True)
    here = (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    if (site.hostname, site.port) != here:
        site.hostname, site.port = here
        site.save()
