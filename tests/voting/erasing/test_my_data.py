"""One's own voting data as a file: what the site knows about a person, and nothing that it does not."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import cast, make_user, make_vote, make_voters
from voting.models import State

pytestmark = pytest.mark.django_db

URL = reverse("voting:my_data")


@pytest.fixture
def people():
    return make_voters(5)


def data_of(client):
    response = client.get(URL)
    assert response.status_code == 200
    return json.loads(response.content)


def test_data_names_the_votes_and_the_ballots_with_names(people, sign_in):
    secret = make_vote(voters=people, ballots=[{"race": "a"}], title="Secret one")
    named = make_vote(box="roll_call", voters=people, ballots=[{"race": "a"}], title="With names")
    cast(named, people[0], {"race": "b"})
    data = data_of(sign_in(people[0]))
    assert data["format"] == "member-vote-personal/1"
    votes = {entry["vote"]: entry for entry in data["votes"]}
    assert set(votes) == {str(secret.pk), str(named.pk)}
    assert votes[str(secret.pk)] == {
        "vote": str(secret.pk),
        "title": {"en": "Secret one"},
        "box": "secret",
        "state": "open",
        "references": [f"listed:{people[0].email}"],
        "on_roll": True,
        "took_part": True,
        "appeals": [],
    }
    assert votes[str(named.pk)]["ballots"] == [{"race": "a"}, {"race": "b"}]


def test_somebody_who_did_not_vote_is_told_so(people, sign_in):
    make_vote(voters=people, ballots=[{"race": "a"}])
    [entry] = data_of(sign_in(people[4]))["votes"]
    assert (entry["on_roll"], entry["took_part"]) == (True, False)


def test_data_says_nothing_about_others(people, sign_in):
    make_vote(box="roll_call", voters=people, ballots=[{"race": "a"}, {"race": "b"}])
    text = json.dumps(data_of(sign_in(people[0])))
    assert not [person for person in people[1:] if person.email in text]
    assert data_of(sign_in(make_user())) == {"format": "member-vote-personal/1", "votes": []}


@pytest.mark.parametrize("state", [State.OPEN, State.PUBLISHED])
def test_choice_of_a_secret_ballot_is_in_no_export(people, sign_in, state):
    make_vote(voters=people, ballots=[{"race": "a"}] * 5, state=state)
    [entry] = data_of(sign_in(people[0]))["votes"]
    assert "ballots" not in entry
    assert '"a"' not in json.dumps(entry)


def test_data_is_for_one_person_alone(people, sign_in):
    assert Client().get(URL).status_code == 302
    response = sign_in(people[0]).get(URL)
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response["Content-Disposition"] == 'attachment; filename="my-voting-data.json"'


def test_my_ballots_offers_the_file_to_whoever_is_signed_in(people, sign_in):
    page = reverse("voting:my_ballots")
    assert URL in sign_in(people[0]).get(page).content.decode()
    assert URL not in Client().get(page).content.decode()


def test_number_of_queries_does_not_grow_with_secret_votes(people, sign_in, django_assert_max_num_queries):
    client = sign_in(people[0])
    for _time in range(6):
        make_vote(voters=people, ballots=[{"race": "a"}])
    client.get(URL)
    with django_assert_max_num_queries(9):
        client.get(URL)
