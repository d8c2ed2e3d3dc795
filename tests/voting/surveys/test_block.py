"""A survey in the body of a page."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale

from candidates.models import CandidatePage, ElectionPage, RacePage
from home.models import HomePage, StandardPage
from issues.models import IssuePage
from tests.factories.home import add_page, make_site
from tests.factories.voting import CLOSES, NOW, make_survey, make_vote_page
from tests.voting.views.pages import main_of, text_of
from voting.domain.lifecycle import close_vote
from voting.models import Kind, State
from voting.survey_block import SurveyBlock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    return make_site("es")


def page_with(survey_page):
    """A page of text whose body holds the survey."""
    page = StandardPage(
        title="How we get there",
        slug="how-we-get-there",
        body=[{"type": "survey", "value": {"survey": survey_page.pk}}],
    )
    return add_page(HomePage.objects.get(locale__language_code="en"), page)


def read(page):
    return text_of(Client().get(page.url))


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (HomePage, "body"),
        (StandardPage, "body"),
        (IssuePage, "body"),
        (CandidatePage, "bio"),
        (ElectionPage, "body"),
        (RacePage, "body"),
    ],
)
def test_every_page_with_a_body_can_hold_one(model, field):
    assert "survey" in model._meta.get_field(field).stream_block.child_blocks


def test_open_it_shows_the_question_and_the_way_to_answer():
    page = page_with(make_survey(state=State.OPEN).page)
    words = read(page)
    assert "What do you want?" in words and "Answer the survey" in words
    assert "This is advice; nothing is decided." in words


def test_announced_it_says_when():
    survey = make_survey(state=State.ANNOUNCED, opens_at=NOW + timedelta(days=1), closes_at=CLOSES)
    words = read(page_with(survey.page))
    assert "You can answer from" in words and "Answer the survey" not in words


def test_closed_it_shows_what_people_said():
    survey = make_survey(state=State.PUBLISHED, ballots=[{"q": "a"}, {"q": "a"}, {"q": "b"}])
    words = read(page_with(survey.page))
    assert "Members prefer Buses." in words and "66.7 %" in words and "Trains" in words
    assert "Answer the survey" not in words


def test_in_another_language_readers_are_told_that_it_is_not_theirs():
    page = page_with(make_survey(state=State.OPEN).page)
    spanish = page.get_translation(Locale.objects.get(language_code="es"))
    html = Client().get(spanish.url).content.decode()
    assert 'lang="en"' in html[html.index("survey-") :]
    assert "What do you want?" in html


def test_before_it_is_announced_nothing_stands_there():
    draft = make_vote_page(kind=Kind.ADVISORY, title="Not yet")
    assert "Not yet" not in read(page_with(draft))


def test_it_says_the_same_to_everybody(sign_in):
    page = page_with(make_survey(state=State.OPEN).page)
    response = sign_in().get(page.url)
    assert main_of(response) == main_of(Client().get(page.url))
    assert "sessionid" not in response.cookies and "csrfmiddlewaretoken" not in response.content.decode()


def test_a_change_of_the_survey_shows_on_the_page(page_cache, django_capture_on_commit_callbacks):
    survey = make_survey(state=State.OPEN)
    page = page_with(survey.page)
    assert "Answer the survey" in read(page)
    with django_capture_on_commit_callbacks(execute=True):
        close_vote(member_vote=survey, at=CLOSES)
    assert "The answers are being counted." in read(page)


def test_a_vote_that_decides_is_refused_beside_the_field():
    block = SurveyBlock()
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.to_python({"survey": make_vote_page().pk}))
    assert list(refusal.value.block_errors) == ["survey"]
    chosen = block.clean(block.to_python({"survey": make_vote_page(kind=Kind.ADVISORY).pk}))
    assert chosen["survey"].is_advisory
