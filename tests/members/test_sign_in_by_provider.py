"""The whole way through a real OpenID Connect provider."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from social_django.models import UserSocialAuth

from members.models import User
from tests.factories.members import make_association, make_member, make_user
from tests.members.claims.steps import BACKEND
from tests.members.provider import answer, begin, sign_in

pytestmark = pytest.mark.django_db


def _signed_in(client):
    return client.session.get("_auth_user_id")


def _said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_first_sign_in_joins_the_member_at_the_verified_address(client, demo_provider):
    ana = make_member(name="Ana Silveira-Knox", email="Ana@Example.org")
    response = sign_in(client, "ana@example.org", next_url="/en/my-ballots/")
    assert response["Location"] == "/en/my-ballots/"
    ana.refresh_from_db()
    assert str(ana.user.pk) == _signed_in(client)
    assert ana.user.name == "Ana Silveira-Knox"


def test_second_sign_in_is_the_same_login(client, demo_provider):
    make_member(email="ana@example.org")
    for _ in range(2):
        sign_in(client, "ana@example.org")
        client.logout()
    assert User.objects.count() == 1


def test_sign_in_keeps_neither_address_nor_tokens(client, demo_provider):
    sign_in(client, "ana@example.org")
    assert User.objects.get().email is None
    assert UserSocialAuth.objects.get().extra_data == {}


def test_sign_in_sends_state_and_a_code_challenge(client, demo_provider):
    query = parse_qs(urlsplit(begin(client)).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["state"][0] and query["nonce"][0]


def test_unverified_address_makes_a_login_of_its_own(client, demo_provider):
    ana = make_member(email="mallory@example.org", user=None)
    # The provider vouches for nobody whom it does not know.
    sign_in(client, "mallory@example.org")
    ana.refresh_from_db()
    assert ana.user is None
    assert not hasattr(User.objects.get(), "member")


def test_second_login_for_one_member_is_told_and_not_joined(client, demo_provider):
    first = make_user()
    ana = make_member(email="ana@example.org", user=first)
    response = sign_in(client, "ana@example.org")
    ana.refresh_from_db()
    assert ana.user == first
    assert "already has another login" in _said(response)[0]
    assert "by e-mail" in _said(response)[0]


def test_verified_address_of_a_superuser_opens_no_superuser(client, demo_provider):
    boss = make_user(email="ana@example.org", is_superuser=True)
    sign_in(client, "ana@example.org")
    assert _signed_in(client) != str(boss.pk)


def test_sign_in_changes_the_session_key(client, demo_provider):
    location = begin(client)
    before = client.session.session_key
    client.get(answer(location, sub="ana@example.org"))
    assert client.session.session_key != before


def test_denied_leads_back_with_the_way_kept_in_the_language(client, demo_provider):
    location = begin(client, next_url="/es/my-ballots/", language="es")
    response = client.get(answer(location, action="deny"))
    assert response["Location"] == "/es/sign-in/?next=%2Fes%2Fmy-ballots%2F"
    assert len(_said(response)) == 1
    assert _signed_in(client) is None


def test_replayed_answer_is_refused(client, demo_provider):
    path = answer(begin(client), sub="ana@example.org")
    client.get(path)
    client.logout()
    response = client.get(path)
    assert response["Location"].startswith("/en/sign-in/")
    assert _signed_in(client) is None
    assert "start again" in _said(response)[0]


def test_answer_opened_in_another_browser_is_refused(client, demo_provider):
    path = answer(begin(client), sub="ana@example.org")
    other = Client()
    response = other.get(path)
    assert response["Location"].startswith("/en/sign-in/")
    assert _signed_in(other) is None


def test_wrong_state_is_refused(client, demo_provider):
    path = answer(begin(client), sub="ana@example.org")
    response = client.get(path.replace("state=", "state=x"))
    assert response["Location"].startswith("/en/sign-in/")
    assert _signed_in(client) is None


@pytest.mark.parametrize("path", ["/auth/login/{}/", "/auth/complete/{}/"])
@pytest.mark.parametrize("name", ["facebook", "nobody-knows"])
def test_provider_that_is_off_leads_back_with_a_message(client, demo_provider, path, name):
    url = path.format(name)
    response = client.post(url, {"next": "/en/account/"}) if "login" in url else client.get(url)
    assert response["Location"].startswith("/en/sign-in/")
    assert _said(response) == ["This site does not offer that sign-in. Choose another one."]


def test_provider_that_is_down_leaves_the_e_mail_link(client, offer):
    offer("demo-oidc", "members.backends.DemoOIDC", OIDC_ENDPOINT="http://localhost:9", KEY="k", SECRET="s")
    response = client.post("/auth/login/demo-oidc/", {"next": "/en/account/"})
    assert response["Location"].startswith("/en/sign-in/")
    assert "link by e-mail" in _said(response)[0]


def test_login_that_is_switched_off_stays_out(client, demo_provider):
    user = make_user(is_active=False)
    make_association(user, uid="ana@example.org")
    response = sign_in(client, "ana@example.org")
    assert _signed_in(client) is None
    assert "switched off" in _said(response)[0]


def test_begin_needs_a_post_with_a_token(demo_provider):
    assert Client().get("/auth/login/demo-oidc/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/auth/login/demo-oidc/").status_code == 403


def test_signed_in_person_adds_a_provider(client, demo_provider):
    user = make_user(email="noor@example.org")
    client.force_login(user, backend="members.roles.RolesBackend")
    sign_in(client, "ana@example.org")
    assert UserSocialAuth.objects.get().user == user


def test_provider_that_joins_a_signed_in_person_begins_the_session_anew(client, demo_provider):
    ana, user = make_member(email="ana@example.org"), make_user()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["before"] = "x"
    session.save()
    before = session.session_key
    response = sign_in(client, "ana@example.org", next_url="/en/my-ballots/")
    ana.refresh_from_db()
    assert ana.user == user
    assert response["Location"] == "/en/my-ballots/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "before" not in client.session
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get("/en/account/").status_code == 302


def test_primary_address_hears_of_a_login_that_a_provider_joined(client, demo_provider):
    make_member(email="ana@example.org")
    sign_in(client, "ana@example.org")
    [message] = mail.outbox
    assert message.to == ["ana@example.org"]
    assert "demo-oidc" in message.body.lower()
    client.logout()
    sign_in(client, "ana@example.org")
    assert len(mail.outbox) == 1


def test_provider_account_of_somebody_else_cannot_be_added(client, demo_provider):
    make_association(make_user(), uid="ana@example.org")
    client.force_login(make_user(), backend="members.roles.RolesBackend")
    response = sign_in(client, "ana@example.org")
    assert "already belongs to another login" in _said(response)[0]
    assert UserSocialAuth.objects.count() == 1


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
)
def test_hostile_next_never_leaves_the_site(client, demo_provider, next_url):
    response = sign_in(client, "ana@example.org", next_url=next_url)
    assert urlsplit(response["Location"]).netloc == ""
    assert response["Location"].startswith("/")
    assert "evil" not in response["Location"]
