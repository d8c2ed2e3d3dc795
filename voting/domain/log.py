"""The log of a vote: lines are only added, and each holds the hash of the one before."""

from datetime import datetime
from typing import Any

from voting.domain.canonical import canonical_json, sha256
from voting.models import AuditEvent, MemberVote

_START = bytes(32)


def record(
    *, member_vote: MemberVote, at: datetime, kind: str, actor=None, payload: dict[str, Any] | None = None
) -> AuditEvent:
    """Add a line; the caller holds the lock of the vote. `actor`: who acted, None for the site itself."""
    last = AuditEvent.objects.filter(member_vote=member_vote).order_by("-number").first()
    event = AuditEvent(
        member_vote=member_vote,
        number=last.number + 1 if last else 1,
        at=at,
        kind=kind,
        actor=f"user:{actor.pk}" if actor else "",
        payload=payload or {},
        previous_hash=bytes(last.hash) if last else _START,
    )
    event.hash = _hash(event)
    event.save(force_insert=True)
    return event


def first_broken_line(member_vote: MemberVote) -> int | None:
    """The number of the first line that does not follow from the one before; None when all do."""
    previous = _START
    for number, event in enumerate(member_vote.log.order_by("number"), start=1):
        whole = (
            event.number == number
            and bytes(event.previous_hash) == previous
            and bytes(event.hash) == _hash(event)
        )
        if not whole:
            return number
        previous = bytes(event.hash)
    return None


def _hash(event: AuditEvent) -> bytes:
    content = {
        "vote": str(event.member_vote_id),
        "number": event.number,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "actor": event.actor,
        "payload": event.payload,
    }
    return sha256(b"\x00" + bytes(event.previous_hash) + canonical_json(content))
