"""Sessions know whose they are and on what kind of device, and can be ended from elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.domain.browsers import kind_of_browser
from members.domain.sessions import sessions_of, sign_out_everywhere, sign_out_one
from members.models import Session
from members.models.session import stored_key
from tests.factories.members import make_user

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_signed_in(client) -> bool:
    return client.get("/en/account/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/124.0.0.0 Safari/537.36 Edg/124.0",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/124.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("curl/8.5", ("", "")),
    ],
)
def test_browser_is_named_coarsely(user_agent, words):
    assert kind_of_browser(user_agent) == words


def test_session_says_whose_it_is_and_keeps_no_key():
    user = make_user()
    client = signed_in(user)
    row = Session.objects.get(user=user)
    assert client.session.session_key not in (row.session_key, row.session_data)
    assert (row.first_seen_on, row.last_seen_on) == (timezone.localdate(), timezone.localdate())
    assert is_signed_in(client)


def test_session_of_somebody_nobody_knows_has_no_owner(client):
    client.get("/en/sign-in/")
    session = client.session
    session["next"] = "/en/"
    session.save()
    assert Session.objects.get().user is None


def test_last_day_is_written_once_a_day():
    user = make_user()
    client = signed_in(user)
    Session.objects.update(
        last_seen_on=timezone.localdate() - timedelta(days=3),
        expire_date=timezone.now() + timedelta(days=1),
    )
    client.get("/en/me/")
    row = Session.objects.get()
    assert row.last_seen_on == timezone.localdate()
    assert row.expire_date > timezone.now() + timedelta(days=13)
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/me/")
    assert [query for query in queries if not query["sql"].startswith("SELECT")] == []


def test_one_session_is_ended_from_another():
    user = make_user()
    here, there = signed_in(user), signed_in(user)
    [there_row] = sessions_of(user).exclude(pk=stored_key(here.session.session_key))
    assert sign_out_one(user=user, session_id=there_row.pk)
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_session_of_another_person_cannot_be_ended():
    user, stranger = make_user(), make_user()
    client = signed_in(user)
    assert not sign_out_one(user=stranger, session_id=sessions_of(user).get().pk)
    assert is_signed_in(client)


def test_sign_out_everywhere_spares_the_session_named():
    user = make_user()
    here, there, other = signed_in(user), signed_in(user), signed_in(make_user())
    assert sign_out_everywhere(user=user, except_key=here.session.session_key) == 1
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert is_signed_in(other)


def test_login_that_is_switched_off_is_signed_out():
    user = make_user()
    signed_in(user)
    user.is_active = False
    user.save()
    assert not sessions_of(user).exists()


def test_sessions_go_with_a_deleted_login():
    user = make_user()
    client = signed_in(user)
    user.delete()
    assert not Session.objects.exists()
    assert not is_signed_in(client)
