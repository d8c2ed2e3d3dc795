"""Appeals against not being on a roll: made by the person, answered by the tellers of the vote.

An appeal is about the roll alone and never about a choice. Whoever is put on
the roll is put there by two tellers, as everybody else who comes on it late
(`voting.domain.roll_changes`).
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voting.domain.appeal_settling import settle
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
from voting.domain.log import record
from voting.domain.roll_changes import ADD, ask_for_roll_change
from voting.domain.transitions import locked
from voting.models import Appeal, MemberVote, Participation, State, TwoPersonRequest, VoterRollEntry
from voting.signals import appeal_made

MOST_PER_VOTE = 2
LONGEST = 1000
APPEALABLE = (State.ANNOUNCED, State.OPEN)


def can_appeal(*, member_vote: MemberVote, status_kind: str, at: datetime) -> bool:
    """Whether a vote takes appeals from somebody with this `VoterStatus.kind`.

    Surveys have no tellers, and whoever may vote has nothing to appeal against.
    """
    return (
        status_kind == "excluded"
        and member_vote.state in APPEALABLE
        and at < member_vote.closes_at
        and not member_vote.is_advisory
        and not member_vote.electorate_plugin.is_missing
    )


def make_appeal(*, member_vote: MemberVote, voter_ref: str | None, text: str, at: datetime) -> Appeal:
    """Ask the tellers of a vote to look again.

    `voter_ref`: how the electorate names the person, None for somebody it does
    not know. `text`: for the tellers alone, up to LONGEST letters.
    Raises AppealEmpty, NobodyKnown,
    AlreadyOnRoll, AppealWaits, TooManyAppeals, CannotAppeal, WrongState.
    """
    text = text.strip()[:LONGEST]
    if not text:
        raise AppealEmpty
    with transaction.atomic():
        vote = locked(member_vote, *APPEALABLE)
        if not can_appeal(member_vote=vote, status_kind="excluded", at=at):
            raise CannotAppeal
        if voter_ref is None:
            raise NobodyKnown
        _check_not_on_roll(vote, voter_ref)
        earlier = list(vote.appeals.filter(voter_ref=voter_ref))
        if any(appeal.state == Appeal.State.OPEN for appeal in earlier):
            raise AppealWaits
        if len(earlier) >= MOST_PER_VOTE:
            raise TooManyAppeals
        appeal = Appeal.objects.create(
            member_vote=vote, voter_ref=voter_ref, text=text, made_on=timezone.localdate(at)
        )
        record(member_vote=vote, at=at, kind="appeal_made")
        transaction.on_commit(lambda: appeal_made.send(sender=Appeal, appeal=appeal))
        return appeal


def withdraw_appeal(*, member_vote: MemberVote, voter_ref: str | None, at: datetime) -> None:
    """Take one's own open appeal back. Raises AppealSettled, WrongState."""
    with transaction.atomic():
        vote = locked(member_vote, *APPEALABLE)
        appeal = vote.appeals.filter(voter_ref=voter_ref, state=Appeal.State.OPEN).first()
        if appeal is None:
            raise AppealSettled
        appeal.member_vote = vote
        settle(appeal=appeal, state=Appeal.State.WITHDRAWN, at=at)


def decline_appeal(
    *, member_vote: MemberVote, appeal_id: int, teller, reason: str, answer: str, at: datetime
) -> Appeal:
    """Say no, and why. `reason`: an `Appeal.Reason`; `answer`: more, for the member alone.

    Where the reason is another one, the answer must say it. Raises NotATeller,
    OwnAppeal, AppealSettled, AnswerMissing, WrongState.
    """
    answer = answer.strip()[:LONGEST]
    if reason not in Appeal.Reason.values or (reason == Appeal.Reason.OTHER and not answer):
        raise AnswerMissing
    with transaction.atomic():
        vote = locked(member_vote, *APPEALABLE)
        appeal = _appeal_for(vote, appeal_id, teller)
        settle(appeal=appeal, state=Appeal.State.DECLINED, at=at, teller=teller, reason=reason, answer=answer)
        return appeal


def accept_appeal(
    *, member_vote: MemberVote, appeal_id: int, teller, reason: str, at: datetime
) -> TwoPersonRequest:
    """Ask another teller to add this person to the roll; when that one agrees, the appeal is granted.

    `reason`: members read it. Raises NotATeller, OwnAppeal, AppealSettled,
    WrongState (the roll is not frozen yet), and what `ask_for_roll_change` raises.
    """
    with transaction.atomic():
        vote = locked(member_vote, State.OPEN)
        appeal = _appeal_for(vote, appeal_id, teller)
        return ask_for_roll_change(
            member_vote=vote, kind=ADD, voter_ref=appeal.voter_ref, teller=teller, reason=reason, at=at
        )


def forget_appeals_of(*, voter_ref: str, at: datetime) -> None:
    """Remove what somebody wrote; what still waits is taken back first."""
    waiting = Appeal.objects.filter(voter_ref=voter_ref, state=Appeal.State.OPEN)
    for appeal in waiting.select_related("member_vote"):
        with suppress(AppealSettled, WrongState):
            withdraw_appeal(member_vote=appeal.member_vote, voter_ref=voter_ref, at=at)
    Appeal.objects.filter(voter_ref=voter_ref).delete()


def _appeal_for(vote: MemberVote, appeal_id: int, teller) -> Appeal:
    """An open appeal that this teller may answer."""
    if not vote.tellers.filter(pk=teller.pk).exists():
        raise NotATeller
    appeal = vote.appeals.filter(pk=appeal_id).first()
    if appeal is None or appeal.state != Appeal.State.OPEN:
        raise AppealSettled
    if appeal.voter_ref == vote.electorate_plugin.ref_for(user=teller):
        raise OwnAppeal
    appeal.member_vote = vote
    return appeal


def _check_not_on_roll(vote: MemberVote, ref: str) -> None:
    on_roll = VoterRollEntry.objects.filter(member_vote=vote, voter_ref=ref).exists()
    if on_roll or Participation.objects.filter(member_vote=vote, voter_ref=ref).exists():
        raise AlreadyOnRoll(_("You are on the roll of this vote already."))
