from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.voting import CLOSES, NOW, make_vote, make_voters
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url
from voting.models import State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def prepared():
    make_voters(5)
    return make_vote(state=State.DRAFT, voters=[], opens_at=NOW + timedelta(days=1), closes_at=CLOSES)


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_may_announce(role, sign_in):
    vote = prepared()
    response = client_of(role, vote, sign_in).post(desk_url(vote), {"do": "announce"})
    assert response.status_code == 302
    vote.refresh_from_db()
    assert vote.state == State.ANNOUNCED


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_may_announce(role, sign_in):
    vote = prepared()
    before = vote.log.count()
    response = client_of(role, vote, sign_in).post(desk_url(vote), {"do": "announce"})
    assert is_refused(response)
    vote.refresh_from_db()
    assert vote.state == State.DRAFT
    assert vote.log.count() == before
