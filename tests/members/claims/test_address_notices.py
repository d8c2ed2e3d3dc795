"""The addresses of before hear when the addresses of a membership change."""

import secrets

import pytest
from django.core import mail
from django.utils import timezone

from members.domain.address_notices import tell_voters_of_changed_addresses
from members.domain.history import record_change
from members.models import MemberEmail
from tests.factories.members import make_member, make_user
from tests.factories.voting import choice, contest, make_vote
from voting.models import VoterRollEntry

pytestmark = pytest.mark.django_db
OLD, NEW = "ana@example.org", "ana@new.example.org"


@pytest.fixture
def ana():
    """As she is after the change: a second address was added."""
    member = make_member(email=OLD, language="es")
    MemberEmail.objects.create(member=member, address=NEW, is_primary=False)
    return member


def _told():
    return sorted(address for message in mail.outbox for address in message.to)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email:7": ("", NEW)}, [OLD]),
        ({"email:7": ("", f"{NEW} *"), "email:1": (f"{OLD} *", OLD)}, [OLD]),
        ({"email:7": ("lost@example.org *", f"{NEW} *")}, [OLD, "lost@example.org"]),
        ({"email:9": ("lost@example.org", "")}, [OLD, NEW, "lost@example.org"]),
        ({"emails": (OLD, f"{OLD}, {NEW}")}, [OLD]),
        ({"emails": ("lost@example.org", f"{OLD}, {NEW}")}, ["lost@example.org"]),
        # Only which of them is the primary one, or how it is written.
        ({"email:7": (NEW, f"{NEW} *"), "email:1": (f"{OLD} *", OLD)}, []),
        ({"email:1": (OLD, OLD.upper())}, []),
        ({"emails": ("", f"{OLD}, {NEW}")}, []),
        ({"town": ("Athol", "Orange")}, []),
    ],
)
def test_change_that_somebody_makes_is_told_to_the_addresses_of_before(ana, changes, told):
    record_change(member=ana, at=timezone.now(), actor=make_user(), source="office", changes=changes)
    assert _told() == told
    assert all(NEW not in message.body for message in mail.outbox)


def test_import_tells_those_who_can_vote_just_now(ana, settings, tmp_path, django_assert_max_num_queries):
    settings.VOTING_KEY_DIR = tmp_path
    others = [make_member(email=f"m{number}@example.org") for number in range(5)]
    changes = [(member.pk, {"emails": ("lost@example.org", OLD)}) for member in [ana, *others]]
    assert tell_voters_of_changed_addresses(changes=changes, at=timezone.now()) == 0
    vote = make_vote(contest(choice("Yes", key="y"), choice("No", key="n")))
    VoterRollEntry.objects.create(member_vote=vote, voter_ref=str(ana.ref), salt=secrets.token_bytes(16))
    with django_assert_max_num_queries(6):
        assert tell_voters_of_changed_addresses(changes=changes, at=timezone.now()) == 2
    assert _told() == [NEW, "lost@example.org"]
