"""Casting a ballot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction

from voting.api import InvalidBallot
from voting.domain.canonical import canonical_json
from voting.domain.clock import database_clock
from voting.domain.counting import check_selections, is_tracked
from voting.domain.errors import BallotRefused, NotEligible, NotOpen, TryAgain, VoteClosed
from voting.domain.frozen import FrozenVote, frozen_vote
from voting.domain.locks import lock_for_casting
from voting.domain.tracking import new_code, with_code
from voting.models import MemberVote, Participation, State, VoterRollEntry


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
    vote = _frozen_if_open(member_vote_id, voter_ref, clock)
    box = vote.ballot_box
    if selections is not None:
        try:
            check_selections(asked=vote.asked, selections=dict(selections))
        except InvalidBallot as error:
            raise BallotRefused(str(error) or None) from None
    elif not box.seals_in_browser:
        raise BallotRefused
    is_first = _record_participation(member_vote_id, voter_ref)
    if not is_first:
        if not box.can_change:
            return CastResult(stored=False)
        _wait_for_own_changes(member_vote_id, voter_ref)
    try:
        code = _put(vote, voter_ref, selections, sealed)
    except InvalidBallot as error:
        raise BallotRefused(str(error) or None) from None
    return CastResult(stored=True, changed=not is_first, code=code)


def _put(vote: FrozenVote, voter_ref: str, selections, sealed) -> str:
    """Put a ballot into the box; the tracking code it got on the way, or ""."""
    if sealed is not None:
        vote.ballot_box.put_sealed(vote=vote.ref, voter_ref=voter_ref, sealed=sealed)
        return ""
    code = new_code() if is_tracked(vote.ref.manifest) else ""
    ballot = with_code(selections=selections, code=code) if code else canonical_json(dict(selections))
    vote.ballot_box.put(vote=vote.ref, voter_ref=voter_ref, ballot=ballot)
    return code


def _frozen_if_open(member_vote_id: UUID, voter_ref: str, clock) -> FrozenVote:
    """The vote, if this person may cast in it now: one statement, whatever the vote asks."""
    votes, roll = MemberVote._meta, VoterRollEntry._meta
    vote_id = votes.pk.get_db_prep_value(member_vote_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.state, v.closes_at, v.manifest_sha256, EXISTS (SELECT 1 FROM {roll.db_table} r "
            f"WHERE r.member_vote_id = v.id AND r.voter_ref = %s) FROM {votes.db_table} v WHERE v.id = %s",
            [voter_ref, vote_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotOpen
    state, closes_at, manifest_sha256, is_on_roll = row
    if state in (State.DRAFT, State.ANNOUNCED):
        raise NotOpen
    if state != State.OPEN or clock() >= _as_moment(closes_at):
        raise VoteClosed
    if not is_on_roll:
        raise NotEligible
    return frozen_vote(member_vote_id, bytes(manifest_sha256))


def _as_moment(value: datetime) -> datetime:
    """A stored moment; SQLite hands it out without the time zone, which is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _record_participation(member_vote_id: UUID, voter_ref: str) -> bool:
    """Whether this is the voter's first ballot.

    One statement that cannot fail on a repeat: an error would write who voted
    into the database server's log.
    """
    table = Participation._meta.db_table
    vote_id = Participation._meta.get_field("member_vote").get_db_prep_value(member_vote_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (member_vote_id, voter_ref) VALUES (%s, %s) ON CONFLICT DO NOTHING',
            [vote_id, voter_ref],
        )
        return cursor.rowcount == 1


def _wait_for_own_changes(member_vote_id: UUID, voter_ref: str) -> None:
    """One voter's changes follow each other: the box sees the ballot that the next one replaces."""
    Participation.objects.select_for_update().get(member_vote_id=member_vote_id, voter_ref=voter_ref)
