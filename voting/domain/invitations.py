"""The mails of a vote: that it is open, that it closes soon, and that its result is out.

What still has to be sent stands in the database from the moment the vote opens
or is published, in the same transaction; so neither a mail server that is down
nor a restart loses a mail, and no mail holds up a vote. The roll is cut into
batches by the numbers of its entries: who is in a batch is looked up when it
is sent, and no list of recipients is kept anywhere.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q

from voting.domain.errors import WrongState
from voting.domain.transitions import locked
from voting.models import Kind, Mailing, MemberVote, Participation, State, VoterRollEntry

_BATCH = 100
# How long one worker has a batch to itself before another one may go on with it.
LEASE = timedelta(minutes=10)
# An address that refuses for the moment is tried again so often.
MOST_TRIES = 6
_INVITATION, _REMINDER = Mailing.Kind.INVITATION, Mailing.Kind.REMINDER
# People who have not voted are reminded once, so long before the close; not in a vote that is short.
REMIND_BEFORE = timedelta(hours=24)
_TOO_SHORT = timedelta(hours=48)


def plan_mails(*, member_vote: MemberVote, kind: Mailing.Kind, at: datetime) -> int:
    """Note down that everybody on the roll gets a mail of this kind; how many batches that makes.

    Nobody is written to about a survey, or about a vote of the demo. For the
    transaction in which the vote opens or is published.
    """
    if member_vote.is_advisory or member_vote.is_demo:
        return 0
    return _plan(member_vote, kind, member_vote.roll.all(), at)


def plan_late_invitations(*, at: datetime) -> int:
    """As `plan_mails`, for people who came on the roll of an open vote afterwards."""
    latest = Mailing.objects.filter(kind=_INVITATION).values("member_vote").annotate(last=Max("last_entry"))
    batches = 0
    for row in latest:
        late = VoterRollEntry.objects.filter(member_vote=row["member_vote"], pk__gt=row["last"])
        if late.exists():
            vote = MemberVote.objects.get(pk=row["member_vote"])
            batches += _plan(vote, _INVITATION, late, at)
    return batches


def plan_reminders(*, at: datetime) -> int:
    """Note down, once for each vote that closes soon, that its roll is reminded; how many batches.

    Who has voted meanwhile is looked at when a mail is sent, and written down nowhere.
    """
    soon = MemberVote.objects.filter(
        state=State.OPEN, kind=Kind.DECISION, closes_at__gt=at, closes_at__lte=at + REMIND_BEFORE
    ).exclude(mailings__kind=_REMINDER)
    batches = 0
    for vote in soon.filter(opened_at__lte=F("closes_at") - _TOO_SHORT):
        with suppress(WrongState), transaction.atomic():
            vote = locked(vote, State.OPEN)
            if not vote.mailings.filter(kind=_REMINDER).exists():
                batches += plan_mails(member_vote=vote, kind=_REMINDER, at=at)
    return batches


def _plan(member_vote: MemberVote, kind: Mailing.Kind, entries, at: datetime) -> int:
    numbers = list(entries.order_by("pk").values_list("pk", flat=True))
    batches = [numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH)]
    Mailing.objects.bulk_create(
        Mailing(
            member_vote=member_vote,
            kind=kind,
            done_until=batch[0] - 1,
            last_entry=batch[-1],
            not_before=at,
        )
        for batch in batches
    )
    return len(batches)


def claim_due_mailings(*, at: datetime) -> Iterator[int]:
    """The numbers of the batches that are due; each is given to one caller, for the time of a lease.

    Batches that are done, or whose moment is over, are dropped on the way.
    """
    _drop_what_is_over()
    due = Mailing.objects.filter(not_before__lte=at, done_until__lt=F("last_entry"))
    for number in due.order_by("pk").values_list("pk", flat=True):
        if due.filter(pk=number).update(not_before=at + LEASE):
            yield number


def is_timely(mailing: Mailing, *, at: datetime) -> bool:
    """Whether these mails still say what is so."""
    vote = mailing.member_vote
    if mailing.kind in (_INVITATION, _REMINDER):
        return vote.state == State.OPEN and at < vote.closes_at
    return vote.state in (State.PUBLISHED, State.ARCHIVED)


def entries_to_write_to(mailing: Mailing) -> list[tuple[int, str]]:
    """(number of the roll entry, reference of the person) of everybody this batch has not reached yet.

    Nobody is reminded who has voted.
    """
    entries = VoterRollEntry.objects.filter(
        member_vote=mailing.member_vote_id, pk__gt=mailing.done_until, pk__lte=mailing.last_entry
    )
    if mailing.kind == _REMINDER:
        entries = entries.exclude(
            Exists(
                Participation.objects.filter(
                    member_vote=mailing.member_vote_id, voter_ref=OuterRef("voter_ref")
                )
            )
        )
    return list(entries.order_by("pk").values_list("pk", "voter_ref"))


def note_progress(*, mailing: Mailing, entry: int, at: datetime) -> bool:
    """Write down, before a mail goes out, that it does: so nobody gets it twice.

    False where another worker has taken the batch over meanwhile.
    """
    went_on = Mailing.objects.filter(pk=mailing.pk, done_until=mailing.done_until).update(
        done_until=entry, not_before=at + LEASE
    )
    mailing.done_until = entry if went_on else mailing.done_until
    return bool(went_on)


def take_back(*, mailing: Mailing, entry: int, at: datetime) -> None:
    """The mail of this entry did not go out, and no other will for now: the batch goes on later from here."""
    Mailing.objects.filter(pk=mailing.pk, done_until=entry).update(
        done_until=entry - 1, not_before=at + LEASE
    )


def try_again_later(*, mailing: Mailing, entry: int, at: datetime) -> bool:
    """Give one address a batch of its own, for later; False once it was tried often enough."""
    if mailing.tries + 1 >= MOST_TRIES:
        return False
    Mailing.objects.create(
        member_vote_id=mailing.member_vote_id,
        kind=mailing.kind,
        done_until=entry - 1,
        last_entry=entry,
        tries=mailing.tries + 1,
        not_before=at + LEASE,
    )
    return True


def finish(*, mailing: Mailing) -> None:
    """Nothing of this batch is left to be sent."""
    Mailing.objects.filter(pk=mailing.pk).update(done_until=F("last_entry"))


def _drop_what_is_over() -> None:
    """Done batches go; of an open vote the last one stays: it tells who came on the roll after it,
    and that people were reminded."""
    done = Q(done_until__gte=F("last_entry"))
    later = Mailing.objects.filter(
        member_vote=OuterRef("member_vote"), kind=OuterRef("kind"), last_entry__gt=OuterRef("last_entry")
    )
    is_needed = Q(kind__in=(_INVITATION, _REMINDER), member_vote__state=State.OPEN) & ~Exists(later)
    Mailing.objects.filter(done & ~is_needed).delete()
