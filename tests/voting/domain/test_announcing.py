"""A vote cannot be announced while something is missing, and it says what."""

import json
from datetime import timedelta

import pytest
from wagtail.models import Locale

from tests.factories.voting import (
    NOW,
    choice,
    contest,
    make_user,
    make_vote,
    make_vote_index,
    make_vote_page,
    make_voters,
    race_contest,
)
from voting.domain.announcing import announce_vote, problems
from voting.domain.canonical import sha256
from voting.domain.errors import NotReady, WrongState
from voting.domain.manifest import manifest_of
from voting.models import MemberVote, State

pytestmark = pytest.mark.django_db

BEFORE = NOW - timedelta(days=4)


def draft(*contests, tellers=2, voters=5, **page_fields):
    page = make_vote_page(*contests, **page_fields)
    vote = MemberVote.objects.get(page=page)
    vote.tellers.set([make_user() for _number in range(tellers)])
    make_voters(voters)
    return vote


def in_spanish(vote, **changes):
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    make_vote_index().copy_for_translation(spanish, copy_parents=True)
    page = vote.page.copy_for_translation(spanish)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_a_complete_vote_has_no_problems():
    assert problems(member_vote=draft(), at=BEFORE) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"tellers": 1}, "Two tellers are needed"),
        ({"voters": 4}, "Only 4 people may vote; this ballot box needs 5"),
        ({"opens_at": BEFORE - timedelta(hours=1)}, "The opening time has passed"),
    ],
)
def test_what_is_missing_is_named(fields, words):
    (problem,) = problems(member_vote=draft(**fields), at=BEFORE)
    assert words in problem


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("standing_cutoff", "The cut-off date is missing"),
        ("opens_at", "The opening or the closing time is missing"),
        ("closes_at", "The opening or the closing time is missing"),
    ],
)
def test_a_missing_fact_is_named(field, words):
    vote = draft()
    setattr(vote, field, None)
    assert words in problems(member_vote=vote, at=BEFORE)[0]


@pytest.mark.parametrize("field", ["box", "electorate"])
def test_an_unknown_plugin_is_named(field):
    vote = draft()
    setattr(vote, field, "gone")
    assert "“gone” is not installed" in problems(member_vote=vote, at=BEFORE)[0]


@pytest.mark.parametrize("part", ["method", "rule"])
def test_an_unknown_plugin_of_a_contest_is_named(part):
    bad = race_contest()
    if part == "method":
        bad["value"]["method"] = "gone"
    else:
        bad["value"]["rule"]["rule"] = "gone"
    assert "“gone” is not installed" in problems(member_vote=draft(bad), at=BEFORE)[0]


def test_a_rule_that_makes_no_sense_is_named_with_its_contest():
    vote = draft(race_contest(rule={"threshold_numerator": 0}))
    (problem,) = problems(member_vote=vote, at=BEFORE)
    assert "Whom do we endorse?" in problem and "more than zero" in problem


def test_every_enabled_language_needs_a_translation():
    vote = draft()
    Locale.objects.create(language_code="es")
    assert problems(member_vote=vote, at=BEFORE) == ["The vote is not translated into Spanish."]


def test_a_translation_needs_the_text_of_every_choice():
    vote = draft()
    without = race_contest()
    without["value"]["choices"][0]["value"]["label"] = " "
    in_spanish(vote, contests=[without])
    assert problems(member_vote=vote, at=BEFORE) == [
        "A choice of “Whom do we endorse?” has no text in Spanish."
    ]


def test_a_translation_needs_every_question():
    vote = draft()
    without = race_contest()
    without["value"]["question"] = " "
    in_spanish(vote, contests=[without])
    assert problems(member_vote=vote, at=BEFORE) == [
        "The question “Whom do we endorse?” is missing in Spanish."
    ]


def test_announce_vote_refuses_with_the_list_and_changes_nothing():
    vote = draft(tellers=0)
    with pytest.raises(NotReady) as refusal:
        announce_vote(member_vote=vote, at=BEFORE)
    assert len(refusal.value.problems) == 1
    vote.refresh_from_db()
    assert (vote.state, vote.manifest, vote.log.count()) == (State.DRAFT, "", 0)


def test_announce_vote_freezes_wording_rule_choices_and_electorate_in_every_language():
    vote = draft()
    translated = race_contest(question="¿A quién apoyamos?")
    translated["value"]["choices"][2]["value"]["label"] = "Sin apoyo"
    in_spanish(vote, title="Votación", contests=[translated])
    vote = announce_vote(member_vote=vote, at=BEFORE)
    manifest = manifest_of(vote)
    frozen = manifest["contests"][0]
    assert manifest["title"]["es"] == "Votación"
    assert frozen["question"] == {"en": "Whom do we endorse?", "es": "¿A quién apoyamos?"}
    assert frozen["choices"][2]["label"] == {"en": "No endorsement", "es": "Sin apoyo"}
    assert frozen["rule"]["settings"]["threshold_numerator"] == 60
    assert manifest["electorate"] == {"slug": "listed", "cutoff": vote.standing_cutoff.isoformat()}
    assert manifest["box"]["public_key"]
    assert bytes(vote.manifest_sha256) == sha256(vote.manifest.encode())
    assert vote.log.get().payload == {"manifest_sha256": sha256(vote.manifest.encode()).hex()}
    assert json.loads(vote.manifest) == manifest


def test_yes_and_no_are_written_in_every_language():
    vote = draft(contest(method="yes_no", question="Shall we?", key="q"))
    in_spanish(vote, contests=[contest(method="yes_no", question="¿Lo hacemos?", key="q")])
    announce_vote(member_vote=vote, at=BEFORE)
    vote.refresh_from_db()
    choices = manifest_of(vote)["contests"][0]["choices"]
    assert [choice["key"] for choice in choices] == ["yes", "no"]
    assert choices[0]["label"]["es"] == "Sí"


def test_a_choice_takes_the_title_of_its_page():
    page = make_vote_index()
    vote = draft(contest(choice("", key="a", page=page), choice("Somebody", key="b")))
    announce_vote(member_vote=vote, at=BEFORE)
    vote.refresh_from_db()
    first = manifest_of(vote)["contests"][0]["choices"][0]
    assert (first["label"]["en"], first["page"]) == (page.title, page.pk)


def test_a_vote_is_announced_once():
    vote = make_vote(state=State.ANNOUNCED)
    with pytest.raises(WrongState):
        announce_vote(member_vote=vote, at=BEFORE)


def test_the_editor_cannot_change_what_was_announced():
    vote = make_vote(state=State.ANNOUNCED)
    page = vote.page
    page.closes_at += timedelta(days=1)
    page.contests = [race_contest(), race_contest()]
    page.contests[1].id = "second"
    with pytest.raises(Exception) as refusal:
        page.full_clean()
    assert set(refusal.value.message_dict) == {"closes_at", "contests"}


def test_a_page_is_planned_once_and_follows_its_page_while_a_draft():
    page = make_vote_page()
    page.challenge_hours = 5
    page.save_revision().publish()
    assert MemberVote.objects.get(page=page).challenge_hours == 5
    assert MemberVote.objects.count() == 1


def test_a_translation_plans_no_vote_of_its_own():
    vote = draft()
    in_spanish(vote)
    assert MemberVote.objects.count() == 1
