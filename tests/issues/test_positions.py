import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale

from issues.domain.positions import adopt_position, adopt_positions_of_vote
from issues.models import PolicyPosition
from tests.factories.issues import make_issue, make_position
from tests.factories.voting import contest, make_vote
from voting.models import State
from voting.signals import result_published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

YES, NO = {"issue": "yes"}, {"issue": "no"}


@pytest.fixture
def issue(tree):
    return make_issue(tree.pages["issues"])


def decide(issue, ballots, **fields):
    question = contest(key="issue", method="yes_no", question="Should cities cap rents?", subject=issue)
    return make_vote(question, state=State.PUBLISHED, ballots=ballots, box="roll_call", **fields)


@pytest.mark.parametrize(("ballots", "stance"), [([YES, YES, NO], "support"), ([NO, NO, YES], "oppose")])
def test_published_result_records_the_position(issue, ballots, stance):
    vote = decide(issue, ballots)
    position = PolicyPosition.objects.get()
    assert position.issue == issue
    assert position.stance == stance
    assert position.text == "Should cities cap rents?"
    assert position.adopted_by == "members"
    assert position.adopted_on == timezone.localdate(vote.closed_at)
    assert position.member_vote == vote


def test_result_below_the_threshold_records_nothing(issue):
    decide(issue, [YES, NO])
    assert not PolicyPosition.objects.exists()


def test_vote_about_something_else_records_nothing(tree):
    decide(tree.pages["about"], [YES])
    assert not PolicyPosition.objects.exists()


def test_result_published_twice_records_one_position(issue):
    vote = decide(issue, [YES])
    first = PolicyPosition.objects.get()
    result_published.send(sender=type(vote), member_vote=vote)
    adopt_positions_of_vote(member_vote=vote)
    assert PolicyPosition.objects.get() == first


def test_position_is_recorded_in_every_language_of_the_question(issue):
    vote = decide(issue, [YES, NO])
    spanish = Locale.objects.create(language_code="es")
    adopt_position(
        issue=issue,
        stance="support",
        texts={"es": "¿Limitar el alquiler?", "en": "Cap rents?", "tlh": "nuq?"},
        adopted_on=timezone.localdate(),
        member_vote=vote,
        contest_key="issue",
    )
    rows = {row.locale.language_code: row for row in PolicyPosition.objects.all()}
    assert {code: row.text for code, row in rows.items()} == {
        "en": "Cap rents?",
        "es": "¿Limitar el alquiler?",
    }
    assert rows["en"].translation_key == rows["es"].translation_key
    assert spanish == rows["es"].locale


def test_position_of_a_void_vote_is_not_in_force(issue):
    vote = decide(issue, [YES])
    assert list(PolicyPosition.objects.in_force()) == [PolicyPosition.objects.get()]
    vote.state = State.VOID
    vote.save()
    assert not PolicyPosition.objects.in_force().exists()


def test_issue_page_leads_to_the_vote_that_decided(client, issue):
    vote = decide(issue, [YES])
    html = client.get(issue.url).content.decode()
    assert f'href="{vote.page.url}"' in html
    assert "Members decided this by a vote on" in html


def test_nobody_types_what_members_decided(issue):
    typed = PolicyPosition(
        issue=issue,
        stance="support",
        text="Cap rents.",
        adopted_on=timezone.localdate(),
        adopted_by="members",
        locale=Locale.get_default(),
    )
    with pytest.raises(ValidationError) as refusal:
        typed.full_clean()
    assert set(refusal.value.message_dict) == {"adopted_by"}


def test_what_members_decided_cannot_be_changed(issue):
    decide(issue, [YES])
    position = PolicyPosition.objects.get()
    position.stance, position.text = "oppose", "Something else."
    with pytest.raises(ValidationError) as refusal:
        position.full_clean()
    assert set(refusal.value.message_dict) == {"stance", "text"}


def test_position_cannot_replace_itself(issue):
    position = make_position(issue)
    position.supersedes = position
    with pytest.raises(ValidationError) as refusal:
        position.full_clean()
    assert set(refusal.value.message_dict) == {"supersedes"}


def test_position_survives_the_page_of_its_issue(issue):
    make_position(issue)
    issue.delete()
    assert PolicyPosition.objects.get().issue is None
