import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.officers import NAMES, make_held_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from voting.domain.key_holding import key_holding_box, key_status
from voting.models import State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def key_url(vote):
    return reverse("voting:officers_key", args=[vote.pk])


def prepared():
    """(a draft, what a browser would send about a new key)."""
    vote, _shares = make_held_vote(state=State.DRAFT)
    made = key_holding_box(vote).make_key(vote_id=str(vote.pk), names=NAMES)
    return vote, {"do": "hold", "public_text": made.public_text}


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_may_make_its_key(role, sign_in):
    vote, data = prepared()
    before = key_status(vote).key.public_key
    client = client_of(role, vote, sign_in)
    assert client.get(key_url(vote)).status_code == 200
    assert client.post(key_url(vote), data).status_code == 302
    assert key_status(vote).key.public_key != before


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_may_make_its_key_or_see_the_page(role, sign_in):
    vote, data = prepared()
    before = key_status(vote).key
    client = client_of(role, vote, sign_in)
    assert is_refused(client.get(key_url(vote)))
    assert is_refused(client.post(key_url(vote), data))
    assert key_status(vote).key == before
