"""An appeal from its making to its end, and what is kept of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories.voting import NOW, cast, make_survey, make_user, make_vote, make_voters
from tests.sample_plugin.electorate import GROUP
from tests.voting.appeals.scenes import appeal_of, ref_of, teller_of
from voting.domain.appeal_settling import KEPT_FOR, forget_old_appeals
from voting.domain.appeals import (
    LONGEST,
    MOST_PER_VOTE,
    accept_appeal,
    decline_appeal,
    forget_appeals_of,
    make_appeal,
    withdraw_appeal,
)
from voting.domain.certifying import agree_to, ask_for
from voting.domain.erasing import erase_voter
from voting.domain.errors import (
    AlreadyOnRoll,
    AnswerMissing,
    AppealEmpty,
    AppealSettled,
    AppealWaits,
    CannotAppeal,
    NobodyKnown,
    NotATeller,
    OwnAppeal,
    TooManyAppeals,
    WrongState,
)
from voting.domain.lifecycle import cancel_vote, close_vote, open_vote
from voting.domain.roll_changes import agree_to_roll_change, decline_roll_change
from voting.models import Appeal, State

pytestmark = pytest.mark.django_db

COMING = {
    "state": State.ANNOUNCED,
    "opens_at": NOW + timedelta(days=2),
    "closes_at": NOW + timedelta(days=9),
}


def accept(vote, appeal, *, number=0, reason="An error in the books."):
    return accept_appeal(
        member_vote=vote,
        appeal_id=appeal.pk,
        teller=teller_of(vote, number),
        reason=reason,
        at=timezone.now(),
    )


def decline(vote, appeal, *, number=0, reason="too_late", answer=""):
    return decline_appeal(
        member_vote=vote,
        appeal_id=appeal.pk,
        teller=teller_of(vote, number),
        reason=reason,
        answer=answer,
        at=timezone.now(),
    )


def agree(vote, request):
    return agree_to_roll_change(
        member_vote=vote, request_id=request.pk, teller=teller_of(vote, 1), at=timezone.now()
    )


def state_of(appeal):
    appeal.refresh_from_db()
    return appeal.state


def settled(vote):
    return [line.payload["how"] for line in vote.log.filter(kind="appeal_settled")]


def test_two_tellers_grant_an_appeal_and_the_person_votes(mailoutbox, django_capture_on_commit_callbacks):
    vote, late = make_vote(), make_user("late")
    appeal = appeal_of(vote, late)
    request = accept(vote, appeal)
    assert state_of(appeal) == Appeal.State.OPEN
    with django_capture_on_commit_callbacks(execute=True):
        agree(vote, request)
    assert state_of(appeal) == Appeal.State.ADDED
    assert cast(vote, late, {"race": "a"}).stored
    [mail] = mailoutbox
    assert mail.to == [late.email] and "You are on the roll, and you can vote now:" in mail.body


def test_tellers_are_told_that_an_appeal_waits_and_not_whose(mailoutbox, django_capture_on_commit_callbacks):
    vote, late = make_vote(title="Whom we endorse"), make_user("late")
    with django_capture_on_commit_callbacks(execute=True):
        appeal_of(vote, late, text="My aunt paid.")
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(each.email for each in vote.tellers.all())
    assert mailoutbox[0].subject == "An appeal waits: Whom we endorse"
    words = mailoutbox[0].body
    assert f"/desk/{vote.pk}/appeals/" in words
    assert "aunt" not in words and late.name not in words and late.email not in words


def test_when_the_other_teller_does_not_agree_the_appeal_waits_again():
    vote = make_vote()
    appeal = appeal_of(vote)
    request = accept(vote, appeal)
    decline_roll_change(member_vote=vote, request_id=request.pk, teller=teller_of(vote, 1))
    assert state_of(appeal) == Appeal.State.OPEN
    assert decline(vote, appeal).state == Appeal.State.DECLINED


def test_declined_appeal_has_a_reason_and_the_mail_does_not(mailoutbox, django_capture_on_commit_callbacks):
    vote, late = make_vote(), make_user("late")
    appeal = appeal_of(vote, late)
    with django_capture_on_commit_callbacks(execute=True):
        decline(vote, appeal, reason="other", answer="Your check bounced.")
    [mail] = mailoutbox
    assert mail.to == [late.email] and f"/ballot/{vote.pk}/appeal/" in mail.body
    assert "check bounced" not in mail.body and "I paid in time" not in mail.body


@pytest.mark.parametrize(("reason", "answer"), [("", "No."), ("unheard_of", "No."), ("other", "  ")])
def test_nobody_is_declined_without_a_reason(reason, answer):
    vote = make_vote()
    appeal = appeal_of(vote)
    with pytest.raises(AnswerMissing):
        decline(vote, appeal, reason=reason, answer=answer)
    assert state_of(appeal) == Appeal.State.OPEN


def test_log_has_that_somebody_appealed_and_never_who_or_why():
    vote, late = make_vote(), make_user("late")
    decline(vote, appeal_of(vote, late, text="My aunt paid."), reason="other", answer="She did not.")
    lines = list(vote.log.filter(kind__startswith="appeal"))
    assert [(line.kind, line.payload) for line in lines] == [
        ("appeal_made", {}),
        ("appeal_settled", {"how": "declined"}),
    ]
    assert lines[0].actor == ""
    # The minute could be set beside the minute of somebody's visit.
    assert {timezone.localtime(line.at).time().isoformat() for line in lines} == {"00:00:00"}


def test_own_appeal_is_taken_back_and_made_once_more_at_most():
    vote, late = make_vote(), make_user("late")
    for _time in range(MOST_PER_VOTE):
        appeal_of(vote, late)
        with pytest.raises(AppealWaits):
            appeal_of(vote, late)
        withdraw_appeal(member_vote=vote, voter_ref=ref_of(late), at=timezone.now())
    with pytest.raises(TooManyAppeals):
        appeal_of(vote, late)
    with pytest.raises(AppealSettled):
        withdraw_appeal(member_vote=vote, voter_ref=ref_of(late), at=timezone.now())
    assert settled(vote) == ["withdrawn"] * MOST_PER_VOTE


def test_whoever_is_on_the_roll_has_nothing_to_appeal_against():
    people = make_voters(5)
    vote = make_vote(voters=people)
    with pytest.raises(AlreadyOnRoll):
        appeal_of(vote, people[0])


def test_somebody_whom_the_electorate_does_not_know_is_found_first():
    vote = make_vote()
    with pytest.raises(NobodyKnown):
        make_appeal(member_vote=vote, voter_ref=None, text="I paid.", at=timezone.now())


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_appeal_says_something(text):
    with pytest.raises(AppealEmpty):
        appeal_of(make_vote(), text=text)


def test_an_appeal_is_no_book():
    assert len(appeal_of(make_vote(), text="x" * 5000).text) == LONGEST


@pytest.mark.parametrize("state", [State.CLOSED, State.COUNTED, State.PUBLISHED])
def test_nobody_appeals_once_the_roll_can_no_longer_change(state):
    with pytest.raises(WrongState):
        appeal_of(make_vote(state=state))


def test_nobody_appeals_after_the_closing_time_or_to_a_survey():
    vote = make_vote()
    with pytest.raises(CannotAppeal):
        appeal_of(vote, at=vote.closes_at)
    with pytest.raises(CannotAppeal):
        appeal_of(make_survey())


def test_appeal_closes_with_its_vote(mailoutbox, django_capture_on_commit_callbacks):
    vote = make_vote()
    appeal = appeal_of(vote)
    with django_capture_on_commit_callbacks(execute=True):
        close_vote(member_vote=vote, at=vote.closes_at)
    assert state_of(appeal) == Appeal.State.UNANSWERED
    assert settled(vote) == ["unanswered"]
    assert [mail.subject for mail in mailoutbox] == [f"Your appeal: {vote.page.title}"]


def test_appeal_closes_with_a_vote_that_is_called_off_or_void():
    coming = make_vote(**COMING)
    first = appeal_of(coming)
    cancel_vote(member_vote=coming, at=NOW, reason="Rain.")
    vote = make_vote()
    second = appeal_of(vote)
    ask_for(member_vote=vote, kind="void", teller=teller_of(vote), reason="Rain.", at=NOW)
    agree_to(member_vote=vote, kind="void", teller=teller_of(vote, 1), at=NOW)
    assert {state_of(first), state_of(second)} == {Appeal.State.UNANSWERED}


def test_whoever_is_on_the_roll_when_it_is_frozen_needs_no_teller():
    make_voters(5)
    vote, late, never = make_vote(**COMING), make_user("late"), make_user("never")
    granted, waiting = appeal_of(vote, late), appeal_of(vote, never)
    late.groups.add(make_voters(1)[0].groups.get(name=GROUP))
    open_vote(member_vote=vote, at=vote.opens_at)
    assert (state_of(granted), state_of(waiting)) == (Appeal.State.ADDED, Appeal.State.OPEN)


def test_there_is_nothing_to_put_anybody_on_before_the_vote_opens():
    vote = make_vote(**COMING)
    appeal = appeal_of(vote)
    with pytest.raises(WrongState):
        accept(vote, appeal)
    assert decline(vote, appeal).state == Appeal.State.DECLINED


def test_only_a_teller_of_the_vote_answers_and_never_the_own_appeal():
    vote = make_vote()
    appeal, own = appeal_of(vote), appeal_of(vote, teller_of(vote))
    other = make_vote()
    for answer in (accept, decline):
        with pytest.raises(OwnAppeal):
            answer(vote, own)
        with pytest.raises(AppealSettled):
            answer(other, appeal)
    with pytest.raises(NotATeller):
        decline_appeal(
            member_vote=vote,
            appeal_id=appeal.pk,
            teller=teller_of(other),
            reason="records",
            answer="",
            at=timezone.now(),
        )
    assert decline(vote, own, number=1).state == Appeal.State.DECLINED


def test_an_answer_is_given_once():
    vote = make_vote()
    appeal = appeal_of(vote)
    decline(vote, appeal)
    for answer in (accept, decline):
        with pytest.raises(AppealSettled):
            answer(vote, appeal)


def test_what_was_written_goes_once_the_vote_is_over_for_good():
    vote = make_vote()
    appeal_of(vote)
    close_vote(member_vote=vote, at=vote.closes_at)
    assert forget_old_appeals(at=NOW + timedelta(days=900)) == 0
    vote.refresh_from_db()
    vote.state, vote.published_at = State.PUBLISHED, NOW
    vote.save()
    assert forget_old_appeals(at=NOW + KEPT_FOR - timedelta(hours=1)) == 0
    assert forget_old_appeals(at=NOW + KEPT_FOR) == 1
    assert vote.log.filter(kind="appeal_made").exists()


def test_old_appeals_go_with_the_run_of_the_votes():
    vote = make_vote(**COMING)
    appeal_of(vote)
    cancel_vote(member_vote=vote, at=NOW - KEPT_FOR - timedelta(days=9), reason="Rain.")
    call_command("run_votes")
    assert not Appeal.objects.exists()


def test_what_somebody_wrote_goes_with_the_person():
    vote, late, other = make_vote(), make_user("late"), make_user("other")
    appeal_of(vote, late)
    appeal_of(vote, other)
    forget_appeals_of(voter_ref=ref_of(late), at=timezone.now())
    assert settled(vote) == ["withdrawn"]
    erase_voter(voter_ref=ref_of(other), at=timezone.now())
    assert not Appeal.objects.exists()
