"""Settings are read once, at start: every case is a process of its own, without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import PATH, ROOT

pytestmark = pytest.mark.drill

GOOD = {
    "SECRET_KEY": "x" * 25 + "Y7" * 15,
    "ALLOWED_HOSTS": "www.example.org,example.org",
    "SITE_URL": "https://www.example.org",
    "VOTING_KEY_DIR": "/srv/keys",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "site@example.org",
}
SHOW = "import json; from django.conf import settings as s; print(json.dumps([{}], default=str))"


def run(code, *, settings="production", **environ):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "PYTHONPATH": PATH, "DJANGO_SETTINGS_MODULE": f"config.settings.{settings}", **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def values(*names, settings="production", **environ):
    done = run(SHOW.format(", ".join(f"s.{name}" for name in names)), settings=settings, **environ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_names_everything_that_is_missing_at_once():
    done = run("from django.conf import settings; settings.DEBUG")
    assert done.returncode != 0
    message = done.stderr[done.stderr.index("ImproperlyConfigured") :]
    assert [name for name in GOOD if f"{name} is not set" not in message] == []


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is shorter"),
        ("ALLOWED_HOSTS", "*", "name the hosts"),
        ("SITE_URL", "http://www.example.org", "does not begin with https://"),
        ("DEMO", "true", "DEMO is set"),
        ("EMAIL_PORT", "many", "use a whole number"),
        ("TRUST_PROXY_HEADERS", "perhaps", "use 'true' or 'false'"),
    ],
)
def test_production_refuses_a_value_that_cannot_be_right(name, value, complaint):
    done = run("from django.conf import settings; settings.DEBUG", **{**GOOD, name: value})
    assert done.returncode != 0
    assert complaint in done.stderr


def test_production_is_closed():
    assert values(
        "DEBUG",
        "DEMO",
        "SERVE_MEDIA",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        **GOOD,
    ) == [False, False, False, True, 31_536_000, True]


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF", "LANGUAGE"])
def test_production_cookies_belong_to_this_host_alone(cookie):
    name, secure, http_only, same_site, domain, path = values(
        *(f"{cookie}_COOKIE_{part}" for part in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH")),
        **GOOD,
    )
    assert name.startswith("__Host-")
    assert (secure, http_only, same_site, domain, path) == (True, True, "Lax", None, "/")


@pytest.mark.parametrize(("value", "trusted"), [("", False), ("true", True)])
def test_production_believes_a_proxy_only_when_told(value, trusted):
    assert values("SECURE_PROXY_SSL_HEADER", **GOOD, TRUST_PROXY_HEADERS=value) == [
        ["HTTP_X_FORWARDED_PROTO", "https"] if trusted else None
    ]


@pytest.mark.parametrize("settings", ["production", "demo", "dev", "test"])
@pytest.mark.parametrize("url", ["", "sqlite:////srv/site/db.sqlite3"])
def test_sqlite_is_safe_for_ballots_however_it_is_chosen(settings, url, tmp_path):
    environ = {**GOOD, "DATA_DIR": str(tmp_path)} | ({"DATABASE_URL": url} if url else {})
    (options,) = values("DATABASES['default']['OPTIONS']", settings=settings, **environ)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]
    assert "journal_mode=WAL" in options["init_command"]


def test_postgres_is_reached_by_a_socket_too(tmp_path):
    url = "postgres://postgres@%2Ftmp%2Fsockets:5432/votes"
    (database,) = values("DATABASES['default']", settings="test", DATABASE_URL=url, DATA_DIR=str(tmp_path))
    assert (database["ENGINE"], database["HOST"], database["NAME"]) == (
        "django.db.backends.postgresql",
        "/tmp/sockets",
        "votes",
    )
    assert "transaction_mode" not in database.get("OPTIONS", {})


def test_demo_makes_its_own_secret_once_and_for_its_owner_alone(tmp_path):
    first, again = (
        values("SECRET_KEY", "DEBUG", settings="demo", DATA_DIR=str(tmp_path)) for _start in range(2)
    )
    assert first == again
    assert len(first[0]) >= 50
    assert Path(tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_demo_sign_in_is_allowed_as_the_end_of_a_form(tmp_path):
    (origins,) = values(
        "CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']",
        settings="demo",
        DATA_DIR=str(tmp_path),
        DEMO_OIDC_URL="http://localhost:9431",
    )
    assert origins == ["'self'", "http://localhost:9431"]


def test_only_providers_in_use_are_allowed_as_the_end_of_a_form():
    (origins,) = values(
        "CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']",
        **GOOD,
        GOOGLE_KEY="key",
        GOOGLE_SECRET="secret",
        APPLE_CLIENT="org.example.www",
        APPLE_TEAM="team",
        APPLE_KEY="key",
        APPLE_SECRET="secret",
        OIDC_PROVIDERS="union",
        OIDC_UNION_ENDPOINT="https://id.union.example/realms/all",
        OIDC_UNION_KEY="key",
        OIDC_UNION_SECRET="secret",
    )
    assert origins == [
        "'self'",
        "https://accounts.google.com",
        "https://appleid.apple.com",
        "https://id.union.example",
    ]


WEB, OWNER = "postgres://web@localhost/site", "postgres://owner@localhost/site"


@pytest.mark.parametrize(
    ("environ", "user", "role"),
    [
        ({"DATABASE_URL": WEB}, "web", ""),
        ({"DATABASE_URL": WEB, "VOTING_WEB_ROLE": "named"}, "web", "named"),
        ({"DATABASE_URL": WEB, "OWNER_DATABASE_URL": OWNER}, "owner", "web"),
        ({"DATABASE_URL": WEB, "OWNER_DATABASE_URL": OWNER, "VOTING_WEB_ROLE": "named"}, "owner", "named"),
    ],
)
def test_whoever_has_the_owners_address_uses_it(environ, user, role):
    shown = values("DATABASES['default']['USER']", "VOTING_WEB_ROLE", **GOOD, **environ)
    assert shown == [user, role]


def test_web_server_never_uses_the_owners_address():
    code = "import config.wsgi; " + SHOW.format("s.DATABASES['default']['USER']")
    done = run(code, **GOOD, DATABASE_URL=WEB, OWNER_DATABASE_URL=OWNER)
    assert json.loads(done.stdout) == ["web"], done.stderr
