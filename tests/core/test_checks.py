import pytest

from core import checks


def found(check):
    return [problem.id for problem in check(None)]


@pytest.mark.parametrize(
    "check",
    [
        checks.check_middleware_order,
        checks.check_languages_agree,
        checks.check_private_folders,
        checks.check_sqlite_keeps_ballots,
    ],
)
def test_settings_of_the_site_agree(check):
    assert found(check) == []


def test_page_cache_after_the_sessions_is_refused(settings):
    settings.MIDDLEWARE = list(reversed(settings.MIDDLEWARE))
    assert found(checks.check_middleware_order) == ["core.E001"]


def test_missing_page_cache_is_refused(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    assert found(checks.check_middleware_order) == ["core.E001"]


def test_languages_that_differ_are_refused(settings):
    settings.LANGUAGES = settings.LANGUAGES[:1]
    assert found(checks.check_languages_agree) == ["core.E002"]


def test_keys_inside_media_are_refused(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VOTING_KEY_DIR = tmp_path, tmp_path / "deep" / "keys"
    assert found(checks.check_private_folders) == ["core.E003"]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        },
        {"transaction_mode": "DEFERRED", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"},
    ],
)
def test_careless_sqlite_is_refused(settings, options):
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options}}
    assert found(checks.check_sqlite_keeps_ballots) == ["core.E004"]
