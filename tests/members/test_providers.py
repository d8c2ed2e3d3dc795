"""What each provider is sent, and what of its answer is believed."""

import json
import time
from importlib.metadata import version
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings as site_settings
from django.contrib.messages import get_messages
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from members import checks
from members.models import User
from tests.members.provider import begin

pytestmark = pytest.mark.django_db
BACKENDS = {
    "google-oauth2": "members.backends.Google",
    "facebook": "members.backends.Facebook",
    "twitter-oauth2": "members.backends.X",
    "apple-id": "members.backends.Apple",
    "demo-oidc": "members.backends.DemoOIDC",
}
WITH_PKCE = sorted(set(BACKENDS) - {"apple-id"})


@pytest.fixture(scope="module")
def apple_secret():
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture
def offered(offer, settings, provider_server, apple_secret):
    """A function that offers one provider, with keys."""
    for name in ("GOOGLE_OAUTH2", "FACEBOOK", "TWITTER_OAUTH2"):
        setattr(settings, f"SOCIAL_AUTH_{name}_KEY", "site-key")
        setattr(settings, f"SOCIAL_AUTH_{name}_SECRET", "site-secret")
    settings.SOCIAL_AUTH_APPLE_ID_CLIENT = "org.example.www"
    settings.SOCIAL_AUTH_APPLE_ID_TEAM = "TEAM"
    settings.SOCIAL_AUTH_APPLE_ID_KEY = "KEY"
    settings.SOCIAL_AUTH_APPLE_ID_SECRET = apple_secret

    def one(name):
        keys = {"OIDC_ENDPOINT": provider_server, "KEY": "k", "SECRET": "s"} if name == "demo-oidc" else {}
        offer(name, BACKENDS[name], **keys)

    return one


def _query(client, name):
    address = begin(client, provider=name)
    return {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}


@pytest.mark.parametrize("name", BACKENDS)
def test_every_provider_gets_a_state_of_this_browser(client, offered, name):
    offered(name)
    states = {_query(browser, name)["state"] for browser in (client, client, Client())}
    assert len(states) == 3
    assert all(len(state) >= 22 for state in states)


@pytest.mark.parametrize("name", WITH_PKCE)
def test_code_is_bound_to_this_browser(client, offered, name):
    offered(name)
    query = _query(client, name)
    assert query["code_challenge_method"] == "S256"
    assert len(query["code_challenge"]) == 43
    assert query["code_challenge"] != _query(client, name)["code_challenge"]


@pytest.mark.parametrize("name", WITH_PKCE)
def test_verifier_is_sent_with_the_code(client, offered, monkeypatch, name):
    """RFC 7636: 43 to 128 characters."""
    offered(name)
    state = _query(client, name)["state"]
    sent = []

    def answer(self, url, *args, params=None, data=None, **kwargs):
        sent.append({**(params or {}), **(data or {})})
        raise ConnectionError

    monkeypatch.setattr("social_core.backends.oauth.BaseOAuth2.request_access_token", answer)
    with pytest.raises(ConnectionError):
        client.get(f"/auth/complete/{name}/", {"code": "c", "state": state})
    assert 43 <= len(sent[0]["code_verifier"]) <= 128
    assert sent[0]["code"] == "c"


@pytest.mark.parametrize("name", BACKENDS)
def test_answer_with_a_foreign_state_is_refused(client, offered, name):
    offered(name)
    stranger = _query(Client(), name)["state"]
    _query(client, name)
    response = client.get(f"/auth/complete/{name}/", {"code": "c", "state": stranger}, follow=True)
    assert "_auth_user_id" not in client.session
    assert "start again" in response.content.decode()


def test_no_provider_is_asked_for_more_than_it_takes(client, offered):
    """Facebook and X name no address, Apple nothing but its number of the person."""
    scopes = {}
    for name in BACKENDS:
        offered(name)
        scopes[name] = _query(Client(), name).get("scope", "").replace(",", " ").split()
    assert scopes["facebook"] == ["public_profile"]
    assert set(scopes["twitter-oauth2"]) == {"users.read", "tweet.read"}
    assert scopes["apple-id"] == []
    assert set(scopes["google-oauth2"]) == {"openid", "email", "profile"}


SAYS = {
    "google-oauth2": {"sub": "1", "name": "Ana", "email": "a@example.org", "email_verified": True, "hd": "x"},
    "facebook": {"id": "1", "name": "Ana", "email": "a@example.org"},
    "twitter-oauth2": {"data": {"id": "1", "name": "Ana", "username": "ana", "verified": True}},
}


@pytest.mark.parametrize("name", SAYS)
def test_whole_way_keeps_a_number_and_a_name_and_nothing_else(client, offered, monkeypatch, name):
    offered(name)
    state = _query(client, name)["state"]

    def get_json(self, url, *args, **kwargs):
        is_token = url == self.access_token_url()
        return {"access_token": "secret-token", "expires_in": 60} if is_token else dict(SAYS[name])

    monkeypatch.setattr(f"{BACKENDS[name]}.get_json", get_json)
    client.get(f"/auth/complete/{name}/", {"code": "c", "state": state})
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.name, user.email, user.is_staff) == ("Ana", None, False)
    kept = user.social_auth.values("provider", "uid", "extra_data").get()
    assert kept == {"provider": name, "uid": "1", "extra_data": {}}
    assert "secret-token" not in str(dict(client.session))


@pytest.mark.parametrize(
    ("package", "least"), [("social-auth-core", (7, 0)), ("social-auth-app-django", (8, 0))]
)
def test_versions_without_the_known_holes_are_installed(package, least):
    """CVE-2024-32879: an id in other letters; CVE-2025-61783: a login found by its address."""
    assert tuple(int(part) for part in version(package).split(".")[:2]) >= least


# --- Apple ---


@pytest.fixture
def apple(offered, monkeypatch):
    """Apple's answer to the code: a function that takes the claims of the identity token."""
    offered("apple-id")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "one"}
    claims = {}

    def get_json(self, url, *args, **kwargs):
        if url == self.JWK_URL:
            return {"keys": [public]}
        assert jwt.get_unverified_header(kwargs["data"]["client_secret"])["kid"] == "KEY"
        told = {
            "iss": "https://appleid.apple.com",
            "aud": "org.example.www",
            "exp": time.time() + 300,
            "sub": "001.abc",
            **claims,
        }
        token = jwt.encode(told, key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "a", "id_token": token}

    monkeypatch.setattr("members.backends.Apple.get_json", get_json)
    return claims.update


def test_apple_signs_in(client, apple):
    query = _query(client, "apple-id")
    assert "response_mode" not in query
    apple({"nonce": query["nonce"], "email": "x@example.org", "email_verified": "true"})
    response = client.get("/auth/complete/apple-id/", {"code": "c", "state": query["state"]})
    assert response["Location"] == "/en/account/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.name, user.social_auth.get().uid) == (None, "", "001.abc")


def test_apples_form_from_its_own_site_is_turned_into_an_address(client, apple):
    """Browsers send no session with such a form; with the address that follows they do."""
    query = _query(client, "apple-id")
    apple({"nonce": query["nonce"]})
    form = {"code": "c", "state": query["state"], "user": '{"name": "x"}', "next": "https://evil.example/"}
    without_session = Client(enforce_csrf_checks=True)
    response = without_session.post("/auth/complete/apple-id/", form)
    assert response.status_code == 303
    assert response["Location"] == f"/auth/complete/apple-id/?code=c&state={query['state']}"
    assert not response.cookies
    client.get(response["Location"])
    assert "_auth_user_id" in client.session


def test_refusal_at_apple_comes_back_by_a_form_too(client, apple):
    state = _query(client, "apple-id")["state"]
    response = Client().post(
        "/auth/complete/apple-id/", {"error": "user_cancelled_authorize", "state": state}
    )
    response = client.get(response["Location"])
    assert response["Location"].startswith("/en/sign-in/")
    assert len(list(get_messages(response.wsgi_request))) == 1


@pytest.mark.parametrize("claims", [{}, {"nonce": ""}, {"nonce": "another"}, {"nonce": None}])
def test_apples_token_for_another_session_is_refused(client, apple, claims):
    query = _query(client, "apple-id")
    apple(claims)
    client.get("/auth/complete/apple-id/", {"code": "c", "state": query["state"]})
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "claims", [{"aud": "org.other"}, {"iss": "https://evil.example"}, {"exp": 1_000_000_000}]
)
def test_apples_token_that_is_not_for_us_is_refused(client, apple, claims):
    query = _query(client, "apple-id")
    apple({"nonce": query["nonce"], **claims})
    client.get("/auth/complete/apple-id/", {"code": "c", "state": query["state"]})
    assert not User.objects.exists()


# --- what is checked at start-up ---


def test_apples_key_is_tried_at_start_up(offered, settings):
    offered("apple-id")
    assert checks.check_apple_key(None) == []
    for wrong in ("", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"):
        settings.SOCIAL_AUTH_APPLE_ID_SECRET = wrong
        assert [error.id for error in checks.check_apple_key(None)] == ["members.E001"]


@pytest.mark.parametrize(
    ("endpoint", "found"), [("https://id.example", []), ("http://id.example", ["members.E002"])]
)
def test_provider_without_tls_is_told_before_it_is_used(settings, endpoint, found):
    settings.OIDC_PROVIDERS = {"union": {"OIDC_ENDPOINT": endpoint}}
    assert [error.id for error in checks.check_providers_are_reached_by_tls(None)] == found


def test_joining_by_address_alone_is_told_at_start_up(settings):
    assert checks.check_nobody_is_joined_by_address(None) == []
    settings.SOCIAL_AUTH_PIPELINE = (
        *site_settings.SOCIAL_AUTH_PIPELINE,
        "social_core.pipeline.social_auth.associate_by_email",
    )
    assert [error.id for error in checks.check_nobody_is_joined_by_address(None)] == ["members.E003"]
