import pytest
from django.test import Client

from tests.factories.voting import make_user, make_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url
from voting.models import State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def appoint(client, vote, tellers):
    return client.post(desk_url(vote), {"do": "appoint", "tellers": [teller.pk for teller in tellers]})


def test_operator_may_appoint_tellers(sign_in):
    vote = make_vote(tellers=[], state=State.DRAFT)
    tellers = [make_user(groups=["Tellers"]), make_user(groups=["Tellers"])]
    assert appoint(client_of("operator", vote, sign_in), vote, tellers).status_code == 302
    assert set(vote.tellers.all()) == set(tellers)


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller", "teller"])
def test_nobody_else_may_appoint_tellers(role, sign_in):
    vote = make_vote()
    before = set(vote.tellers.all())
    tellers = [make_user(groups=["Tellers"]), make_user(groups=["Tellers"])]
    assert is_refused(appoint(client_of(role, vote, sign_in), vote, tellers))
    assert set(vote.tellers.all()) == before


def test_only_people_with_the_right_can_be_appointed(sign_in):
    vote = make_vote(tellers=[], state=State.DRAFT)
    people = [make_user(groups=["Tellers"]), make_user(groups=["Editors"])]
    assert appoint(client_of("operator", vote, sign_in), vote, people).status_code == 409
    assert not vote.tellers.exists()
