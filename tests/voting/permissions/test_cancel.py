from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.voting import CLOSES, NOW, make_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url
from voting.models import State

pytestmark = pytest.mark.django_db

BUTTON = {"do": "cancel", "reason": "Only one is left."}


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def prepared():
    return make_vote(state=State.ANNOUNCED, opens_at=NOW + timedelta(days=1), closes_at=CLOSES)


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_may_cancel(role, sign_in):
    vote = prepared()
    response = client_of(role, vote, sign_in).post(desk_url(vote), BUTTON)
    assert response.status_code == 302
    vote.refresh_from_db()
    assert vote.state == State.CANCELLED


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_may_cancel(role, sign_in):
    vote = prepared()
    before = vote.log.count()
    response = client_of(role, vote, sign_in).post(desk_url(vote), BUTTON)
    assert is_refused(response)
    vote.refresh_from_db()
    assert vote.state == State.ANNOUNCED
    assert vote.log.count() == before
