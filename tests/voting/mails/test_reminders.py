"""One reminder before a vote closes, to people who have not voted and want it; and nobody writes down who."""

from datetime import timedelta

import pytest
from django.core import mail

from tests.factories.voting import CLOSES, cast, make_survey, make_vote, make_voters
from tests.sample_plugin.electorate import Listed
from voting.domain.invitations import REMIND_BEFORE, claim_due_mailings, plan_reminders
from voting.domain.lifecycle import close_vote
from voting.mails import send_mailing
from voting.models import Mailing

pytestmark = pytest.mark.django_db

SOON = CLOSES - REMIND_BEFORE


@pytest.fixture
def people():
    return make_voters(5)


def remind(at=SOON):
    planned = plan_reminders(at=at)
    Mailing.objects.exclude(kind=Mailing.Kind.REMINDER).delete()
    for number in claim_due_mailings(at=at):
        send_mailing(number=number, clock=lambda: at)
    return planned


def reminded():
    return sorted(message.to[0] for message in mail.outbox)


def test_only_people_who_have_not_voted_are_reminded_and_once(people):
    vote = make_vote(voters=people, title="Whom we endorse")
    cast(vote, people[0], {"race": "a"})
    assert remind(SOON - timedelta(minutes=1)) == 0
    assert remind() == 1
    assert reminded() == sorted(person.email for person in people[1:])
    assert mail.outbox[0].subject == "This vote closes soon: Whom we endorse"
    assert f"/ballot/{vote.pk}/" in mail.outbox[0].body
    assert remind(SOON + timedelta(hours=1)) == 0
    assert len(mail.outbox) == 4


def test_the_same_words_for_everybody_and_no_name(people):
    make_vote(voters=people)
    remind()
    [body] = {message.body for message in mail.outbox}
    assert not [person for person in people if person.name in body or person.email in body]


def test_whoever_wants_no_reminder_gets_none(people, monkeypatch):
    make_vote(voters=people)
    unwanted = Listed().ref_for(user=people[0])
    monkeypatch.setattr(Listed, "wanting", lambda self, *, refs, kind: set(refs) - {unwanted})
    remind()
    assert people[0].email not in reminded() and len(mail.outbox) == 4


def test_short_votes_surveys_and_closed_votes_remind_nobody(people):
    make_vote(voters=people, opens_at=CLOSES - timedelta(hours=47))
    make_survey(voters=people)
    closed = make_vote(voters=people)
    close_vote(member_vote=closed, at=closed.closes_at)
    assert remind() == 0
    assert mail.outbox == []


def test_reminder_that_comes_too_late_is_not_sent(people):
    vote = make_vote(voters=people)
    plan_reminders(at=SOON)
    number = Mailing.objects.get(kind=Mailing.Kind.REMINDER).pk
    assert send_mailing(number=number, clock=lambda: vote.closes_at) == 0
    assert mail.outbox == []
