"""What happens to a membership: it begins, is renewed, ends; a member is suspended, moves, has other mail.

A recorded period is never overwritten: it is canceled or ended from a day on, and what
follows is another row. So standing on any past day can be answered again. Every verb writes
the history of the member; `source` says which way it came (see `members.domain.history`).
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.domain.history import record_change
from members.models import (
    Chapter,
    ChapterMembership,
    Member,
    MemberEmail,
    Membership,
    MembershipTier,
    Suspension,
    User,
    address_key,
)

OFFICE = "office"


class MembershipError(Exception):
    """The family; `str(error)` is shown to the reader."""

    message = _("That did not work. Nothing was changed.")

    def __str__(self):
        return str(self.message)


class PeriodNegative(MembershipError):
    message = _("The last day is before the first day.")


class PeriodKnown(MembershipError):
    message = _("This very membership is on the roll already.")


class AlreadyCanceled(MembershipError):
    message = _("This membership was canceled already.")


class AlreadySuspended(MembershipError):
    message = _("The member is suspended at that time already.")


class NotSuspended(MembershipError):
    message = _("The member is not suspended on that day.")


class AlreadyInChapter(MembershipError):
    message = _("The member belongs to this chapter already.")


class NotInChapter(MembershipError):
    message = _("The member does not belong to this chapter.")


class AddressNotKnown(MembershipError):
    message = _("This is not one of the member's addresses.")


@transaction.atomic
def add_membership(
    *,
    member: Member,
    tier: MembershipTier,
    starts_on: date,
    expires_on: date | None,
    at: datetime,
    actor: User | None = None,
    source: str = OFFICE,
) -> Membership:
    """Record a period; a renewal too is a period of its own.

    `expires_on`: the last day paid; None has no end. Raises PeriodNegative, and PeriodKnown
    for a period that is there and counts.
    """
    _lock(member)
    if expires_on is not None and expires_on < starts_on:
        raise PeriodNegative
    same = Membership.objects.filter(
        member=member, tier=tier, starts_on=starts_on, expires_on=expires_on, cancelled_on=None
    )
    if same.exists():
        raise PeriodKnown
    row = Membership.objects.create(
        member=member, tier=tier, starts_on=starts_on, expires_on=expires_on, source=source[:40]
    )
    _record(member, at, actor, source, "membership", "", f"{tier.name}, {row}")
    return row


@transaction.atomic
def end_membership(
    *, membership: Membership, on: date, at: datetime, actor: User | None = None, source: str = OFFICE
) -> None:
    """From that day on the period does not count; the first day makes it one that never did.

    Raises AlreadyCanceled.
    """
    _lock(membership.member)
    day = max(on, membership.starts_on)
    if not Membership.objects.filter(pk=membership.pk, cancelled_on=None).update(cancelled_on=day):
        raise AlreadyCanceled
    membership.cancelled_on = day
    _record(membership.member, at, actor, source, "canceled", "", str(day))


@transaction.atomic
def suspend_member(
    *,
    member: Member,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    at: datetime,
    actor: User | None = None,
    source: str = OFFICE,
) -> Suspension:
    """Take the vote from a member for a time; `ends_on` is the last day, None until further notice.

    Raises PeriodNegative, AlreadySuspended.
    """
    _lock(member)
    if ends_on is not None and ends_on < starts_on:
        raise PeriodNegative
    for row in Suspension.objects.filter(member=member):
        if row.starts_on <= (ends_on or date.max) and starts_on <= (row.ends_on or date.max):
            raise AlreadySuspended
    row = Suspension.objects.create(member=member, starts_on=starts_on, ends_on=ends_on, reason=reason)
    _record(member, at, actor, source, "suspension", "", str(row))
    return row


@transaction.atomic
def lift_suspension(
    *, member: Member, on: date, at: datetime, actor: User | None = None, source: str = OFFICE
) -> None:
    """Give the vote back from that day on; the days before stay suspended.

    A suspension that begins that very day keeps its one day: it stays on record.
    Raises NotSuspended.
    """
    _lock(member)
    running = [
        row
        for row in Suspension.objects.filter(member=member, starts_on__lte=on)
        if row.ends_on is None or row.ends_on >= on
    ]
    if not running:
        raise NotSuspended
    for row in running:
        before, row.ends_on = str(row), max(row.starts_on, on - timedelta(days=1))
        row.save(update_fields=["ends_on"])
        _record(member, at, actor, source, "suspension", before, str(row))


@transaction.atomic
def join_chapter(
    *,
    member: Member,
    chapter: Chapter,
    on: date,
    at: datetime,
    actor: User | None = None,
    source: str = OFFICE,
) -> ChapterMembership:
    """The member belongs to the chapter from that day on. Other chapters stay. Raises AlreadyInChapter."""
    _lock(member)
    if _in_chapter(member, chapter, on).exists():
        raise AlreadyInChapter
    row = ChapterMembership.objects.create(member=member, chapter=chapter, starts_on=on)
    _record(member, at, actor, source, "chapter", "", chapter.name)
    return row


@transaction.atomic
def leave_chapter(
    *,
    member: Member,
    chapter: Chapter,
    on: date,
    at: datetime,
    actor: User | None = None,
    source: str = OFFICE,
) -> None:
    """That day is the first one without the chapter; who joined that very day keeps the one day.

    Raises NotInChapter.
    """
    _lock(member)
    row = _in_chapter(member, chapter, on).first()
    if row is None:
        raise NotInChapter
    row.ends_on = max(row.starts_on, on - timedelta(days=1))
    row.save(update_fields=["ends_on"])
    _record(member, at, actor, source, "chapter", chapter.name, "")


@transaction.atomic
def set_primary_address(
    *, member: Member, address: str, at: datetime, actor: User | None = None, source: str = OFFICE
) -> None:
    """Mail goes to this one of the member's addresses from now on. Raises AddressNotKnown."""
    _lock(member)
    emails = MemberEmail.objects.filter(member=member)
    chosen = emails.filter(key=address_key(address)).first()
    if chosen is None:
        raise AddressNotKnown
    before = emails.filter(is_primary=True).first()
    # One of them is the primary one at any moment.
    emails.filter(is_primary=True).exclude(pk=chosen.pk).update(is_primary=False)
    emails.filter(pk=chosen.pk).update(is_primary=True)
    _record(member, at, actor, source, "primary_email", before.address if before else "", chosen.address)


def _in_chapter(member: Member, chapter: Chapter, on: date):
    """The row that counts on that day and does not end with it."""
    return ChapterMembership.objects.filter(member=member, chapter=chapter, starts_on__lte=on).exclude(
        ends_on__lte=on
    )


def _lock(member: Member) -> None:
    """One change of a member at a time; SQLite has one writer anyway."""
    Member.objects.select_for_update().get(pk=member.pk)


def _record(member: Member, at: datetime, actor: User | None, source: str, field: str, old: str, new: str):
    record_change(member=member, at=at, actor=actor, source=source, changes={field: (old, new)})
