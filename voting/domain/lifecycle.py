"""The life of a vote. Each step is one function; the clock is an argument; each step is logged."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from voting.domain.announcing import roll_problems
from voting.domain.appeal_settling import grant_to_whoever_is_on_the_roll, lapse_appeals
from voting.domain.counting import count_vote
from voting.domain.errors import CannotOpen, CountsDiffer, ReasonMissing, TooEarly, VotingError, WrongState
from voting.domain.invitations import plan_mails
from voting.domain.log import record
from voting.domain.manifest import manifest_of
from voting.domain.readiness import accepted_findings, opening_problems, waits_for
from voting.domain.roll import freeze_roll
from voting.domain.roll_changes import forget_roll_changes
from voting.domain.sealing_module import logged_when_opening
from voting.domain.transitions import can_move, locked, move_to
from voting.models import Kind, Mailing, MemberVote, State
from voting.models.member_vote import vote_ref
from voting.signals import result_published

logger = logging.getLogger("voting")

# Stored in English and translated when shown.
MISSED = gettext_noop("The site was not running while this vote should have been open.")
NOT_READY = gettext_noop("This vote could not open in time: not all that it needs was there.")


def open_vote(*, member_vote: MemberVote, at: datetime) -> MemberVote:
    """Freeze the roll and open. Raises TooEarly, TooFewVoters, CannotOpen, WrongState."""
    with transaction.atomic():
        vote = locked(member_vote, State.ANNOUNCED)
        if at < vote.opens_at:
            raise TooEarly
        found = opening_problems(member_vote=vote)
        if found:
            raise CannotOpen(found)
        roll = freeze_roll(member_vote=vote)
        grant_to_whoever_is_on_the_roll(locked_vote=vote, at=at)
        box, ref = vote.ballot_box, vote_ref(vote, manifest_of(vote))
        box.begin(vote=ref)
        vote.opened_at = at
        vote.save(update_fields=["opened_at"])
        accepted = accepted_findings(vote)
        record(
            member_vote=vote,
            at=at,
            kind="opened",
            payload={
                "roll": roll,
                **({"accepted": accepted} if accepted else {}),
                **logged_when_opening(vote),
                **box.opening_facts(vote=ref),
            },
        )
        plan_mails(member_vote=vote, kind=Mailing.Kind.INVITATION, at=at)
        return move_to(vote, State.OPEN)


def close_vote(*, member_vote: MemberVote, at: datetime) -> MemberVote:
    """Close a vote whose time is over. Raises TooEarly, CountsDiffer, WrongState."""
    with transaction.atomic():
        vote = locked(member_vote, State.OPEN)
        if at < vote.closes_at:
            raise TooEarly
        return _close(vote, at=at, kind="closed")


def close_early(*, vote: MemberVote, at: datetime, reason: str, actor) -> MemberVote:
    """Close a locked, open vote before its time; two tellers have agreed."""
    vote.public_reason = reason
    vote.save(update_fields=["public_reason"])
    return _close(vote, at=at, kind="closed_early", actor=actor, reason=reason)


def _close(vote: MemberVote, *, at: datetime, kind: str, actor=None, **payload) -> MemberVote:
    participated = vote.participations.count()
    stored = vote.ballot_box.stored(vote=vote_ref(vote, manifest_of(vote)))
    if participated != stored:
        raise CountsDiffer
    forget_roll_changes(locked_vote=vote)
    lapse_appeals(locked_vote=vote, at=at)
    vote.closed_at = at
    vote.save(update_fields=["closed_at"])
    record(
        member_vote=vote,
        at=at,
        kind=kind,
        actor=actor,
        payload={"participated": participated, "stored": stored, **payload},
    )
    return move_to(vote, State.CLOSED)


def publish_vote(*, member_vote: MemberVote, at: datetime, actor=None) -> MemberVote:
    """Make the certified result public. Raises TooEarly while objections may still come, WrongState."""
    with transaction.atomic():
        vote = locked(member_vote, State.CERTIFIED)
        if at < objections_end(vote):
            raise TooEarly
        return _publish(vote, at=at, actor=actor)


def publish_survey(*, member_vote: MemberVote, at: datetime) -> MemberVote:
    """Make the counted answers to a survey public: they decide nothing, so nobody certifies them.

    Raises WrongState.
    """
    with transaction.atomic():
        vote = locked(member_vote, State.COUNTED)
        if not vote.is_advisory:
            raise WrongState
        return _publish(vote, at=at)


def _publish(vote: MemberVote, *, at: datetime, actor=None) -> MemberVote:
    vote.published_at = at
    vote.save(update_fields=["published_at"])
    record(member_vote=vote, at=at, kind="published", actor=actor)
    published = move_to(vote, State.PUBLISHED)
    plan_mails(member_vote=vote, kind=Mailing.Kind.OUTCOME, at=at)
    # Inside the transaction: what other apps record of a result is
    # stored together with it, or not at all.
    result_published.send(sender=MemberVote, member_vote=published)
    return published


def archive_vote(*, member_vote: MemberVote, at: datetime, actor=None) -> MemberVote:
    """Put a published vote among the old ones; its result stays."""
    with transaction.atomic():
        vote = locked(member_vote, State.PUBLISHED)
        record(member_vote=vote, at=at, kind="archived", actor=actor)
        return move_to(vote, State.ARCHIVED)


def cancel_vote(*, member_vote: MemberVote, at: datetime, reason: str, actor=None) -> MemberVote:
    """Call off a vote that has not opened, or a survey that is open. Raises ReasonMissing, WrongState."""
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        vote = locked(member_vote, State.ANNOUNCED, State.OPEN)
        if not can_move(vote, State.CANCELLED):
            raise WrongState
        lapse_appeals(locked_vote=vote, at=at)
        vote.public_reason = reason
        vote.save(update_fields=["public_reason"])
        record(member_vote=vote, at=at, kind="cancelled", actor=actor, payload={"reason": reason})
        return move_to(vote, State.CANCELLED)


def void_vote(*, vote: MemberVote, at: datetime, reason: str, actor) -> MemberVote:
    """Declare a locked vote void; two tellers have agreed."""
    forget_roll_changes(locked_vote=vote)
    lapse_appeals(locked_vote=vote, at=at)
    vote.public_reason = reason
    vote.save(update_fields=["public_reason"])
    record(member_vote=vote, at=at, kind="voided", actor=actor, payload={"reason": reason})
    return move_to(vote, State.VOID)


def objections_end(vote: MemberVote) -> datetime:
    """When a certified result may be published and the secrets of its box are destroyed."""
    return vote.certified_at + timedelta(hours=vote.challenge_hours)


def destroy_secrets(*, member_vote: MemberVote, at: datetime) -> bool:
    """Destroy what could still open a sealed ballot, once objections have ended or the vote is off.

    False when that was done before. Raises TooEarly, WrongState.
    """
    with transaction.atomic():
        vote = locked(
            member_vote, State.CERTIFIED, State.PUBLISHED, State.ARCHIVED, State.CANCELLED, State.VOID
        )
        if vote.secrets_destroyed_at:
            return False
        if vote.certified_at and vote.state != State.VOID and at < objections_end(vote):
            raise TooEarly
        existed = vote.ballot_box.destroy_secrets(vote=vote_ref(vote, manifest_of(vote)))
        vote.secrets_destroyed_at = at
        vote.save(update_fields=["secrets_destroyed_at"])
        if existed:
            record(member_vote=vote, at=at, kind="secrets_destroyed")
        return True


def run_due(*, at: datetime) -> Iterator[tuple[MemberVote, str]]:
    """Do what is due at this moment; yields (vote, what was done).

    Safe to run twice and by several processes: each step locks its vote and
    looks again. A vote that cannot go on is logged and does not stop the
    others. After downtime over a vote's whole time the vote is canceled: a
    result of nobody having been able to vote would be false.
    """
    for vote in MemberVote.objects.filter(state=State.ANNOUNCED, opens_at__lte=at):
        if vote.closes_at <= at:
            yield from _try(vote, "cancelled", cancel_vote, at=at, reason=_why_it_never_opened(vote))
        else:
            yield from _try(vote, "opened", open_vote, at=at)
    for vote in MemberVote.objects.filter(state=State.OPEN, closes_at__lte=at):
        yield from _try(vote, "closed", close_vote, at=at)
    for vote in MemberVote.objects.filter(state=State.CLOSED):
        if waits_for(member_vote=vote):
            continue
        yield from _try(vote, "counted", count_vote, at=at)
    for vote in MemberVote.objects.filter(state=State.COUNTED, kind=Kind.ADVISORY):
        yield from _try(vote, "published", publish_survey, at=at)
    over = (State.CERTIFIED, State.PUBLISHED, State.ARCHIVED, State.CANCELLED, State.VOID)
    for vote in MemberVote.objects.filter(state__in=over, secrets_destroyed_at=None):
        if vote.certified_at and vote.state != State.VOID and at < objections_end(vote):
            continue
        yield from _try(vote, "secrets destroyed", destroy_secrets, at=at)


def _why_it_never_opened(vote: MemberVote) -> str:
    """For everybody to read: something still keeps the vote from opening, or nobody was there to open it."""
    electorate = vote.electorate_plugin
    lacks_people = electorate.is_missing or any(
        roll_problems(box=vote.ballot_box, electorate=electorate, cutoff=vote.standing_cutoff)
    )
    return NOT_READY if lacks_people or opening_problems(member_vote=vote) else MISSED


def _try(vote: MemberVote, done: str, step, **arguments) -> Iterator[tuple[MemberVote, str]]:
    try:
        taken = step(member_vote=vote, **arguments)
    except WrongState:
        # Another process took the step while this one waited for the lock.
        return
    except VotingError as error:
        logger.error("Vote %s could not be %s: %s", vote.pk, done, error)
    else:
        if taken:
            yield vote, done
