"""Provider, verified or not, address: who is joined to whom."""

from contextlib import contextmanager

import pytest
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import transaction
from django.forms import model_to_dict
from django.utils import timezone
from social_core.backends.utils import get_backend
from social_django.utils import load_strategy

from members.domain.claims import look_up_claim, make_claim
from members.domain.errors import LoginHasMember, MemberHasLogin
from members.domain.joining import join_login
from members.models import Member, User
from tests.factories.members import make_member, make_user

pytestmark = pytest.mark.django_db
GOOGLE = ("google-oauth2", "members.backends.Google", True)
FACEBOOK = ("facebook", "members.backends.Facebook", False)
X = ("twitter-oauth2", "members.backends.X", False)
TRUSTED = ("union", "members.backends.oidc_union", True)
OTHER = ("other", "members.backends.oidc_other", False)
APPLE = ("apple-id", "members.backends.Apple", False)
PROVIDERS = [GOOGLE, FACEBOOK, X, APPLE, TRUSTED, OTHER]
ROLL = "ana@example.org"


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def come_by(offer, rf, settings):
    def come(provider, **claims):
        name, path, vouches = provider
        keys = {"OIDC_ENDPOINT": "https://x.example", "KEY": "k", "SECRET": "s"} if "oidc_" in path else {}
        offer(name, path, vouches=vouches, **keys)
        request = rf.get("/")
        request.session = SessionStore()
        request._messages = default_storage(request)
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


def _claim(user, address):
    """What comes of it when somebody who was not joined gives that address."""
    claim = make_claim(
        user=user, number="", address=address, name="", language="en", session_secret="s", at=timezone.now()
    )
    look_up_claim(claim_id=claim.pk, made_at=claim.made_at, at=timezone.now())
    return "mail" if [message.to for message in mail.outbox] == [[address]] else "claim"


# Whose address it is, and what comes of it without and with a trusted provider's word.
ADDRESSES = {
    ROLL: ("mail", "join"),
    "ANA@Example.org": ("mail", "join"),
    "ana+x@example.org": ("claim", "claim"),
    "a.na@example.org": ("claim", "claim"),
    "аna@example.org": ("claim", "claim"),  # a Cyrillic letter in the name
    "ana@exаmple.org": ("claim", "claim"),  # and in the domain
    "ana@xn--exmple-4nf.org": ("claim", "claim"),  # the same domain, as it goes over the wire
    "ana@example.org.evil.example": ("claim", "claim"),
    "somebody@example.net": ("claim", "claim"),
    "both@example.org": ("claim", "claim"),
    "taken@example.org": ("mail", "mail"),
}
VERIFIED = [True, "true", 1, False, None]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider[0])
@pytest.mark.parametrize("address", ADDRESSES)
def test_only_a_trusted_providers_verified_address_joins(come_by, provider, address):
    """Provider by what it says of the address by address: joined, a mail to the roll, or a claim."""
    members = [make_member(email=email) for email in (ROLL, "both@example.org", "both@example.org")]
    taken = make_member(email="taken@example.org", user=make_user())
    found = []
    for number, verified in enumerate(VERIFIED):
        claims = {"email": address} | ({} if verified is None else {"email_verified": verified})
        mail.outbox.clear()
        with undone():
            user = come_by(provider, sub=f"s{number}", id=f"s{number}", **claims)
            joined = Member.objects.filter(user=user).first()
            assert joined in (None, members[0])
            found.append("join" if joined else _claim(user, address))
            assert Member.objects.filter(pk=taken.pk, user=taken.user).exists()
    unproved, vouched = ADDRESSES[address]
    assert found == [vouched if verified is True and provider[2] else unproved for verified in VERIFIED]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider[0])
def test_provider_that_names_no_address_joins_nobody(come_by, provider):
    make_member(email=ROLL)
    for number, claims in enumerate([{}, {"email": ""}]):
        user = come_by(provider, sub=f"s{number}", id=f"s{number}", email_verified=True, **claims)
        assert not hasattr(user, "member")


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider[0])
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
    fresh = User(pk=stored.pk, name="" if provider is APPLE else "Ana", date_joined=stored.date_joined)
    fresh.password = stored.password
    assert model_to_dict(stored) == model_to_dict(fresh)
    assert (stored.last_login, hasattr(stored, "member")) == (None, False)
    assert not (stored.is_demo or stored.has_usable_password())
    assert stored.social_auth.get().extra_data == {}


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
