"""Provider, verified or not, address: who is joined to whom."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from social_core.backends.utils import get_backend
from social_django.utils import load_strategy

from members.domain.errors import LoginHasMember, MemberHasLogin
from members.domain.joining import join_login
from members.models import User
from tests.factories.members import make_member, make_user

pytestmark = pytest.mark.django_db
GOOGLE = ("google-oauth2", "members.backends.Google", True)
FACEBOOK = ("facebook", "members.backends.Facebook", False)
X = ("twitter-oauth2", "members.backends.X", False)
TRUSTED = ("union", "members.backends.oidc_union", True)
OTHER = ("other", "members.backends.oidc_other", False)
ROLL = "ana@example.org"


@pytest.fixture
def come_by(offer, rf, settings):
    def come(provider, **claims):
        name, path, vouches = provider
        keys = {"OIDC_ENDPOINT": "https://x.example", "KEY": "k", "SECRET": "s"} if "oidc_" in path else {}
        offer(name, path, vouches=vouches, **keys)
        request = rf.get("/")
        request.session = SessionStore()
        backend = get_backend(settings.AUTHENTICATION_BACKENDS, name)(load_strategy(request))
        response = {"sub": "42", "id": "42", "name": "Ana", "username": "ana", **claims}
        return backend.authenticate(
            request,
            response=response,
            backend=backend,
            strategy=backend.strategy,
            storage=backend.strategy.storage,
        )

    return come


@pytest.mark.parametrize("provider", [GOOGLE, FACEBOOK, X, TRUSTED, OTHER], ids=lambda provider: provider[0])
@pytest.mark.parametrize("verified", [True, False, None, "true", 1])
@pytest.mark.parametrize(
    "address", [ROLL, "ANA@example.org", "ana+x@example.org", "ana@exаmple.org", "", None]
)
def test_only_a_trusted_providers_verified_address_joins(come_by, provider, verified, address):
    member = make_member(email=ROLL)
    claims = {"email": address, "email_verified": verified}
    user = come_by(provider, **{name: value for name, value in claims.items() if value is not None})
    member.refresh_from_db()
    joined = provider[2] and verified is True and address in (ROLL, "ANA@example.org")
    assert member.user == (user if joined else None)
    assert User.objects.count() == 1


@pytest.mark.parametrize("provider", [GOOGLE, FACEBOOK, X, TRUSTED], ids=lambda provider: provider[0])
def test_no_field_of_the_user_is_written_by_a_provider(come_by, provider):
    every_field = {
        field.name: True for field in User._meta.get_fields() if field.name not in ("id", "name", "email")
    }
    first = come_by(provider, email="a@example.org", email_verified=True, **every_field)
    again = come_by(
        provider, email="b@example.org", email_verified=True, is_superuser=True, verified=True, name="Other"
    )
    assert again.pk == first.pk
    stored = User.objects.get()
    assert (stored.name, stored.email) == ("Ana", None)
    assert not (stored.is_superuser or stored.is_staff or stored.is_demo or stored.groups.exists())
    assert not stored.has_usable_password()


def test_ids_that_differ_in_case_are_two_people(come_by):
    assert come_by(TRUSTED, sub="abc").pk != come_by(TRUSTED, sub="ABC").pk


def test_no_step_of_the_pipeline_looks_up_by_address_or_copies_fields(settings):
    steps = " ".join(settings.SOCIAL_AUTH_PIPELINE)
    assert "associate_by_email" not in steps
    assert "user_details" not in steps
    assert "load_extra_data" not in steps


def test_address_of_two_members_joins_neither(come_by, monkeypatch):
    said = []
    monkeypatch.setattr("members.pipeline.messages.warning", lambda request, text: said.append(text))
    members = [make_member(email=ROLL), make_member(email=ROLL)]
    come_by(TRUSTED, email=ROLL, email_verified=True)
    for member in members:
        member.refresh_from_db()
    assert [member.user for member in members] == [None, None]
    assert "Two members share this address" in said[0]


def test_member_is_joined_once():
    member = make_member()
    join_login(member=member, user=make_user(), at=timezone.now())
    with pytest.raises(MemberHasLogin):
        join_login(member=member, user=make_user(), at=timezone.now())


def test_login_is_joined_once():
    user = make_user()
    join_login(member=make_member(), user=user, at=timezone.now())
    with pytest.raises(LoginHasMember):
        join_login(member=make_member(), user=user, at=timezone.now())


def test_joining_twice_changes_nothing():
    member, user = make_member(), make_user()
    for _ in range(2):
        join_login(member=member, user=user, at=timezone.now())
    member.refresh_from_db()
    assert member.user == user
