import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.officers import make_held_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from voting.domain.key_holding import key_status

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def send(client, vote, share):
    return client.post(reverse("voting:officers_key", args=[vote.pk]), {"do": "give", "share": share})


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_may_bring_a_share(role, sign_in):
    vote, shares = make_held_vote(ballots=[{"race": "a"}])
    assert send(client_of(role, vote, sign_in), vote, shares[0]).status_code == 302
    assert len(key_status(vote).given) == 1


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_may_bring_a_share(role, sign_in):
    vote, shares = make_held_vote(ballots=[{"race": "a"}])
    before = vote.log.count()
    assert is_refused(send(client_of(role, vote, sign_in), vote, shares[0]))
    assert key_status(vote).given == ()
    assert vote.log.count() == before
