import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import make_user, make_vote
from tests.sample_plugin.electorate import Listed
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from voting.domain.roll_changes import ADD, ask_for_roll_change

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


@pytest.fixture
def vote():
    return make_vote()


@pytest.fixture
def request_id(vote):
    return ask_for_roll_change(
        member_vote=vote,
        kind=ADD,
        voter_ref=Listed().ref_for(user=make_user()),
        teller=vote.tellers.order_by("pk")[0],
        reason="Paid in time.",
        at=vote.opens_at,
    ).pk


def answer(client, vote, request_id, do):
    url = reverse("voting:change_roll", args=[vote.pk])
    return client.post(url, {"do": do, "request": request_id})


@pytest.mark.parametrize("do", ["agree", "decline"])
@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller", "operator"])
def test_nobody_but_tellers_of_the_vote_may_answer(role, do, vote, request_id, sign_in):
    assert is_refused(answer(client_of(role, vote, sign_in), vote, request_id, do))
    assert vote.two_person_requests.count() == 1
    assert vote.roll.count() == 5


def test_the_teller_who_asked_may_not_agree(vote, request_id, sign_in):
    one = vote.tellers.order_by("pk")[0]
    assert answer(sign_in(one), vote, request_id, "agree").status_code == 409
    assert vote.roll.count() == 5


def test_the_other_teller_may_agree(vote, request_id, sign_in):
    two = vote.tellers.order_by("pk")[1]
    assert answer(sign_in(two), vote, request_id, "agree").status_code == 302
    assert vote.roll.count() == 6


@pytest.mark.parametrize("number", [0, 1])
def test_both_tellers_may_drop_the_request(number, vote, request_id, sign_in):
    teller = vote.tellers.order_by("pk")[number]
    assert answer(sign_in(teller), vote, request_id, "decline").status_code == 302
    assert not vote.two_person_requests.exists()
    assert vote.roll.count() == 5
