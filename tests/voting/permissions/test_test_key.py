import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.officers import make_held_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from voting.domain.key_holding import key_holding_box, key_status
from voting.models import State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def send(client, vote, answer):
    return client.post(reverse("voting:officers_key", args=[vote.pk]), {"do": "test", "answer": answer})


def prepared():
    """(an announced vote, the right answer to the test of its key)."""
    vote, shares = make_held_vote(state=State.ANNOUNCED, tested=False)
    return vote, key_holding_box(vote).answer(question=key_status(vote).key.question, shares=shares)


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_may_test_its_key(role, sign_in):
    vote, answer = prepared()
    assert send(client_of(role, vote, sign_in), vote, answer).status_code == 302
    assert key_status(vote).key.is_tested


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_may_test_its_key(role, sign_in):
    vote, answer = prepared()
    before = vote.log.count()
    assert is_refused(send(client_of(role, vote, sign_in), vote, answer))
    assert not key_status(vote).key.is_tested
    assert vote.log.count() == before
