import pytest
from django.test import Client

from tests.factories.voting import make_user, make_vote, make_voters
from tests.voting.views.pages import ballot_url
from voting.models import Participation

pytestmark = pytest.mark.django_db

BALLOT = {"race": "a", "go": "cast", "step": "2"}


def test_person_on_the_roll_may_vote(sign_in):
    voters = make_voters(5)
    vote = make_vote(voters=voters)
    assert sign_in(voters[0]).post(ballot_url(vote), BALLOT).status_code == 302
    assert Participation.objects.filter(member_vote=vote).count() == 1


@pytest.mark.parametrize("group", [None, "Editors", "Publishers", "Tellers", "Operators", "Listed voters"])
def test_nobody_off_the_roll_may_vote_whatever_their_role(sign_in, group):
    vote = make_vote()
    somebody = make_user(groups=[group] if group else [])
    assert sign_in(somebody).post(ballot_url(vote), BALLOT).status_code == 409
    assert not Participation.objects.filter(member_vote=vote).exists()


def test_teller_of_the_vote_has_no_vote_by_that(sign_in):
    vote = make_vote()
    assert sign_in(vote.tellers.first()).post(ballot_url(vote), BALLOT).status_code == 409
    assert not Participation.objects.filter(member_vote=vote).exists()


def test_visitor_may_not_vote():
    vote = make_vote()
    assert Client().post(ballot_url(vote), BALLOT).status_code == 403
    assert not Participation.objects.filter(member_vote=vote).exists()
