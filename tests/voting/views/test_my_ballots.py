from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import NOW, cast, make_vote, make_voters, race_contest
from tests.voting.views.pages import ballot_url, main_of, text_of
from voting.models import State

pytestmark = pytest.mark.django_db


def my_ballots(client):
    return client.get(reverse("voting:my_ballots"))


def section(response, name) -> str:
    main = main_of(response)
    start = main.index(f'aria-labelledby="{name}"')
    return main[start : main.index("</section>", start)]


def test_visitor_sees_the_votes_and_is_asked_to_sign_in():
    vote = make_vote(title="Endorsements")
    response = my_ballots(Client())
    assert response.status_code == 200
    assert "Sign in to vote" in text_of(response)
    assert "Endorsements" in section(response, "waiting")
    assert ballot_url(vote) not in main_of(response)


def test_each_vote_stands_where_it_belongs(sign_in):
    voters = make_voters(5)
    waiting = make_vote(title="Waiting", voters=voters)
    done = make_vote(title="Done", voters=voters)
    make_vote(
        title="Next week",
        voters=voters,
        state=State.ANNOUNCED,
        opens_at=NOW + timedelta(days=2),
        closes_at=NOW + timedelta(days=9),
    )
    make_vote(title="Last week", voters=voters, state=State.CLOSED)
    make_vote(title="Secret plan", voters=voters, state=State.DRAFT)
    cast(done, voters[0], {"race": "a"})
    response = my_ballots(sign_in(voters[0]))
    assert "Waiting" in section(response, "waiting") and ballot_url(waiting) in section(response, "waiting")
    assert "Done" in section(response, "voted")
    assert "Next week" in section(response, "coming")
    assert "As things stand, you may vote." in section(response, "coming")
    assert "Last week" in section(response, "over")
    assert "Secret plan" not in text_of(response)


def test_closing_time_names_day_and_zone(sign_in):
    voters = make_voters(5)
    make_vote(voters=voters)
    words = section(my_ballots(sign_in(voters[0])), "waiting")
    assert "Closes" in words and "Eastern" in words and "left" in words


def test_somebody_off_the_roll_learns_why(sign_in):
    make_vote(title="Not mine")
    entry = section(my_ballots(sign_in()), "not-mine")
    assert "Not mine" in entry and "You are not." in entry


def test_nothing_to_vote_on_is_said_in_words(sign_in):
    words = text_of(my_ballots(sign_in()))
    assert "No ballot waits for you." in words
    assert "No vote is announced." in words


def test_page_is_stored_by_nobody(sign_in):
    assert my_ballots(sign_in())["Cache-Control"] == "private, no-store"


def test_queries_do_not_grow_with_the_votes(sign_in, django_assert_max_num_queries):
    voters = make_voters(5)
    client = sign_in(voters[0])

    def queries():
        my_ballots(client)
        with django_assert_max_num_queries(30) as captured:
            my_ballots(client)
        return len(captured)

    make_vote(race_contest(), voters=voters)
    few = queries()
    for _number in range(4):
        make_vote(race_contest(), voters=voters)
    assert queries() == few
