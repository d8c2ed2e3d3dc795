"""The mails of a vote as a mail server receives them."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories.voting import cast, make_survey, make_user, make_vote, make_voters
from tests.sample_plugin.electorate import Listed
from voting.api import Contact
from voting.domain.checkpoints import latest_note
from voting.domain.invitations import LEASE, MOST_TRIES, claim_due_mailings
from voting.domain.lifecycle import cancel_vote, close_vote
from voting.mails import send_mailing
from voting.models import Mailing, MemberVote, State, VoterRollEntry

pytestmark = pytest.mark.django_db


def send_due(at=None):
    """What `run_votes` and the background work do with the mails, at a moment; how many went out."""
    at = at or timezone.now()
    return sum(send_mailing(number=number, clock=lambda: at) for number in claim_due_mailings(at=at))


def addresses(people):
    return sorted(person.email for person in people)


@pytest.fixture
def people():
    return make_voters(6)


def test_everybody_on_the_roll_is_told_once_that_a_vote_is_open(inbox, people):
    make_user()
    vote = make_vote(voters=people, title="Whom we endorse")
    assert send_due() == 6
    assert inbox.addresses == addresses(people)
    assert send_due() == 0 == send_due(timezone.now() + 2 * LEASE)
    assert len(inbox.received) == 6
    assert vote.mailings.get().done_until == vote.mailings.get().last_entry


def test_run_votes_hands_the_mails_to_the_background_work(inbox, people):
    make_vote(voters=people)
    call_command("run_votes")
    assert inbox.addresses == addresses(people)


def body_of(inbox, index=0):
    _to, message = inbox.received[index]
    assert message.get_content_type() == "text/plain"
    # Lines of a mail end as the mail server likes it.
    return message.get_content().replace("\r\n", "\n")


def test_invitation_says_what_is_decided_until_when_and_what_to_keep(inbox, people):
    vote = make_vote(voters=people, title="Whom we endorse", summary="Members decide on one race.")
    send_due()
    body = body_of(inbox)
    for words in ("Whom we endorse", "Members decide on one race.", "- Whom do we endorse?"):
        assert words in body
    assert "You can vote until" in body
    assert f"http://localhost:8000/en/ballot/{vote.pk}/\n" in body
    assert bytes(vote.manifest_sha256).hex() in body
    assert latest_note(vote) and latest_note(vote) in body
    assert "The site separates your name from your vote and destroys the link." in body
    assert inbox.received[0][1]["Subject"] == "You can vote now: Whom we endorse"
    # Nothing else than headers and words: no pixel, no tracking.
    assert set(inbox.received[0][1].keys()) <= {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "X-Peer",
        "X-MailFrom",
        "X-RcptTo",
    }


def test_no_link_of_a_mail_signs_in_or_names_a_choice_or_a_person(inbox, people):
    make_vote(voters=people)
    send_due()
    bodies = {body_of(inbox, index) for index in range(6)}
    # The same for everybody: so nothing in it says who reads it.
    assert len(bodies) == 1
    [body] = bodies
    links = re.findall(r"https?://\S+", body)
    assert links
    assert not [link for link in links if "?" in link or "#" in link or "sign-in" in link or "@" in link]
    for person in people:
        assert person.name not in body and person.email not in body


def test_a_mail_is_in_the_language_of_its_reader(inbox, people, monkeypatch):
    spanish, unknown = people[0], people[1]
    told = {spanish.email: "es", unknown.email: "xx"}

    def contacts(self, *, refs):
        return {
            ref: Contact(name="", email=ref.split(":")[1], language=told.get(ref.split(":")[1], "en"))
            for ref in refs
        }

    monkeypatch.setattr(Listed, "contacts", contacts)
    make_vote(voters=people)
    send_due()
    by_address = {to[0]: message.get_content() for to, message in inbox.received}
    assert "http://localhost:8000/es/ballot/" in by_address[spanish.email]
    assert "http://localhost:8000/en/ballot/" in by_address[unknown.email]
    assert "http://localhost:8000/en/ballot/" in by_address[people[2].email]


def test_the_same_people_are_told_once_that_the_result_is_out(inbox, people):
    vote = make_vote(
        voters=people, state=State.PUBLISHED, ballots=[{"race": "a"}] * 5, title="Whom we endorse"
    )
    assert send_due(vote.published_at) == 6
    assert inbox.addresses == addresses(people)
    body = body_of(inbox)
    assert inbox.received[0][1]["Subject"] == "The result is out: Whom we endorse"
    assert f"http://localhost:8000{vote.page.url}\n" in body
    assert bytes(vote.manifest_sha256).hex() in body
    assert latest_note(vote) in body and f"\n{vote.log.count()}\n" in latest_note(vote)
    # How it ended is on the page, for whoever reads it there.
    assert "Ada" not in body
    assert send_due(vote.published_at + 2 * LEASE) == 0
    assert not Mailing.objects.exists()


def test_an_address_that_is_refused_does_not_stop_the_others(inbox, people, caplog):
    refused = people[2].email
    inbox.refused[refused] = "550 no such mailbox"
    make_vote(voters=people)
    assert send_due() == 5
    assert inbox.addresses == addresses(set(people) - {people[2]})
    # What the site itself notes down; the mail server of this test writes a log of its own.
    [said] = [record.getMessage() for record in caplog.records if record.name == "voting"]
    assert "refused (550)" in said and refused not in said
    assert send_due(timezone.now() + 2 * LEASE) == 0


def test_an_address_that_is_refused_for_now_is_tried_again(inbox, people):
    inbox.refused[people[0].email] = "451 try again later"
    make_vote(voters=people)
    assert send_due() == 5
    now = timezone.now()
    assert send_due(now) == 0
    del inbox.refused[people[0].email]
    assert send_due(now + 2 * LEASE) == 1
    assert inbox.addresses == addresses(people)


def test_an_address_is_not_tried_for_ever(inbox, people):
    inbox.refused[people[0].email] = "451 try again later"
    make_vote(voters=people, closes_at=timezone.now() + timedelta(days=30))
    at = timezone.now()
    for _time in range(MOST_TRIES + 3):
        send_due(at)
        at += 2 * LEASE
    assert not Mailing.objects.filter(tries__gt=0).exists()
    assert len(inbox.received) == 5


def test_mail_server_that_is_down_holds_up_no_vote_and_gets_the_mails_later(mail_server, people):
    inbox, start = mail_server
    vote = make_vote(voters=people)
    assert send_due() == 0
    assert cast(vote, people[0], {"race": "a"}).stored
    start()
    # Not before the lease is over: the server was asked just now.
    assert send_due() == 0
    assert send_due(timezone.now() + 2 * LEASE) == 6
    assert inbox.addresses == addresses(people)


def test_batch_that_was_broken_off_goes_on_where_it_stopped(inbox, people):
    vote = make_vote(voters=people)
    taken = list(claim_due_mailings(at=timezone.now()))
    third = vote.roll.order_by("pk")[2].pk
    Mailing.objects.filter(pk__in=taken).update(done_until=third)
    assert send_due(timezone.now() + 2 * LEASE) == 3
    late = [entry.voter_ref.split(":")[1] for entry in vote.roll.order_by("pk")[3:]]
    assert inbox.addresses == sorted(late)


def test_two_workers_with_one_batch_write_to_nobody_twice(inbox, people):
    make_vote(voters=people)
    at = timezone.now()
    [number] = claim_due_mailings(at=at)
    assert list(claim_due_mailings(at=at)) == []
    sent = send_mailing(number=number, clock=lambda: at) + send_mailing(number=number, clock=lambda: at)
    assert sent == 6 == len(inbox.received)


def test_roll_is_cut_into_batches(inbox, people, monkeypatch):
    monkeypatch.setattr("voting.domain.invitations._BATCH", 4)
    vote = make_vote(voters=people)
    assert vote.mailings.count() == 2
    assert send_due() == 6
    assert inbox.addresses == addresses(people)


def test_somebody_who_came_on_the_roll_later_is_told_too(inbox, people):
    vote = make_vote(voters=people)
    call_command("run_votes")
    late = make_user()
    VoterRollEntry.objects.create(member_vote=vote, voter_ref=f"listed:{late.email}", salt=b"salt")
    call_command("run_votes")
    call_command("run_votes")
    assert inbox.addresses == addresses([*people, late])


@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_invitation_that_comes_too_late_is_not_sent(inbox, people, end):
    if end == "closed":
        vote = make_vote(voters=people)
        close_vote(member_vote=vote, at=vote.closes_at)
    else:
        vote = make_survey(voters=people)
        Mailing.objects.create(
            member_vote=vote, kind="invitation", done_until=0, last_entry=9**9, not_before=timezone.now()
        )
        cancel_vote(member_vote=vote, at=timezone.now(), reason="A wrong question.")
    assert send_due() == 0
    assert inbox.received == []
    list(claim_due_mailings(at=timezone.now()))
    assert not Mailing.objects.exists()


def test_open_vote_that_should_be_closed_by_now_invites_nobody(inbox, people):
    vote = make_vote(voters=people)
    assert send_due(vote.closes_at) == 0
    assert inbox.received == []


def test_surveys_and_votes_of_the_demo_write_to_nobody(inbox, people):
    make_survey(voters=people)
    vote = make_vote(voters=people, state=State.ANNOUNCED)
    MemberVote.objects.filter(pk=vote.pk).update(is_demo=True)
    call_command("run_votes")
    assert MemberVote.objects.get(pk=vote.pk).state == State.OPEN
    assert not Mailing.objects.exists() and inbox.received == []


def test_electorate_without_addresses_is_no_trouble(inbox, people, monkeypatch):
    monkeypatch.setattr(Listed, "contacts", lambda self, *, refs: {})
    make_vote(voters=people)
    assert send_due() == 0
    assert send_due(timezone.now() + 2 * LEASE) == 0
    assert inbox.received == []


def test_no_reference_and_no_address_is_kept_for_the_mails(people):
    vote = make_vote(voters=people)
    kept = str(list(Mailing.objects.filter(member_vote=vote).values()))
    for person in people:
        assert person.email not in kept
