import pytest
from django.test import Client

from tests.factories.voting import make_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url
from voting.models import State

pytestmark = pytest.mark.django_db

BUTTON = {"do": "ask_void", "reason": "A name was wrong."}


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def prepared():
    return make_vote()


@pytest.mark.parametrize("role", ["teller"])
def test_tellers_of_the_vote_may_ask_to_void(role, sign_in):
    vote = prepared()
    response = client_of(role, vote, sign_in).post(desk_url(vote), BUTTON)
    assert response.status_code == 302
    vote.refresh_from_db()
    assert vote.two_person_requests.count() == 1


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller", "operator"])
def test_nobody_else_may_ask_to_void(role, sign_in):
    vote = prepared()
    before = vote.log.count()
    response = client_of(role, vote, sign_in).post(desk_url(vote), BUTTON)
    assert is_refused(response)
    vote.refresh_from_db()
    assert not vote.two_person_requests.exists()
    assert vote.log.count() == before


def test_second_teller_alone_may_agree(sign_in):
    vote = prepared()
    one, two = vote.tellers.all()
    sign_in(one).post(desk_url(vote), {"do": "ask_void", "reason": "It must be."})
    for role in (*NOBODY_SPECIAL, "other_teller", "operator"):
        assert is_refused(client_of(role, vote, sign_in).post(desk_url(vote), {"do": "agree_void"}))
    vote.refresh_from_db()
    assert vote.state == State.OPEN
    sign_in(two).post(desk_url(vote), {"do": "agree_void"})
    vote.refresh_from_db()
    assert vote.state == State.VOID
