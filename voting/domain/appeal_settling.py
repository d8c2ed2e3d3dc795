"""How an appeal ends when something else happens: to the roll, to the vote, or to the person."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from voting.domain.erasing import is_settled
from voting.domain.log import record
from voting.models import Appeal, MemberVote, VoterRollEntry
from voting.signals import appeal_answered

# How long somebody can still read an answer once nobody may object to the vote any more.
KEPT_FOR = timedelta(days=30)


def settle(
    *, appeal: Appeal, state: Appeal.State, at: datetime, teller=None, reason: str = "", answer: str = ""
) -> None:
    """End an open appeal of a locked vote, log that (not whose it was), and have the person told."""
    appeal.state = state
    appeal.settled_on = timezone.localdate(at)
    appeal.answered_by = teller
    appeal.reason = reason
    appeal.answer = answer
    appeal.save(update_fields=["state", "settled_on", "answered_by", "reason", "answer"])
    record(
        member_vote=appeal.member_vote,
        at=at,
        kind="appeal_settled",
        actor=teller,
        payload={"how": str(state.value)},
    )
    if state != Appeal.State.WITHDRAWN:
        # After the commit: nobody is told of an answer that was rolled back.
        transaction.on_commit(lambda: appeal_answered.send(sender=Appeal, appeal=appeal))


def grant_to_whoever_is_on_the_roll(*, locked_vote: MemberVote, at: datetime, teller=None) -> int:
    """Settle the open appeals of people who are on the roll by now; how many.

    Called when the roll is frozen, and when it has been changed.
    """
    on_roll = VoterRollEntry.objects.filter(member_vote=locked_vote, voter_ref=OuterRef("voter_ref"))
    granted = [*_of(locked_vote, locked_vote.appeals.filter(Exists(on_roll), state=Appeal.State.OPEN))]
    for appeal in granted:
        settle(appeal=appeal, state=Appeal.State.ADDED, at=at, teller=teller)
    return len(granted)


def lapse_appeals(*, locked_vote: MemberVote, at: datetime) -> int:
    """Settle what nobody answered: the roll can no longer be changed. How many there were."""
    left = [*_of(locked_vote, locked_vote.appeals.filter(state=Appeal.State.OPEN))]
    for appeal in left:
        settle(appeal=appeal, state=Appeal.State.UNANSWERED, at=at)
    return len(left)


def _of(vote: MemberVote, appeals) -> Iterator[Appeal]:
    for appeal in appeals:
        appeal.member_vote = vote
        yield appeal


def forget_old_appeals(*, at: datetime) -> int:
    """Remove what was written about votes that are over for good; how many appeals."""
    forgotten = 0
    for vote in MemberVote.objects.filter(appeals__isnull=False).distinct():
        over = vote.published_at
        if over is not None and over + KEPT_FOR <= at or over is None and is_settled(vote, at=at - KEPT_FOR):
            forgotten += vote.appeals.all().delete()[0]
    return forgotten
