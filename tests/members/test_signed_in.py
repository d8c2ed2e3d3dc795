"""Who sends a request: found with the session, in one query, and as strictly as Django does it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from members.models import Member, Session, User
from members.sessions import SessionStore, get_user
from tests.factories.members import make_member, make_user
from voting.api import electorates

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user(email="maria@example.org")


@pytest.fixture
def request_of(user):
    """A request in the session that the login has opened; each time as a new one."""
    client = Client()
    client.force_login(user)
    key = client.session.session_key

    def make():
        request = RequestFactory().get("/")
        request.session = SessionStore(key)
        return request

    return make


def test_session_and_login_come_in_one_query(request_of, user, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = get_user(request_of())
    assert (found, found.email, found.is_staff, found.is_active) == (user, user.email, False, True)


def test_the_session_brings_along_by_which_reference_somebody_votes(
    request_of, user, django_assert_num_queries
):
    good_standing = electorates.get("good_standing")
    assert good_standing.ref_for(user=get_user(request_of())) is None
    member = make_member(user=user)
    with django_assert_num_queries(1):
        assert good_standing.ref_for(user=get_user(request_of())) == str(member.ref)
    Member.objects.update(user=None)
    assert good_standing.ref_for(user=get_user(request_of())) is None


def test_what_is_seldom_asked_is_looked_up_then(request_of, user):
    assert get_user(request_of()).date_joined == user.date_joined


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "another"}])
def test_login_that_changed_is_signed_out(request_of, user, change):
    User.objects.filter(pk=user.pk).update(**change)
    assert isinstance(get_user(request_of()), AnonymousUser)


def test_login_by_a_way_that_is_no_longer_offered_is_signed_out(request_of, settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.AllowAllUsersModelBackend"]
    assert isinstance(get_user(request_of()), AnonymousUser)


def test_session_of_another_login_signs_nobody_in_as_that_one(request_of, user):
    Session.objects.update(user=make_user())
    assert get_user(request_of()) == user


def test_old_secret_still_holds_while_it_is_listed(request_of, user, settings):
    request = request_of()
    request.session.load()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-one"
    assert get_user(request_of()) == user


def test_nobody_is_anonymous(db):
    request = RequestFactory().get("/")
    request.session = SessionStore()
    assert isinstance(get_user(request), AnonymousUser)
