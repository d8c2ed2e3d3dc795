"""What some rows of a plan write, collected and then written table by table."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from members.domain.bulk import delete, insert, update
from members.domain.history import record_changes
from members.importing.difference import Difference
from members.importing.periods import Period
from members.models import (
    ChapterMembership,
    ExternalId,
    Member,
    MemberEmail,
    Membership,
    User,
    address_key,
)

# What a row has written, so that it can be undone:
# {"fields": {name: [old, new]}, "primary": [old key, new key], "removed_emails": [address],
#  "emails", "external_ids", "memberships", "joined": [primary key], "added_canceled": day,
#  "canceled", "left": [[primary key, day]], "digest": of all fields of a new member}
Written = dict[str, Any]

_FIELDS = {
    MemberEmail: ("member", "address", "key", "is_primary"),
    ExternalId: ("member", "system", "value"),
    Membership: ("member", "tier", "starts_on", "expires_on", "cancelled_on", "source"),
    ChapterMembership: ("member", "chapter", "starts_on"),
}


class Batch:
    """Take the differences, then flush. `on`: the day of the plan."""

    def __init__(self, *, on: date, at: datetime, actor: User | None, source: str):
        self.on = on
        self.at = at
        self.actor = actor
        self.source = source[:40]
        self.fields: dict[int, dict[str, Any]] = defaultdict(dict)
        # {model: rows}, and for each row the list of keys that its own comes into.
        self.inserts: dict[type, list[tuple]] = defaultdict(list)
        self.keys: dict[type, list[list[int]]] = defaultdict(list)
        self.primaries: dict[int, str] = {}
        self.removed_emails: list[int] = []
        self.cancels: list[tuple[int, Period, date, list]] = []
        self.left: dict[int, dict[str, Any]] = {}
        self.changes: list[tuple[int, dict[str, list[str]]]] = []

    def take(self, member: int, difference: Difference, written: Written, *, is_new: bool) -> None:
        """Collect what one row changes on a member; `written` is filled by `flush`."""
        if not is_new:
            self._take_fields(member, difference, written)
            self.changes.append((member, difference.shown))
        self._take_emails(member, difference, written, is_new=is_new)
        for system, value in difference.external_ids:
            self._insert(ExternalId, (member, system, value), "external_ids", written)
        if difference.add_period:
            period = difference.add_period
            days = (period.first, period.last, period.canceled)
            self._insert(Membership, (member, period.tier_id, *days, self.source), "memberships", written)
            if period.canceled:
                written["added_canceled"] = period.canceled.isoformat()
        for period, day in difference.cancel:
            self.cancels.append((member, period, day, written.setdefault("canceled", [])))
        for row, day in difference.leave:
            self.left[row.pk] = {"ends_on": day}
            written.setdefault("left", []).append([row.pk, day.isoformat()])
        for chapter in difference.join:
            self._insert(ChapterMembership, (member, chapter, self.on), "joined", written)

    def flush(self) -> None:
        update(Member, self.fields)
        delete(MemberEmail, self.removed_emails)
        if self.primaries:
            MemberEmail.objects.filter(member__in=self.primaries, is_primary=True).update(is_primary=False)
        for model, rows in self.inserts.items():
            for pk, keys in zip(insert(model, _FIELDS[model], rows), self.keys[model], strict=True):
                keys.append(pk)
        self._set_primaries()
        self._cancel()
        update(ChapterMembership, self.left)
        record_changes(at=self.at, actor=self.actor, source=self.source, changes=self.changes)

    def _take_fields(self, member: int, difference: Difference, written: Written) -> None:
        for name, (old, new) in difference.fields.items():
            self.fields[member][name] = new
            written.setdefault("fields", {})[name] = [old, new]

    def _take_emails(self, member: int, difference: Difference, written: Written, *, is_new: bool) -> None:
        for email in difference.remove_emails:
            self.removed_emails.append(email.pk)
            written.setdefault("removed_emails", []).append(email.address)
        for address in difference.add_emails:
            # Of a changed member, the row that had been the primary one gives way first.
            key = address_key(address)
            is_primary = is_new and key == difference.primary
            self._insert(MemberEmail, (member, address, key, is_primary), "emails", written)
        if difference.primary and not is_new:
            self.primaries[member] = difference.primary
            written["primary"] = [difference.old_primary, difference.primary]

    def _insert(self, model: type, row: tuple, name: str, written: Written) -> None:
        self.inserts[model].append(row)
        self.keys[model].append(written.setdefault(name, []))

    def _set_primaries(self) -> None:
        if self.primaries:
            emails = MemberEmail.objects.filter(member__in=self.primaries).values_list(
                "pk", "member_id", "key"
            )
            update(
                MemberEmail,
                {pk: {"is_primary": True} for pk, member, key in emails if self.primaries[member] == key},
            )

    def _cancel(self) -> None:
        ends = {}
        for member, period, day, canceled in self.cancels:
            pk = period.pk or _added_by_this_plan(member, period)
            ends[pk] = {"cancelled_on": day}
            canceled.append([pk, day.isoformat()])
        update(Membership, ends)


def _added_by_this_plan(member: int, period: Period) -> int:
    """A period that an earlier row of the same file has added."""
    return Membership.objects.values_list("pk", flat=True).get(
        member=member,
        tier=period.tier_id,
        starts_on=period.first,
        expires_on=period.last,
        cancelled_on=period.canceled,
    )
