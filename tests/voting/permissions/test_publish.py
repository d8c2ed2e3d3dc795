from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.voting import NOW, make_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url
from voting.models import MemberVote, State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def prepared():
    vote = make_vote(state=State.CERTIFIED)
    MemberVote.objects.filter(pk=vote.pk).update(certified_at=NOW - timedelta(hours=1))
    return vote


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_may_publish(role, sign_in):
    vote = prepared()
    response = client_of(role, vote, sign_in).post(desk_url(vote), {"do": "publish"})
    assert response.status_code == 302
    vote.refresh_from_db()
    assert vote.state == State.PUBLISHED


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_may_publish(role, sign_in):
    vote = prepared()
    before = vote.log.count()
    response = client_of(role, vote, sign_in).post(desk_url(vote), {"do": "publish"})
    assert is_refused(response)
    vote.refresh_from_db()
    assert vote.state == State.CERTIFIED
    assert vote.log.count() == before
