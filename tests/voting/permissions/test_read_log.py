import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import make_vote
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import desk_url, text_of
from voting.models import State

pytestmark = pytest.mark.django_db


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


@pytest.mark.parametrize("role", ["visitor", "member", "editor", "teller", "operator"])
def test_everybody_may_read_the_log_of_an_announced_vote(role, sign_in):
    vote = make_vote()
    response = client_of(role, vote, sign_in).get(reverse("voting:log", args=[vote.pk]))
    assert "Voting opened." in text_of(response)


@pytest.mark.parametrize("role", ["teller", "operator"])
def test_those_who_run_the_vote_read_who_acted(role, sign_in):
    vote = make_vote(state=State.CERTIFIED)
    teller = vote.tellers.first()
    assert f"A teller signed the count. {teller}" in text_of(
        client_of(role, vote, sign_in).get(desk_url(vote))
    )


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller"])
def test_log_with_names_stays_at_the_desk(role, sign_in):
    vote = make_vote(state=State.CERTIFIED)
    client = client_of(role, vote, sign_in)
    assert is_refused(client.get(desk_url(vote)))
    names = [str(teller) for teller in vote.tellers.all()]
    words = text_of(client.get(reverse("voting:log", args=[vote.pk])))
    assert not any(name in words for name in names)
