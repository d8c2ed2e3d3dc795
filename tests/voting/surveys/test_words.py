"""What people read of a survey: never that anything was decided."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.voting import CLOSES, NOW, choice, contest, make_survey, make_vote, make_voters
from tests.voting.views.pages import ballot_url, press, text_of
from voting.models import State
from voting.panels import panels_about, panels_of_answers, panels_of_open_votes, panels_of_results

pytestmark = pytest.mark.django_db

SOON = {"opens_at": NOW + timedelta(days=1), "closes_at": CLOSES}
EVERY_STATE = [State.ANNOUNCED, State.OPEN, State.CLOSED, State.PUBLISHED, State.CANCELLED]


def survey_in(state, **facts):
    times = SOON if state in (State.ANNOUNCED, State.CANCELLED) else {}
    made = make_survey(state=State.ANNOUNCED if state == State.CANCELLED else state, **times, **facts)
    if state == State.CANCELLED:
        made.state = state
        made.save(update_fields=["state"])
    return made


@pytest.mark.parametrize("state", EVERY_STATE)
def test_its_page_says_survey_and_that_nothing_is_decided(state):
    survey = survey_in(state)
    words = text_of(Client().get(survey.page.url))
    assert "This is advice; nothing is decided." in words
    for wrong in ("Endorsed", "endorse", "Members decide", "certified", "Certified", "Member vote "):
        assert wrong not in words.partition("Details for the curious")[0], wrong


def test_its_result_stands_on_its_page():
    survey = survey_in(State.PUBLISHED, ballots=[{"q": "a"}, {"q": "a"}, {"q": "b"}])
    words = text_of(Client().get(survey.page.url))
    assert "Members prefer Buses. This is advice; nothing is decided." in words
    assert "66.7 %" in words


def test_a_candidate_is_never_endorsed_by_a_survey():
    candidate = make_vote(state=State.PUBLISHED).page
    question = contest(choice("", key="a", page=candidate), choice("Nobody", key="b"), key="q")
    make_survey(question, state=State.PUBLISHED, ballots=[{"q": "a"}])
    assert panels_about(candidate) == []


def test_its_subject_shows_it_as_a_survey():
    subject = make_vote(state=State.PUBLISHED).page
    question = contest(choice("Buses", key="a"), choice("Trains", key="b"), key="q", subject=subject)
    make_survey(question, state=State.PUBLISHED, ballots=[{"q": "a"}])
    [panel] = panels_about(subject)
    assert (panel.is_survey, panel.tag_label) == (True, "Advice")
    assert panel.headline == "Members prefer Buses. This is advice; nothing is decided."


def test_results_of_surveys_stand_apart_from_what_was_decided():
    make_survey(state=State.PUBLISHED, ballots=[{"q": "a"}])
    assert panels_of_results() == []
    [panel] = panels_of_answers()
    assert panel.tag_label == "Advice"


def test_an_open_survey_stands_among_what_is_open():
    make_survey(state=State.OPEN)
    [panel] = panels_of_open_votes()
    assert (panel.is_survey, panel.tag_label) == (True, "Open now")


def test_the_page_of_all_votes_lists_surveys_under_their_own_heading():
    survey = make_survey(state=State.PUBLISHED, ballots=[{"q": "a"}])
    words = text_of(Client().get(survey.page.get_parent().url))
    assert "Surveys give advice; they decide nothing." in words
    assert "Nothing is decided yet." in words


def test_answering_it_never_speaks_of_certifying(sign_in):
    people = make_voters(5)
    survey = make_survey(state=State.OPEN, voters=people)
    client = sign_in(people[0])
    url = ballot_url(survey)
    review = press(client, url, client.get(url), "next", q="a")
    assert "This is advice; nothing is decided." in text_of(client.get(url))
    press(client, url, review, "cast")
    done = text_of(client.get(reverse("voting:ballot_done", args=[survey.pk])))
    assert "Then its answers are counted." in done and "certify" not in done
    again = text_of(client.get(url))
    assert "You answered" in again and "certif" not in again


def test_a_survey_whose_time_is_over_is_being_counted(sign_in):
    survey = make_survey(state=State.OPEN, closes_at=NOW - timedelta(hours=1))
    words = text_of(sign_in().get(ballot_url(survey)))
    assert "The answers are being counted." in words and "certif" not in words
    assert "The answers are being counted." in text_of(Client().get(reverse("voting:my_ballots")))


def test_my_ballots_calls_it_a_survey(sign_in):
    make_survey(state=State.OPEN)
    assert "Survey This is advice; nothing is decided." in text_of(Client().get(reverse("voting:my_ballots")))


def test_the_personal_part_of_a_panel_asks_for_an_answer():
    survey = make_survey(state=State.OPEN)
    panel_id = f"{survey.pk}-survey"
    panels = Client().get(reverse("voting:me"), {"votes": panel_id}).json()["panels"]
    assert "Sign in to answer" in panels[panel_id]
