import pytest
from django.test import Client

from tests.factories.voting import make_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url, text_of
from voting.models import State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_see_turnout(role, sign_in):
    vote = make_vote(ballots=[{"race": "a"}] * 2)
    assert "voted 2" in text_of(client_of(role, vote, sign_in).get(desk_url(vote)))


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_nobody_else_sees_turnout(role, sign_in):
    vote = make_vote(ballots=[{"race": "a"}] * 2)
    client = client_of(role, vote, sign_in)
    assert is_refused(client.get(desk_url(vote)))
    assert "voted 2" not in text_of(client.get(vote.page.url))


@pytest.mark.parametrize("role", ["teller", "operator"])
@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED])
def test_nobody_sees_choices_before_the_count(role, state, sign_in):
    vote = make_vote(ballots=[{"race": "a"}] * 2, state=state)
    assert "2 ballots" not in text_of(client_of(role, vote, sign_in).get(desk_url(vote)))


def test_teller_who_lost_the_right_is_turned_away(sign_in):
    vote = make_vote()
    teller = vote.tellers.first()
    teller.groups.clear()
    assert is_refused(sign_in(teller).get(desk_url(vote)))
