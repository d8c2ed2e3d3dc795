"""Casting a ballot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction

from core.prepared import prepared_cursor
from voting.api import InvalidBallot
from voting.domain.canonical import canonical_json
from voting.domain.clock import SQL_CLOCK, SQL_MOMENT
from voting.domain.counting import check_selections, is_tracked
from voting.domain.errors import BallotRefused, NotEligible, NotOpen, TryAgain, VoteClosed
from voting.domain.frozen import FrozenVote, frozen_vote
from voting.domain.locks import casting_lock
from voting.domain.tracking import new_code, with_code
from voting.models import MemberVote, Participation, State, VoterRollEntry
from voting.recording import FUNCTION, recording


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
    clock: Callable[[], datetime] | None = None,
) -> CastResult:
    """Store one ballot, durably, before this returns.

    `selections`: a selection, or None, for each contest key; a vote with
    tracking codes gives this ballot a new one. `sealed`, instead: the ballot
    as the voter's browser has sealed it, tracking code and all, which nobody
    can check before the count. Repeating a cast is safe: the first ballot
    counts (a box that allows changes takes the last). The database's own clock
    decides what is in time, unless another `clock` is given. Raises
    BallotRefused, NotOpen, VoteClosed, NotEligible or TryAgain; then nothing
    was stored.
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
    is_first, manifest_sha256 = _record_participation(member_vote_id, voter_ref, clock)
    vote = frozen_vote(member_vote_id, manifest_sha256)
    box = vote.ballot_box
    # From here on a refusal takes the participation back as well.
    if selections is not None:
        try:
            check_selections(asked=vote.asked, selections=dict(selections))
        except InvalidBallot as error:
            raise BallotRefused(str(error) or None) from None
    elif not box.seals_in_browser:
        raise BallotRefused
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


def _record_participation(member_vote_id: UUID, voter_ref: str, clock) -> tuple[bool, bytes]:
    """Whether this is the voter's first ballot, and the hash of the manifest it is cast under.

    From here to the end of the transaction the vote cannot be closed. Raises
    NotOpen, VoteClosed, NotEligible or TryAgain.
    """
    moment = clock and connection.ops.adapt_datetimefield_value(clock())
    vote_id = MemberVote._meta.pk.get_db_prep_value(member_vote_id, connection)
    recorded, explaining = _statements(connection.vendor)
    with prepared_cursor() as cursor:
        cursor.execute(recorded, [vote_id, voter_ref, moment, *casting_lock(member_vote_id)])
        row = cursor.fetchone()
        if row and row[0] is not None:
            return True, bytes(row[0])
        cursor.execute(explaining, [moment, voter_ref, voter_ref, vote_id])
        row = cursor.fetchone()
    return False, _why_not_recorded(row)


def _why_not_recorded(row) -> bytes:
    """The hash of the manifest, where the voter has cast before and still might; else raises why not."""
    if row is None:
        raise NotOpen
    state, is_in_time, is_on_roll, has_cast, manifest_sha256 = row
    if state in (State.DRAFT, State.ANNOUNCED):
        raise NotOpen
    if state != State.OPEN or not is_in_time:
        raise VoteClosed
    if not is_on_roll:
        raise NotEligible
    if not has_cast:
        # Only where the clock of the database went back in between.
        raise TryAgain
    return bytes(manifest_sha256)


@cache
def _statements(vendor: str) -> tuple[str, str]:
    """What records a participation, and what says why it did not."""
    votes, roll = MemberVote._meta.db_table, VoterRollEntry._meta.db_table
    participations = Participation._meta.db_table
    # The moment that was given, or else the database's own.
    now = f"coalesce({SQL_MOMENT[vendor]}, {SQL_CLOCK[vendor]})"
    if vendor == "postgresql":
        recorded = f"SELECT {FUNCTION}(%s, %s, {SQL_MOMENT[vendor]}, %s)"
    else:
        recorded = recording(vote="%s", voter="%s", now=now)
    of_voter = "x WHERE x.member_vote_id = v.id AND x.voter_ref = %s"
    explaining = (
        f"SELECT v.state, {now} < v.closes_at, EXISTS (SELECT 1 FROM {roll} {of_voter}), "
        f"EXISTS (SELECT 1 FROM {participations} {of_voter}), v.manifest_sha256 "
        f"FROM {votes} v WHERE v.id = %s"
    )
    return recorded, explaining


def _wait_for_own_changes(member_vote_id: UUID, voter_ref: str) -> None:
    """One voter's changes follow each other: the box sees the ballot that the next one replaces."""
    Participation.objects.select_for_update().get(member_vote_id=member_vote_id, voter_ref=voter_ref)
