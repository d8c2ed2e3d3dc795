import pytest
from django.test import Client

from tests.factories.voting import make_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url
from voting.models import State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def prepared():
    return make_vote(state=State.COUNTED, ballots=[{"race": "a"}] * 3)


@pytest.mark.parametrize("role", ["teller"])
def test_tellers_of_the_vote_may_certify(role, sign_in):
    vote = prepared()
    response = client_of(role, vote, sign_in).post(desk_url(vote), {"do": "certify"})
    assert response.status_code == 302
    vote.refresh_from_db()
    assert vote.certifications.count() == 1


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller", "operator"])
def test_nobody_else_may_certify_operators_included(role, sign_in):
    vote = prepared()
    before = vote.log.count()
    response = client_of(role, vote, sign_in).post(desk_url(vote), {"do": "certify"})
    assert is_refused(response)
    vote.refresh_from_db()
    assert not vote.certifications.exists()
    assert vote.log.count() == before
