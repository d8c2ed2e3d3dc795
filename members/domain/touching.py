"""When anything about a member was last written, so that other programs can ask for what is new."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from members.models import (
    ChapterMembership,
    ExternalId,
    ImportRow,
    ImportRun,
    Member,
    MemberChange,
    MemberEmail,
    Membership,
    MergedRecord,
    Suspension,
)

_PARTS = (
    ChapterMembership,
    ExternalId,
    MemberChange,
    MemberEmail,
    Membership,
    MergedRecord,
    Suspension,
)


def touch_members(*, members: Iterable[int], at: datetime) -> None:
    """Note that these members (their keys) were written at that time. For writes in bulk: one row
    that is saved or deleted is noted by itself."""
    Member.objects.filter(pk__in=members).update(changed_at=at)


def connect() -> None:
    """Called once, when the apps are ready."""
    for part in _PARTS:
        post_save.connect(_touch_owner, sender=part, dispatch_uid=f"members.touch_{part.__name__}")
        post_delete.connect(_touch_owner, sender=part, dispatch_uid=f"members.touch_{part.__name__}")
    post_save.connect(_touch_member, sender=Member, dispatch_uid="members.touch_member")
    post_save.connect(_touch_imported, sender=ImportRun, dispatch_uid="members.touch_imported")


def _touch_owner(sender, instance, raw=False, **_signal):
    if not raw:
        touch_members(members=[instance.member_id], at=timezone.now())


def _touch_member(sender, instance, update_fields=None, raw=False, **_signal):
    """A whole member that is saved notes it itself."""
    if not raw and update_fields is not None and "changed_at" not in update_fields:
        touch_members(members=[instance.pk], at=timezone.now())


def _touch_imported(sender, instance, raw=False, **_signal):
    """Imports write in bulk; when they are done, or undone, the run is saved."""
    if not raw and instance.state in (ImportRun.State.APPLIED, ImportRun.State.UNDONE):
        written = instance.rows.filter(outcome__in=(ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED))
        touch_members(members=written.exclude(member=None).values("member"), at=timezone.now())
