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
from voting.domain.counting import check_selections, is_tracked
from voting.domain.errors import BallotRefused, NotEligible, NotOpen, TryAgain, VoteClosed
from voting.domain.locks import lock_for_casting
from voting.domain.manifest import manifest_of
from voting.domain.tracking import new_code, with_code
from voting.models import MemberVote, Participation, State, VoterRollEntry
from voting.models.member_vote import vote_ref


@dataclass(frozen=True)
class CastResult:
    """`stored`: this ballot counts now. False: an earlier one does, and this one was not kept."""

    stored: bool
    changed: bool = False
    # The tracking code the site drew for this ballot: known here and now, and nowhere afterwards.
    code: str = ""


def cast_ballot(
    *,
    member_vote_id: UUID,
    voter_ref: str,
    selections: Mapping[str, Any] | None = None,
    sealed: bytes | None = None,
    clock: Callable[[], datetime] = database_clock,
) -> CastResult:
    """Store one ballot, durably, before this returns.

    `selections`: a selection, or None, for each contest key; a vote with
    tracking codes gives this ballot a new one. `sealed`, instead: the ballot
    as the voter's browser has sealed it, tracking code and all, which nobody
    can check before the count. Repeating a cast is safe: the first ballot
    counts (a box that allows changes takes the last). Raises BallotRefused,
    NotOpen, VoteClosed, NotEligible or TryAgain; then nothing was stored.
    """
    if (selections is None) == (sealed is None):
        raise TypeError("Either selections or a sealed ballot.")
    try:
        # Durable: the answer goes out after the commit, never before.
        with transaction.atomic(durable=True):
            return _cast(member_vote_id, voter_ref, selections, sealed, clock)
    except OperationalError as error:
        raise TryAgain from error


def _cast(member_vote_id, voter_ref, selections, sealed, clock) -> CastResult:
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
    if selections is not None:
        contests = list(vote.contests.prefetch_related("choices"))
        try:
            check_selections(contests=contests, selections=dict(selections))
        except InvalidBallot as error:
            raise BallotRefused(str(error) or None) from None
    elif not vote.ballot_box.seals_in_browser:
        raise BallotRefused
    is_first = _record_participation(vote, voter_ref)
    if not is_first:
        if not vote.ballot_box.can_change:
            return CastResult(stored=False)
        _wait_for_own_changes(vote, voter_ref)
    try:
        code = _put(vote, voter_ref, selections, sealed)
    except InvalidBallot as error:
        raise BallotRefused(str(error) or None) from None
    return CastResult(stored=True, changed=not is_first, code=code)


def _put(vote: MemberVote, voter_ref: str, selections, sealed) -> str:
    """Put a ballot into the box; the tracking code it got on the way, or ""."""
    manifest = manifest_of(vote)
    ref = vote_ref(vote, manifest)
    if sealed is not None:
        vote.ballot_box.put_sealed(vote=ref, voter_ref=voter_ref, sealed=sealed)
        return ""
    code = new_code() if is_tracked(manifest) else ""
    ballot = with_code(selections=selections, code=code) if code else canonical_json(dict(selections))
    vote.ballot_box.put(vote=ref, voter_ref=voter_ref, ballot=ballot)
    return code


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
