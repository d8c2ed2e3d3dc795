"""The history of a member's entry: what was changed, when and by whom."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from members.models import Member, MemberChange, User


def record_change(
    *, member: Member, at: datetime, actor: User | None, source: str, changes: Mapping[str, tuple[str, str]]
) -> MemberChange | None:
    """Write down that fields of a member's entry changed.

    `source`: `office`, `import:<run>`, `undo:<run>`, `api:<token>`, `correction` or
    `merge`. `changes`: {field: (old, new)}, both as text; a field that stayed as it
    was is left out, and where nothing is left nothing is written (None).
    """
    real = changed_only(changes)
    if not real:
        return None
    return MemberChange.objects.create(member=member, at=at, actor=actor, source=source, changes=real)


def record_changes(
    *,
    at: datetime,
    actor: User | None,
    source: str,
    changes: Iterable[tuple[int, Mapping[str, tuple[str, str]]]],
) -> None:
    """The same for many members at once: (primary key, {field: (old, new)}) of each."""
    rows = [
        MemberChange(member_id=member, at=at, actor=actor, source=source, changes=real)
        for member, fields in changes
        if (real := changed_only(fields))
    ]
    MemberChange.objects.bulk_create(rows, batch_size=500)


def changed_only(changes: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """The fields whose old and new text differ."""
    return {field: [old, new] for field, (old, new) in changes.items() if old != new}
