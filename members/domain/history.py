"""The history of a member's entry: what was changed, when and by whom."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from members.domain.address_notices import tell_of_changed_addresses, tell_voters_of_changed_addresses
from members.domain.bulk import insert
from members.models import Member, MemberChange, User


def record_change(
    *, member: Member, at: datetime, actor: User | None, source: str, changes: Mapping[str, tuple[str, str]]
) -> MemberChange | None:
    """Write down that fields of a member's entry changed.

    `source`: `office`, `import:<run>`, `undo:<run>`, `api:<token>`, `correction` or
    `merge`. `changes`: {field: (old, new)}, both as text; a field that stayed as it
    was is left out, and where nothing is left nothing is written (None). The
    addresses of before are told when addresses change.
    """
    real = changed_only(changes)
    if not real:
        return None
    tell_of_changed_addresses(member=member, changes=real, at=at)
    return MemberChange.objects.create(member=member, at=at, actor=actor, source=source, changes=real)


def record_changes(
    *,
    at: datetime,
    actor: User | None,
    source: str,
    changes: Iterable[tuple[int, Mapping[str, tuple[str, str]]]],
) -> None:
    """The same for many members at once: (primary key, {field: (old, new)}) of each.

    Of addresses only those hear who can vote just now.
    """
    actor_id = actor.pk if actor else None
    rows = [
        (member, at, actor_id, source[:40], real)
        for member, fields in changes
        if (real := changed_only(fields))
    ]
    insert(MemberChange, ("member", "at", "actor", "source", "changes"), rows)
    tell_voters_of_changed_addresses(changes=[(row[0], row[4]) for row in rows], at=at)


def changed_only(changes: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """The fields whose old and new text differ."""
    return {field: [old, new] for field, (old, new) in changes.items() if old != new}
