import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import make_vote, make_voters
from tests.voting.permissions.people import is_refused, make_people
from voting.models import State

pytestmark = pytest.mark.django_db


def url_of(vote):
    return reverse("voting:roll_proof", args=[vote.pk])


def test_a_person_on_the_roll_gets_the_own_proof_and_nobody_stores_it(sign_in):
    people = make_voters(6)
    vote = make_vote(voters=people)
    answers = [sign_in(person).get(url_of(vote)) for person in people[:2]]
    for answer, person in zip(answers, people, strict=False):
        assert answer.json()["voter_ref"] == f"listed:{person.email}"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]
    assert answers[0].content != answers[1].content


@pytest.mark.parametrize("role", ["member", "editor", "publisher", "other_teller", "teller", "operator"])
def test_somebody_who_is_not_on_the_roll_gets_none(role, sign_in):
    vote = make_vote()
    assert sign_in(make_people(vote)[role]).get(url_of(vote)).status_code == 404


def test_visitors_are_asked_to_sign_in():
    assert is_refused(Client().get(url_of(make_vote())))


@pytest.mark.parametrize("state", [State.DRAFT, State.ANNOUNCED])
def test_before_the_roll_is_frozen_there_is_no_proof(state, sign_in):
    people = make_voters(6)
    vote = make_vote(voters=people, state=state)
    assert sign_in(people[0]).get(url_of(vote)).status_code == 404
