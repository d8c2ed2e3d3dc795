"""What people read: why they cannot vote, rule by rule, and their appeals; and what tellers read."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories.voting import make_survey, make_user, make_vote, make_voters
from tests.voting.appeals.scenes import appeal_of, teller_of
from tests.voting.permissions.people import NOBODY_SPECIAL, is_refused, make_people
from tests.voting.views.pages import ballot_url, desk_url, text_of
from voting.domain.appeals import decline_appeal
from voting.models import Appeal, State

pytestmark = pytest.mark.django_db


def appeal_url(vote, language="en"):
    with translation.override(language):
        return reverse("voting:appeal", args=[vote.pk])


def list_url(vote):
    return reverse("voting:desk_appeals", args=[vote.pk])


def answer_url(appeal):
    return reverse("voting:answer_appeal", args=[appeal.member_vote_id, appeal.pk])


def why_of(client, vote):
    """What the fragment of a vote page says about not being on the roll."""
    answer = client.get(reverse("voting:me"), {"votes": f"{vote.pk}-why"})
    return json.loads(answer.content)["panels"].get(f"{vote.pk}-why", "")


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.CLOSED, State.PUBLISHED])
def test_every_vote_page_leads_whoever_is_not_on_the_roll_to_the_reason(state, sign_in):
    people = make_voters(5)
    vote = make_vote(voters=people, state=state)
    assert ballot_url(vote) in why_of(sign_in(), vote)
    assert why_of(sign_in(people[0]), vote) == ""
    assert why_of(Client(), vote) == ""
    page = Client().get(vote.page.url).content.decode()
    assert f'data-me-panel="{vote.pk}-why"' in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.OPEN, State.CLOSED, State.PUBLISHED])
def test_every_rule_is_shown_with_pass_or_fail(state, sign_in):
    words = text_of(sign_in().get(ballot_url(make_vote(state=state))))
    assert "No You are on the list. You are not." in words


def test_rules_that_are_met_are_shown_too(sign_in):
    vote = make_vote()
    late = make_voters(1)[0]
    words = text_of(sign_in(late).get(ballot_url(vote)))
    assert "Yes You are on the list." in words
    assert "you pass every rule" in words and "The roll was fixed when the vote opened" in words


def test_somebody_appeals_reads_the_state_and_takes_it_back(sign_in):
    vote, late = make_vote(), make_user()
    client = sign_in(late)
    assert appeal_url(vote) in client.get(ballot_url(vote)).content.decode()
    assert client.post(appeal_url(vote), {"text": ""}).status_code == 422
    assert client.post(appeal_url(vote), {"text": "I paid."}).status_code == 302
    page = text_of(client.get(appeal_url(vote)))
    assert "Waits for an answer" in page and "I paid." in page
    assert "You appealed" in text_of(client.get(reverse("voting:my_ballots")))
    assert client.post(appeal_url(vote), {"text": "Again."}).status_code == 409
    client.post(appeal_url(vote), {"do": "withdraw"})
    assert Appeal.objects.get().state == Appeal.State.WITHDRAWN


@pytest.mark.parametrize("language", ["en", "es"])
def test_answer_is_read_in_the_language_of_the_reader(language, sign_in):
    vote, late = make_vote(), make_user()
    appeal = appeal_of(vote, late)
    decline_appeal(
        member_vote=vote,
        appeal_id=appeal.pk,
        teller=teller_of(vote),
        reason="too_late",
        answer="Next year then.",
        at=timezone.now(),
    )
    with translation.override(language):
        expected = [str(Appeal.Reason.TOO_LATE.label), str(Appeal.State.DECLINED.label)]
    page = text_of(sign_in(late).get(appeal_url(vote, language)))
    assert all(words in page for words in [*expected, "Next year then."])


def test_survey_has_nobody_to_appeal_to(sign_in):
    survey = make_survey()
    client = sign_in()
    assert appeal_url(survey) not in client.get(ballot_url(survey)).content.decode()
    assert client.post(appeal_url(survey), {"text": "Why?"}).status_code == 409


def test_visitor_is_asked_to_sign_in_and_a_draft_is_unknown(sign_in):
    assert Client().get(appeal_url(make_vote())).status_code == 302
    assert sign_in().get(appeal_url(make_vote(state=State.DRAFT))).status_code == 404


def test_page_of_an_appeal_is_for_one_person_alone(sign_in):
    vote = make_vote()
    appeal_of(vote, make_user(), text="My private reason.")
    response = sign_in().get(appeal_url(vote))
    assert "My private reason." not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


# --- tellers ------------------------------------------------------------------------------------


def client_of(role, vote, sign_in):
    user = make_people(vote)[role]
    return sign_in(user) if user else Client()


@pytest.mark.parametrize("role", [*NOBODY_SPECIAL, "other_teller", "operator"])
def test_nobody_but_the_tellers_of_the_vote_reads_or_answers_appeals(role, sign_in):
    vote = make_vote()
    appeal = appeal_of(vote, text="My private reason.")
    client = client_of(role, vote, sign_in)
    answers = [
        client.get(list_url(vote)),
        client.get(answer_url(appeal)),
        client.post(answer_url(appeal), {"do": "accept", "reason": "Paid."}),
        client.post(answer_url(appeal), {"do": "decline", "reason": "records"}),
    ]
    assert all(is_refused(answer) for answer in answers)
    assert not any(b"private reason" in answer.content for answer in answers)
    appeal.refresh_from_db()
    assert appeal.state == Appeal.State.OPEN and not vote.two_person_requests.exists()


def test_tellers_see_how_many_wait_read_them_and_answer(sign_in):
    vote, late = make_vote(), make_user("late")
    appeal = appeal_of(vote, late, text="My private reason.")
    client = sign_in(teller_of(vote))
    assert "1 appeal waits for an answer." in text_of(client.get(desk_url(vote)))
    assert "1 appeal waits for an answer." in text_of(client.get(reverse("voting:desk")))
    listed = text_of(client.get(list_url(vote)))
    assert "Late" in listed and "My private reason." in listed
    words = text_of(client.get(answer_url(appeal)))
    assert "Late" in words and "This person reads English." in words
    assert client.post(answer_url(appeal), {"do": "decline"}).status_code == 409
    assert client.post(answer_url(appeal), {"do": "accept", "reason": "Paid."}).status_code == 302
    assert "Another one must agree." in text_of(client.get(answer_url(appeal)))
    assert client.post(answer_url(appeal), {"do": "decline", "reason": "records"}).status_code == 302
    assert "Every appeal is settled." in text_of(client.get(desk_url(vote)))


def test_operators_see_no_appeals_on_the_desk(sign_in):
    vote = make_vote()
    appeal_of(vote)
    assert list_url(vote) not in sign_in(make_user(groups=["Operators"])).get(desk_url(vote)).content.decode()


def test_list_takes_the_same_queries_for_every_number_of_appeals(sign_in, django_assert_max_num_queries):
    vote = make_vote()
    client = sign_in(teller_of(vote))

    def queries():
        client.get(list_url(vote))
        with django_assert_max_num_queries(20) as captured:
            client.get(list_url(vote))
        return len(captured)

    appeal_of(vote)
    few = queries()
    for _time in range(4):
        appeal_of(vote)
    assert queries() == few
