import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import make_user, make_vote
from tests.sample_plugin.electorate import Listed
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


def button():
    ref = Listed().ref_for(user=make_user())
    return {"do": "ask", "person": f"roll_add:{ref}", "reason": "Paid in time."}


def page_url(vote):
    return reverse("voting:change_roll", args=[vote.pk])


def test_tellers_of_the_vote_may_look_for_people_and_ask(sign_in):
    vote = make_vote()
    client = client_of("teller", vote, sign_in)
    assert client.get(page_url(vote)).status_code == 200
    assert client.post(page_url(vote), {"do": "find", "text": "example.org"}).status_code == 200
    assert client.post(page_url(vote), button()).status_code == 302
    assert vote.two_person_requests.count() == 1


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller", "operator"])
def test_nobody_else_may_look_for_people_or_ask(role, sign_in):
    vote = make_vote()
    client = client_of(role, vote, sign_in)
    for data in ({"do": "find", "text": "example.org"}, button()):
        answer = client.post(page_url(vote), data)
        assert is_refused(answer)
        assert b"example.org" not in answer.content
    assert is_refused(client.get(page_url(vote)))
    assert not vote.two_person_requests.exists()
    assert not vote.log.filter(kind="roll_add_asked").exists()
