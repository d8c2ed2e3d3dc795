import pytest
from django.urls import reverse

from tests.factories.voting import make_user, make_vote, make_voters
from voting.models import State

pytestmark = pytest.mark.django_db


def names_url(vote):
    return reverse("voting:names", args=[vote.pk])


@pytest.fixture
def people():
    return make_voters(5)


@pytest.fixture
def vote(people):
    ballots = [{"race": "a"}, {"race": "ne"}, {"race": None}]
    return make_vote(box="roll_call", voters=people, ballots=ballots, state=State.PUBLISHED)


def test_people_of_the_roll_see_who_chose_what(client, vote, people):
    client.force_login(people[4])
    html = client.get(names_url(vote)).content.decode()
    for person, answer in zip(people, ["Ada", "No endorsement", "Skipped"], strict=False):
        row = html[html.index(f'<th scope="row">{person.name}') :]
        assert answer in row[: row.index("</tr>")]
    assert people[4].name not in html.split("<tbody>")[1]


def test_nobody_else_sees_it(client, vote):
    assert client.get(names_url(vote)).status_code == 302
    client.force_login(make_user())
    assert client.get(names_url(vote)).status_code == 403


@pytest.mark.parametrize("state", [State.OPEN, State.COUNTED, State.CERTIFIED])
def test_before_the_result_is_published_nobody_sees_it(client, people, state):
    vote = make_vote(box="roll_call", voters=people, ballots=[{"race": "a"}], state=state)
    client.force_login(people[0])
    assert client.get(names_url(vote)).status_code == 404


def test_a_secret_vote_has_no_such_page(client, people):
    vote = make_vote(voters=people, ballots=[{"race": "a"}], state=State.PUBLISHED)
    client.force_login(people[0])
    assert client.get(names_url(vote)).status_code == 404


def test_the_list_is_read_with_a_constant_number_of_queries(
    client, django_assert_max_num_queries, vote, people
):
    client.force_login(people[0])
    client.get(names_url(vote))
    with django_assert_max_num_queries(22):
        client.get(names_url(vote))
