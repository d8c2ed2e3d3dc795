from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import MemberEmail
from tests.factories.members import make_association, make_member, make_membership, make_user

pytestmark = pytest.mark.django_db
BACKEND = "members.roles.RolesBackend"


def _page(client):
    response = client.get("/en/account/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def ana(client):
    today = timezone.localdate()
    member = make_member(
        name="Ana Silveira-Knox",
        email="ana@example.org",
        periods=[(today - timedelta(days=10), today + timedelta(days=10))],
        user=make_user(name="ana"),
    )
    client.force_login(member.user, backend=BACKEND)
    return member


def test_account_shows_the_member_and_the_standing(client, ana):
    page = _page(client)
    assert "Ana Silveira-Knox" in page
    assert "good standing" in page
    assert "ana@example.org" in page


def test_account_is_kept_by_no_cache(client, ana):
    assert client.get("/en/account/")["Cache-Control"] == "private, no-store"
    assert client.get("/en/sign-in/")["Cache-Control"] == "private, no-store"


def test_account_of_a_lapsed_member_says_since_when(client, ana):
    ana.memberships.all().delete()
    assert "no membership for you" in _page(client)


def test_account_of_somebody_unknown_says_how_to_be_found(client):
    client.force_login(make_user(), backend=BACKEND)
    page = _page(client)
    assert "We cannot find you on the roll" in page
    assert 'href="/en/account/claim/"' in page


def test_account_sends_visitors_to_sign_in_and_back(client):
    assert client.get("/es/account/")["Location"] == "/es/sign-in/?next=/es/account/"


def test_language_of_mail_is_changed_by_its_member(client, ana):
    response = client.post("/en/account/data/", {"language": "es"})
    ana.refresh_from_db()
    assert ana.language == "es"
    assert response["Location"] == "/es/account/"


def test_language_that_the_site_does_not_have_is_refused(client, ana):
    assert client.post("/en/account/data/", {"language": "xx"}).status_code == 422


def test_linked_sign_in_is_removed(client, ana):
    association = make_association(ana.user, provider="facebook")
    assert "Facebook" in _page(client) or "facebook" in _page(client)
    client.post(f"/en/account/sign-ins/{association.pk}/unlink/")
    assert not ana.user.social_auth.exists()


def test_only_way_to_sign_in_stays(client, ana):
    MemberEmail.objects.all().delete()
    association = make_association(ana.user)
    # A password would be a way in too, and this login has none.
    ana.user.set_unusable_password()
    ana.user.save()
    client.force_login(ana.user, backend=BACKEND)
    response = client.post(f"/en/account/sign-ins/{association.pk}/unlink/", follow=True)
    assert "only way to sign in" in response.content.decode()
    assert ana.user.social_auth.exists()


def test_sign_in_of_somebody_else_is_not_removed(client, ana):
    association = make_association(make_user())
    assert client.post(f"/en/account/sign-ins/{association.pk}/unlink/").status_code == 404
    association.refresh_from_db()


def test_sign_out_is_a_post_that_ends_the_session(client, ana):
    old = client.session.session_key
    assert client.get("/en/sign-out/").status_code == 405
    client.post("/en/sign-out/")
    assert "_auth_user_id" not in client.session
    assert not client.session.exists(old)


@pytest.mark.parametrize("language", ["en", "es"])
def test_sign_in_page_offers_only_what_is_configured(client, offer, language):
    offer("facebook", "members.backends.Facebook")
    page = client.get(f"/{language}/sign-in/?next=/{language}/account/").content.decode()
    assert 'action="/auth/login/facebook/"' in page
    assert "google" not in page.lower()
    assert f'value="/{language}/account/"' in page


def test_sign_in_page_without_providers_still_has_the_link(client, offer):
    page = client.get("/en/sign-in/").content.decode()
    assert "/auth/login/" not in page
    assert 'name="address"' in page


def test_sign_in_page_of_somebody_signed_in_offers_to_go_on(client, ana):
    page = client.get("/en/sign-in/?next=/en/my-ballots/").content.decode()
    assert 'href="/en/my-ballots/"' in page
    assert "signed in as" in page


def test_account_takes_the_same_queries_for_every_history(client, ana):
    today = timezone.localdate()
    counts = []
    for number in range(3):
        MemberEmail.objects.create(member=ana, address=f"{number}@example.org", is_primary=False)
        make_association(ana.user, provider="facebook", uid=str(number))
        make_membership(ana, today - timedelta(days=900), today)
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/account/")
        counts.append(len(queries))
    assert counts[1] == counts[2]
