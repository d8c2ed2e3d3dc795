"""What the environment says about sign-in, read anew for each test."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import sign_in

OIDC = {"OIDC_UNION_ENDPOINT": "https://id.example/", "OIDC_UNION_KEY": "k", "OIDC_UNION_SECRET": "s"}


APPLE = {"APPLE_CLIENT": "c", "APPLE_TEAM": "t", "APPLE_KEY": "k", "APPLE_SECRET": "one\\ntwo"}


@pytest.fixture
def read(monkeypatch):
    for name in APPLE:
        monkeypatch.delenv(name, raising=False)
    for name in ("GOOGLE", "FACEBOOK", "X"):
        monkeypatch.delenv(f"{name}_KEY", raising=False)
        monkeypatch.delenv(f"{name}_SECRET", raising=False)
    monkeypatch.delenv("DEMO", raising=False)
    monkeypatch.delenv("OIDC_PROVIDERS", raising=False)

    def run(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(Path(sign_in.__file__)))

    return run


def test_nothing_configured_offers_no_provider(read):
    found = read()
    assert found["SIGN_IN_PROVIDERS"] == {}
    assert found["AUTHENTICATION_BACKENDS"] == ["members.roles.RolesBackend"]


@pytest.mark.parametrize(
    ("prefix", "name", "vouches"),
    [("GOOGLE", "google-oauth2", True), ("FACEBOOK", "facebook", False), ("X", "twitter-oauth2", False)],
)
def test_provider_with_keys_is_offered(read, prefix, name, vouches):
    found = read(**{f"{prefix}_KEY": "k", f"{prefix}_SECRET": "s"})
    assert [(key, facts["vouches"]) for key, facts in found["SIGN_IN_PROVIDERS"].items()] == [(name, vouches)]
    assert len(found["AUTHENTICATION_BACKENDS"]) == 2


def test_apple_is_offered_with_all_its_values_and_vouches_for_nobody(read):
    found = read(**APPLE)
    assert found["SIGN_IN_PROVIDERS"] == {"apple-id": {"title": "Apple", "vouches": False}}
    assert found["SOCIAL_AUTH_APPLE_ID_SECRET"] == "one\ntwo"


@pytest.mark.parametrize("missing", APPLE)
def test_apple_with_a_value_missing_is_refused(read, missing):
    with pytest.raises(ImproperlyConfigured, match="APPLE_CLIENT, APPLE_TEAM, APPLE_KEY and APPLE_SECRET"):
        read(**{name: value for name, value in APPLE.items() if name != missing})


def test_half_a_pair_of_keys_is_refused(read):
    with pytest.raises(ImproperlyConfigured, match="GOOGLE_KEY and GOOGLE_SECRET"):
        read(GOOGLE_KEY="k")


@pytest.mark.parametrize(("trusted", "vouches"), [("true", True), ("false", False), ("", False)])
def test_openid_connect_provider_vouches_only_when_trusted(read, trusted, vouches):
    found = read(OIDC_PROVIDERS="union", OIDC_UNION_TRUSTED=trusted, **OIDC)
    assert found["SIGN_IN_PROVIDERS"]["union"] == {"title": "Union", "vouches": vouches}
    assert found["OIDC_PROVIDERS"]["union"]["OIDC_ENDPOINT"] == "https://id.example"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"OIDC_PROVIDERS": "union"}, "OIDC_UNION_ENDPOINT"),
        ({"OIDC_PROVIDERS": "Union", **OIDC}, "small letters"),
        ({"OIDC_PROVIDERS": "google-oauth2", "GOOGLE_KEY": "k", "GOOGLE_SECRET": "s"}, "is taken"),
    ],
)
def test_wrong_openid_connect_settings_say_what_is_missing(read, environment, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        read(**environment)


def test_demo_alone_offers_the_demo_provider(read):
    assert "demo-oidc" in read(DEMO="true")["SIGN_IN_PROVIDERS"]
