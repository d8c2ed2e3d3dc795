"""Casting a ballot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction

from voting.api import InvalidBallot
from voting.domain.canonical import canonical_json
from voting.domain.clock import database_clock
from voting.domain.counting import check_selections
from voting.domain.errors import BallotRefused, NotEligible, NotOpen, TryAgain, VoteClosed
from voting.domain.locks import lock_for_casting
from voting.domain.manifest import manifest_of
from voting.models import MemberVote, Participation, State, VoterRollEntry
from voting.models.member_vote import vote_ref


@dataclass(frozen=True)
class CastResult:
    """`stored`: this ballot counts now. False: an earlier one does, and this one was not looked at."""

    stored: bool
    changed: bool = False


def cast_ballot(
    *,
    member_vote_id: UUID,
    voter_ref: str,
    selections: Mapping[str, Any],
    clock: Callable[[], datetime] = database_clock,
) -> CastResult:
    """Store one ballot, durably, before this returns.

    `selections`: a selection, or None, for each contest key. Repeating a cast
    is safe: the first ballot counts (a box that allows changes takes the
    last). Raises BallotRefused, NotOpen, VoteClosed, NotEligible or TryAgain;
    then nothing was stored.
    """
    try:
        # Durable: the answer goes out after the commit, never before.
        with transaction.atomic(durable=True):
            return _cast(member_vote_id, voter_ref, selections, clock)
    except OperationalError as error:
        raise TryAgain from error


def _cast(member_vote_id, voter_ref, selections, clock) -> CastResult:
    # The lock comes before the state is read: a cast that waited behind the
    # closing must see that the vote is closed.
    lock_for_casting(member_vote_id)
    vote = MemberVote.objects.get(pk=member_vote_id)
    now = clock()
    if vote.state in (State.DRAFT, State.ANNOUNCED):
        raise NotOpen
    if vote.state != State.OPEN or now >= vote.closes_at:
        raise VoteClosed
    if not VoterRollEntry.objects.filter(member_vote=vote, voter_ref=voter_ref).exists():
        raise NotEligible
    contests = list(vote.contests.prefetch_related("choices"))
    try:
        check_selections(contests=contests, selections=dict(selections))
    except InvalidBallot as error:
        raise BallotRefused(str(error) or None) from None
    is_first = _record_participation(vote, voter_ref)
    if not is_first:
        if not vote.ballot_box.can_change:
            return CastResult(stored=False)
        _wait_for_own_changes(vote, voter_ref)
    try:
        vote.ballot_box.put(
            vote=vote_ref(vote, manifest_of(vote)),
            voter_ref=voter_ref,
            ballot=canonical_json(dict(selections)),
        )
    except InvalidBallot as error:
        raise BallotRefused(str(error) or None) from None
    return CastResult(stored=True, changed=not is_first)


def _record_participation(vote: MemberVote, voter_ref: str) -> bool:
    """Whether this is the voter's first ballot.

    One statement that cannot fail on a repeat: an error would write who voted
    into the database server's log.
    """
    table = Participation._meta.db_table
    vote_id = Participation._meta.get_field("member_vote").get_db_prep_value(vote.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (member_vote_id, voter_ref) VALUES (%s, %s) ON CONFLICT DO NOTHING',
            [vote_id, voter_ref],
        )
        return cursor.rowcount == 1


def _wait_for_own_changes(vote: MemberVote, voter_ref: str) -> None:
    """One voter's changes follow each other: the box sees the ballot that the next one replaces."""
    Participation.objects.select_for_update().get(member_vote=vote, voter_ref=voter_ref)
