"""The editor's form: a question is asked in one step, or nothing of it is."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.factories.voting import make_user, make_vote_index, make_voters
from tests.voting.views.pages import text_of
from voting import new_survey
from voting.domain import surveying
from voting.domain.errors import NotReady, TooFewVoters
from voting.models import Kind, MemberVote, MemberVotePage, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(sign_in):
    return sign_in(get_user_model().objects.create_superuser("boss@example.org", name="Boss"))


@pytest.fixture
def index():
    make_voters(5)
    return make_vote_index()


def url():
    return reverse("voting_new_survey")


def filled(**changes):
    closes_at = timezone.localtime() + timedelta(days=3)
    return {
        "question": "Which way shall we go?",
        "summary": "",
        "method": "single_choice",
        "choices": "By bus\n\n  By train \n",
        "electorate": "listed",
        "closes_at": closes_at.strftime("%Y-%m-%d %H:%M"),
        "box": "secret",
        **changes,
    }


def refused(response, field):
    """The problems beside a field; nothing was made."""
    assert response.status_code == 200
    assert not MemberVotePage.objects.exists() and not MemberVote.objects.exists()
    return " ".join(response.context["form"].errors.get(field, []))


def test_one_step_asks_the_question_and_opens_it(editor, index):
    response = editor.post(url(), filled(), follow=True)
    vote = MemberVote.objects.get()
    assert (vote.kind, vote.state) == (Kind.ADVISORY, State.OPEN)
    labels = [item.value["label"] for item in vote.page.contests[0].value["choices"].bound_blocks]
    assert labels == ["By bus", "By train"]
    assert vote.page.title == "Which way shall we go?" and vote.page.live
    assert vote.log.first().actor.startswith("user:")
    assert "The survey is open." in text_of(response)


def test_a_question_of_yes_or_no_needs_no_choices(editor, index):
    editor.post(url(), filled(method="yes_no", choices=""))
    assert set(MemberVote.objects.get().contests.get().choices.values_list("key", flat=True)) == {"yes", "no"}


def test_asking_the_same_question_again_makes_a_second_survey(editor, index):
    editor.post(url(), filled())
    editor.post(url(), filled())
    assert set(MemberVotePage.objects.values_list("slug", flat=True)) == {
        "which-way-shall-we-go",
        "which-way-shall-we-go-2",
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"question": " "}, "question", "required"),
        ({"choices": "By bus"}, "choices", "at least two choices"),
        ({"choices": "By bus\nBy bus"}, "choices", "stands here twice"),
        ({"choices": "By bus\n" + "x" * 161}, "choices", "too long"),
        ({"method": "yes_no"}, "choices", "brings its own choices"),
        ({"method": "gone"}, "method", "not one of the available choices"),
        ({"closes_at": "2001-01-01 12:00"}, "closes_at", "has passed"),
        ({"closes_at": "soon"}, "closes_at", "valid date"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(editor, index, changes, field, words):
    response = editor.post(url(), filled(**changes))
    assert words in refused(response, field)
    typed = response.context["form"]
    assert typed["choices"].value() == filled(**changes)["choices"]
    assert "Nothing was asked yet." in text_of(response)


def test_too_few_people_for_the_box_are_told_beside_who_may_answer(editor):
    make_vote_index()
    make_voters(4)
    response = editor.post(url(), filled())
    assert "Only 4 people may vote; this ballot box needs 5." in refused(response, "electorate")


@pytest.mark.parametrize(
    "error",
    [NotReady(["The tide is out."]), ValidationError("The tide is out."), TooFewVoters("The tide is out.")],
)
def test_what_belongs_to_no_field_is_told_too(editor, index, monkeypatch, error):
    def refuse(**facts):
        raise error

    monkeypatch.setattr(new_survey, "hold_survey", refuse)
    response = editor.post(url(), filled())
    assert "The tide is out." in text_of(response)
    assert refused(response, "__all__") == "The tide is out."


def test_a_survey_that_cannot_open_leaves_nothing_behind(editor, index, monkeypatch):
    def refuse(**facts):
        raise TooFewVoters

    monkeypatch.setattr(surveying, "open_vote", refuse)
    assert "Too few people may vote" in refused(editor.post(url(), filled()), "__all__")


def test_only_those_who_may_publish_there_ask(sign_in, index):
    for group in ("Editors", "Tellers"):
        client = sign_in(make_user(groups=[group]))
        assert client.post(url(), filled()).status_code == 302
        assert url() not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert not MemberVote.objects.exists()


def test_publishers_find_it_in_the_menu_and_ask(sign_in, index):
    client = sign_in(make_user(groups=["Publishers"]))
    assert url() in client.get(reverse("wagtailadmin_home")).content.decode()
    client.post(url(), filled())
    assert MemberVote.objects.get().state == State.OPEN


def test_without_the_page_of_the_votes_nobody_can_ask(editor):
    assert editor.get(url()).status_code == 302


def test_an_ordinary_vote_page_can_be_a_survey_too(editor, index):
    html = editor.get(reverse("wagtailadmin_pages:add", args=["voting", "membervotepage", index.pk]))
    assert "Survey: advice, nothing is decided" in html.content.decode()
