"""The desk shows a survey without anything that binds."""

import pytest

from tests.factories.voting import make_survey, make_user
from tests.voting.views.pages import desk_url, text_of
from voting.models import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(sign_in):
    return sign_in(make_user(groups=["Operators"]))


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.COUNTED, State.PUBLISHED])
def test_nothing_is_certified_or_declared_void(operator, state):
    words = text_of(operator.get(desk_url(make_survey(state=state))))
    for wrong in ("Tellers", "Certify", "Declare void", "Close early", "tellers must certify"):
        assert wrong not in words.replace("Teller desk", ""), wrong


@pytest.mark.parametrize("action", ["appoint", "certify", "publish", "ask_void", "ask_close_early"])
def test_what_binds_is_refused_to_everybody(sign_in, action):
    survey = make_survey(state=State.COUNTED)
    teller = make_user(groups=["Tellers", "Operators"])
    survey.tellers.add(teller)
    data = {"do": action, "reason": "We want to.", "tellers": [teller.pk, make_user(groups=["Tellers"]).pk]}
    before = survey.log.count()
    assert sign_in(teller).post(desk_url(survey), data).status_code == 409
    survey.refresh_from_db()
    assert (survey.state, survey.log.count(), survey.tellers.count()) == (State.COUNTED, before, 1)


def test_an_operator_calls_an_open_survey_off_with_a_reason(operator):
    survey = make_survey(state=State.OPEN)
    assert "You can cancel it until it closes." in text_of(operator.get(desk_url(survey)))
    operator.post(desk_url(survey), {"do": "cancel", "reason": "A choice is missing."})
    survey.refresh_from_db()
    assert survey.state == State.CANCELLED


def test_an_operator_announces_a_survey_without_tellers(operator):
    survey = make_survey(state=State.DRAFT)
    operator.post(desk_url(survey), {"do": "announce"})
    survey.refresh_from_db()
    assert survey.state == State.ANNOUNCED
