"""The life of a survey: the site alone runs it, and nothing of it binds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from tests.factories.home import make_site
from tests.factories.voting import (
    CLOSES,
    NOW,
    OPENS,
    make_survey,
    make_user,
    make_vote,
    make_vote_index,
    make_vote_page,
    race_contest,
)
from voting.domain.announcing import announce_vote, problems
from voting.domain.certifying import agree_to, appoint_tellers, ask_for, certify_vote
from voting.domain.errors import ReasonMissing, WrongState
from voting.domain.lifecycle import cancel_vote, publish_survey, publish_vote, run_due
from voting.domain.log import first_broken_line
from voting.domain.manifest import build_manifest, manifest_of
from voting.models import Kind, MemberVote, State, TwoPersonRequest

pytestmark = pytest.mark.django_db


def steps_taken(*, at):
    return [done for _vote, done in run_due(at=at)]


def test_the_site_opens_closes_counts_and_publishes_it_by_itself():
    survey = make_survey(state=State.ANNOUNCED)
    assert steps_taken(at=OPENS) == ["opened"]
    assert steps_taken(at=CLOSES) == ["closed", "counted", "published", "secrets destroyed"]
    survey.refresh_from_db()
    assert (survey.state, survey.published_at) == (State.PUBLISHED, CLOSES)
    assert steps_taken(at=CLOSES) == []


def test_every_step_is_logged_and_nobody_acted():
    survey = make_survey(state=State.ANNOUNCED)
    for moment in (OPENS, CLOSES):
        steps_taken(at=moment)
    kinds = list(survey.log.values_list("kind", flat=True))
    assert kinds == [
        "announced",
        "opened",
        "closed",
        "lot_drawn",
        "counted",
        "published",
        "secrets_destroyed",
    ]
    assert set(survey.log.values_list("actor", flat=True)) == {""}
    assert first_broken_line(survey) is None


def test_the_answers_are_counted_and_decide_nothing():
    survey = make_survey(state=State.PUBLISHED, ballots=[{"q": "a"}, {"q": "a"}, {"q": "b"}])
    tally = survey.contests.get().tally
    assert (tally.outcome, tally.winners, tally.result["shares"]["a"]) == ("advice", ["a"], "2/3")
    assert manifest_of(survey)["kind"] == "advisory"


def test_one_language_is_enough_for_a_survey_and_not_for_a_decision():
    make_site("es")
    survey = make_survey(state=State.ANNOUNCED)
    assert list(manifest_of(survey)["title"]) == ["en"]
    vote = MemberVote.objects.get(page=make_vote_page(opens_at=NOW + timedelta(days=1)))
    vote.tellers.set([make_user(), make_user()])
    assert any("Spanish" in sentence for sentence in problems(member_vote=vote, at=NOW))


@pytest.mark.parametrize(("label", "languages"), [("", ["en"]), ("Autobuses", ["en", "es"])])
def test_a_translation_is_frozen_only_when_it_is_complete(label, languages):
    survey = make_survey(state=State.DRAFT)
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    make_vote_index().copy_for_translation(spanish, copy_parents=True)
    page = survey.page.copy_for_translation(spanish)
    page.contests[0].value["choices"][0]["label"] = label
    page.save_revision().publish()
    assert list(build_manifest(survey)["title"]) == languages


def test_the_rule_is_advice_whatever_the_page_said():
    survey = make_survey(race_contest(), state=State.ANNOUNCED)
    assert manifest_of(survey)["contests"][0]["rule"] == {"slug": "advice", "settings": {}}
    assert survey.contests.get().rule == "advice"
    assert survey.page.contests[0].value["rule"]["rule"] == "advice"


def test_it_needs_no_tellers_and_may_open_at_once():
    page = make_vote_page(kind=Kind.ADVISORY, opens_at=OPENS)
    vote = MemberVote.objects.get(page=page)
    for _number in range(5):
        make_user(groups=["Listed voters"])
    assert problems(member_vote=vote, at=NOW) == []
    announce_vote(member_vote=vote, at=NOW)
    assert steps_taken(at=NOW) == ["opened"]


def test_it_cannot_be_announced_once_it_would_be_over():
    page = make_vote_page(kind=Kind.ADVISORY)
    vote = MemberVote.objects.get(page=page)
    assert "The closing time has passed. Choose a later one." in problems(member_vote=vote, at=CLOSES)


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.OPEN])
def test_it_can_be_called_off_until_it_closes_with_a_reason(state):
    survey = make_survey(state=state)
    with pytest.raises(ReasonMissing):
        cancel_vote(member_vote=survey, at=NOW, reason=" ")
    cancel_vote(member_vote=survey, at=NOW, reason="A choice was missing.")
    survey.refresh_from_db()
    assert (survey.state, survey.public_reason) == (State.CANCELLED, "A choice was missing.")


@pytest.mark.parametrize("state", [State.CLOSED, State.COUNTED, State.PUBLISHED])
def test_it_cannot_be_called_off_once_it_is_closed(state):
    with pytest.raises(WrongState):
        cancel_vote(member_vote=make_survey(state=state), at=CLOSES, reason="We dislike it.")


def test_a_decision_cannot_be_called_off_while_it_is_open():
    with pytest.raises(WrongState):
        cancel_vote(member_vote=make_vote(state=State.OPEN), at=NOW, reason="We dislike it.")


def test_a_decision_is_never_published_uncertified():
    vote = make_vote(state=State.COUNTED, ballots=[{"race": "a"}])
    with pytest.raises(WrongState):
        publish_survey(member_vote=vote, at=CLOSES)
    assert "published" not in steps_taken(at=CLOSES + timedelta(days=30))
    vote.refresh_from_db()
    assert vote.state == State.COUNTED


def test_a_survey_is_not_published_as_a_certified_vote():
    with pytest.raises(WrongState):
        publish_vote(member_vote=make_survey(state=State.COUNTED), at=CLOSES)


def test_nobody_signs_a_survey():
    survey = make_survey(state=State.COUNTED)
    teller = make_user(groups=["Tellers"])
    survey.tellers.add(teller)
    with pytest.raises(WrongState):
        certify_vote(member_vote=survey, teller=teller, at=CLOSES)
    assert not survey.certifications.exists()


@pytest.mark.parametrize("kind", TwoPersonRequest.Kind)
def test_nothing_of_a_survey_is_done_by_two_tellers(kind):
    survey = make_survey(state=State.OPEN)
    first, second = make_user(groups=["Tellers"]), make_user(groups=["Tellers"])
    survey.tellers.add(first, second)
    with pytest.raises(WrongState):
        ask_for(member_vote=survey, kind=kind, teller=first, reason="Why not", at=NOW)
    with pytest.raises(WrongState):
        agree_to(member_vote=survey, kind=kind, teller=second, at=NOW)
    survey.refresh_from_db()
    assert survey.state == State.OPEN


def test_a_survey_gets_no_tellers():
    survey = make_survey(state=State.OPEN)
    with pytest.raises(WrongState):
        appoint_tellers(member_vote=survey, tellers=[make_user(), make_user()], actor=make_user(), at=NOW)
    assert not survey.tellers.exists()


def test_a_decision_that_decides_nothing_is_refused_by_its_page():
    with pytest.raises(ValidationError, match="Only a survey gives advice"):
        make_vote_page(race_contest(rule={"rule": "advice"}))


def test_a_decision_that_decides_nothing_is_not_announced():
    page = make_vote_page(opens_at=NOW + timedelta(days=1))
    vote = MemberVote.objects.get(page=page)
    vote.tellers.set([make_user(), make_user()])
    vote.page.contests[0].value["rule"]["rule"] = "advice"
    assert any("decides nothing" in sentence for sentence in problems(member_vote=vote, at=NOW))


def test_an_announced_decision_cannot_become_a_survey():
    vote = make_vote(state=State.ANNOUNCED)
    page = vote.page
    page.kind = Kind.ADVISORY
    with pytest.raises(ValidationError, match="This is locked"):
        page.full_clean()
