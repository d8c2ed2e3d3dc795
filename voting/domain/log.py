"""The log of a vote: lines are only added, and each holds the hash of the one before."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.utils import timezone

from voting.domain.canonical import canonical_json, sha256
from voting.domain.checkpoints import SIGNED_AFTER, sign_log
from voting.models import AuditEvent, MemberVote, State

_START = bytes(32)
# What is written down with its day alone, whenever it happens.
_DAY_ONLY = frozenset(
    (
        "roll_add_asked",
        "roll_strike_asked",
        "roll_added",
        "roll_struck",
        "tellers_appointed",
        "appeal_made",
        "appeal_settled",
    )
)
_OPENING, _ENDING = "opened", ("closed", "closed_early", "voided", "cancelled")
# What has its minute even while people vote: everybody knows when a vote opens and closes.
_WITH_MINUTE = frozenset((_OPENING, "closed", "closed_early"))


def record(
    *, member_vote: MemberVote, at: datetime, kind: str, actor=None, payload: dict[str, Any] | None = None
) -> AuditEvent:
    """Add a line; the caller holds the lock of the vote. `actor`: who acted, None for the site itself.

    Where a minute could be set beside somebody's ballot, only the day is
    stored: the start of it, in the zone of the site. After the great steps
    the log is signed.
    """
    if is_day_only(kind=kind, while_open=member_vote.state == State.OPEN):
        zone = timezone.get_default_timezone()
        at = datetime.combine(timezone.localdate(at, zone), time(), tzinfo=zone)
    last = AuditEvent.objects.filter(member_vote=member_vote).order_by("-number").first()
    event = AuditEvent(
        member_vote=member_vote,
        number=last.number + 1 if last else 1,
        at=at.astimezone(UTC),
        kind=kind,
        actor=f"user:{actor.pk}" if actor else "",
        payload=payload or {},
        previous_hash=bytes(last.hash) if last else _START,
    )
    event.hash = _hash(event)
    event.save(force_insert=True)
    if kind in SIGNED_AFTER:
        sign_log(member_vote=member_vote)
    return event


def is_day_only(*, kind: str, while_open: bool) -> bool:
    """Whether the minute of such a line could betray an order of ballots."""
    return kind in _DAY_ONLY or (while_open and kind not in _WITH_MINUTE)


def with_precision(events: Iterable[AuditEvent]) -> Iterator[tuple[AuditEvent, bool]]:
    """(line, whether its day alone may be shown) of a whole log in order.

    Lines from before minutes were left out still have them in their hash.
    """
    is_open = False
    for event in events:
        yield event, is_day_only(kind=event.kind, while_open=is_open)
        if event.kind == _OPENING:
            is_open = True
        elif event.kind in _ENDING:
            is_open = False


def first_broken_line(member_vote: MemberVote) -> int | None:
    """The number of the first line that does not follow from the one before; None when all do."""
    return first_broken_of(member_vote.log.order_by("number"))


def first_broken_of(events: Iterable[AuditEvent]) -> int | None:
    """As `first_broken_line`, of a whole log that was read already."""
    previous = _START
    for number, event in enumerate(events, start=1):
        whole = (
            event.number == number
            and bytes(event.previous_hash) == previous
            and bytes(event.hash) == _hash(event)
        )
        if not whole:
            return number
        previous = bytes(event.hash)
    return None


def hashed_values(event: AuditEvent) -> dict[str, Any]:
    """What the hash of a line is about, besides the line before."""
    return {
        "vote": str(event.member_vote_id),
        "number": event.number,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "actor": event.actor,
        "payload": event.payload,
    }


def _hash(event: AuditEvent) -> bytes:
    return sha256(b"\x00" + bytes(event.previous_hash) + canonical_json(hashed_values(event)))
