"""The list of names: who may read it, when, and what it costs."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.voting import cast, make_user, make_vote, make_voters
from voting.domain.canonical import sha256
from voting.domain.lifecycle import close_vote
from voting.domain.manifest import freeze, manifest_of
from voting.models import MemberVote, MemberVotePage, NamesShownTo, Participation, State, VoterRollEntry
from voting.plugins.roll_call.models import OpenBallot

pytestmark = pytest.mark.django_db

BALLOTS = [{"race": "a"}, {"race": "ne"}, {"race": None}]


def names_url(vote):
    return reverse("voting:names", args=[vote.pk])


def file_url(vote):
    return reverse("voting:names_file", args=[vote.pk])


def vote_with_names(people, *, state=State.PUBLISHED, shown_to="members", live=False, ballots=BALLOTS):
    vote = make_vote(box="roll_call", voters=people, ballots=ballots, state=state)
    text = freeze({**manifest_of(vote), "names": {"shown_to": shown_to, "live": live}})
    MemberVote.objects.filter(pk=vote.pk).update(manifest=text, manifest_sha256=sha256(text.encode()))
    return MemberVote.objects.get(pk=vote.pk)


@pytest.fixture
def people():
    return make_voters(5)


@pytest.fixture
def vote(people):
    return vote_with_names(people)


def test_people_of_the_roll_see_who_chose_what(client, vote, people):
    client.force_login(people[4])
    html = client.get(names_url(vote)).content.decode()
    for person, answer in zip(people, ["Ada", "No endorsement", "Skipped"], strict=False):
        row = html[html.index(f'<th scope="row">{person.name}') :]
        assert answer in row[: row.index("</tr>")]
    assert people[4].name not in html.split("<tbody>")[1]


@pytest.mark.parametrize("url", [names_url, file_url])
def test_nobody_else_sees_it(client, vote, url):
    assert client.get(url(vote)).status_code == 302
    client.force_login(make_user())
    assert client.get(url(vote)).status_code == 403


@pytest.mark.parametrize("url", [names_url, file_url])
def test_voters_get_it_for_themselves_alone(client, vote, people, url):
    client.force_login(people[0])
    assert set(client.get(url(vote))["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize("shown_to", NamesShownTo.values)
@pytest.mark.parametrize("state", [State.ANNOUNCED, State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_before_the_result_is_published_nobody_sees_it(client, people, state, shown_to):
    vote = vote_with_names(people, state=state, shown_to=shown_to)
    client.force_login(people[0])
    assert client.get(names_url(vote)).status_code == 404
    assert client.get(file_url(vote)).status_code == 404
    assert names_url(vote) not in client.get(vote.page.url).content.decode()


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.ANNOUNCED, 404),
        (State.OPEN, 200),
        (State.CLOSED, 200),
        (State.COUNTED, 200),
        (State.CERTIFIED, 200),
        (State.PUBLISHED, 200),
    ],
)
def test_live_names_are_shown_from_the_opening_on(client, people, state, status):
    vote = vote_with_names(people, state=state, live=True)
    assert client.get(names_url(vote)).status_code == (404 if status == 404 else 302)
    client.force_login(people[0])
    assert client.get(names_url(vote)).status_code == status


def test_live_list_shows_the_last_ballot_of_each_person(client, people):
    vote = vote_with_names(people, state=State.OPEN, shown_to="public", live=True)
    rows = list(csv.reader(io.StringIO(client.get(file_url(vote)).content.decode())))
    assert [people[0].name, "Ada"] in rows
    cast(vote, people[0], {"race": "b"})
    html = client.get(names_url(vote)).content.decode()
    assert "The vote is still open" in html
    rows = list(csv.reader(io.StringIO(client.get(file_url(vote)).content.decode())))
    assert [people[0].name, "Ben"] in rows and [people[0].name, "Ada"] not in rows
    close_vote(member_vote=vote, at=vote.closes_at)
    assert "The vote is still open" not in client.get(names_url(vote)).content.decode()


def test_public_list_is_the_same_for_everybody_and_touches_no_session(people, sign_in):
    vote = vote_with_names(people, shown_to="public")
    stranger = Client().get(names_url(vote))
    assert stranger.status_code == 200
    assert not stranger.cookies and "Cookie" not in stranger.get("Vary", "")
    assert "public" in stranger["Cache-Control"] and "private" not in stranger["Cache-Control"]
    html = stranger.content.decode()
    assert "Everybody can see this list." in html and "csrfmiddlewaretoken" not in html
    assert sign_in(people[0]).get(names_url(vote)).content == stranger.content
    assert Client().get(file_url(vote)).status_code == 200


def test_search_engines_are_asked_to_leave_names_alone(client, people):
    vote = vote_with_names(people, shown_to="public")
    assert '<meta name="robots" content="noindex">' in client.get(names_url(vote)).content.decode()
    assert client.get(file_url(vote))["X-Robots-Tag"] == "noindex"


def test_vote_from_before_the_choice_shows_names_to_its_voters_afterwards(client, people):
    vote = make_vote(box="roll_call", voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    text = freeze({key: value for key, value in manifest_of(vote).items() if key != "names"})
    MemberVote.objects.filter(pk=vote.pk).update(manifest=text, manifest_sha256=sha256(text.encode()))
    assert client.get(names_url(vote)).status_code == 302
    client.force_login(people[0])
    assert client.get(names_url(vote)).status_code == 200


def test_a_secret_vote_has_no_such_page(client, people):
    vote = make_vote(voters=people, ballots=[{"race": "a"}], state=State.PUBLISHED)
    client.force_login(people[0])
    assert client.get(names_url(vote)).status_code == 404
    assert client.get(file_url(vote)).status_code == 404


SENTENCES = {
    ("members", False): "The people who could vote see your name and your choices once the result",
    ("members", True): "The people who can vote see your name and your choices as soon as you vote",
    ("public", False): "Everybody can see your name and your choices once the result is published",
    ("public", True): "Everybody can see your name and your choices as soon as you vote",
}


@pytest.mark.parametrize(("names", "sentence"), SENTENCES.items(), ids=str)
def test_ballot_and_vote_page_say_before_casting_who_will_see_the_name(client, people, names, sentence):
    vote = vote_with_names(people, state=State.OPEN, shown_to=names[0], live=names[1])
    assert sentence in client.get(vote.page.url).content.decode()
    client.force_login(people[4])
    ballot = reverse("voting:ballot", args=[vote.pk])
    assert sentence in client.get(ballot).content.decode()
    review = client.post(ballot, {"race": "a", "step": "1", "go": "next"}).content.decode()
    assert "Check your ballot" in review and sentence in review
    for other in set(SENTENCES.values()) - {sentence}:
        assert other not in review


def test_page_of_a_vote_that_is_being_prepared_says_it_too(client):
    vote = make_vote(box="roll_call", state=State.DRAFT)
    MemberVotePage.objects.filter(pk=vote.page.pk).update(names_shown_to="public", names_live=True)
    assert SENTENCES["public", True] in client.get(vote.page.url).content.decode()


def test_secret_ballot_says_nothing_of_names(client, people):
    vote = make_vote(voters=people)
    client.force_login(people[0])
    html = client.get(reverse("voting:ballot", args=[vote.pk])).content.decode()
    assert "your name and your choices" not in html


def add_voters(vote, number):
    """People on the roll who voted, without casting one by one."""
    refs = [f"listed:person{n:05}@example.org" for n in range(number)]
    VoterRollEntry.objects.bulk_create(
        VoterRollEntry(member_vote=vote, voter_ref=ref, salt=b"s") for ref in refs
    )
    Participation.objects.bulk_create(Participation(member_vote=vote, voter_ref=ref) for ref in refs)
    OpenBallot.objects.bulk_create(
        OpenBallot(vote_id=vote.pk, voter_ref=ref, revision=1, ballot=b'{"race":"a"}') for ref in refs
    )


@pytest.mark.parametrize("url", [names_url, file_url])
def test_number_of_queries_does_not_grow_with_the_names(client, people, url):
    vote = vote_with_names(people, shown_to="public")
    client.get(url(vote))
    with CaptureQueriesContext(connection) as few:
        client.get(url(vote))
    add_voters(vote, 450)
    with CaptureQueriesContext(connection) as many:
        response = client.get(url(vote))
    assert len(many) == len(few)
    assert response.content.count(b"A former member") >= 197


def test_long_list_comes_in_pages_and_the_file_has_it_whole(client, people):
    vote = vote_with_names(people, shown_to="public")
    add_voters(vote, 450)
    rows = 0
    for number in (1, 2, 3):
        html = client.get(names_url(vote), {"page": number}).content.decode()
        assert f"Page {number} of 3" in html
        rows += html.count('<th scope="row">')
    assert rows == 453
    assert len(list(csv.reader(io.StringIO(client.get(file_url(vote)).content.decode())))) == 454
