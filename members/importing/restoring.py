"""What an import wrote on some members, held against what they have now, and put back."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from members.domain.bulk import delete, insert, update
from members.domain.history import record_changes
from members.importing.people import Person, digest_of, people_on_roll
from members.models import (
    ChapterMembership,
    ExternalId,
    ImportRow,
    ImportRun,
    Member,
    MemberChange,
    MemberEmail,
    Membership,
    User,
    address_key,
)
from voting.models import VoterRollEntry

# What a run may have written for a member, or writes about one; anything else that
# refers to a member came from somewhere else.
_OUR_RELATIONS = {
    "emails",
    "external_ids",
    "memberships",
    "chapter_memberships",
    "import_rows",
    "changes",
}


class Restorer:
    """Undoes rows of one run, the last one first; `flush` writes what was collected."""

    def __init__(self, *, run: ImportRun, rows: list[ImportRow], at: datetime, actor: User | None):
        self.run = run
        self.at = at
        self.actor = actor
        members = {row.member_id for row in rows if row.member_id}
        self.people: dict[int, Person] = people_on_roll(members)
        self.ids = _ids_of(members)
        self.later = set(
            ImportRow.objects.filter(
                member__in=members, run__state=ImportRun.State.APPLIED, run__pk__gt=run.pk
            )
            .exclude(written={})
            .values_list("member_id", flat=True)
        )
        new = [row.member_id for row in rows if row.outcome == ImportRow.Outcome.NEW]
        self.used = _in_use(new)
        self.fields: dict[int, dict[str, Any]] = {}
        self.memberships: dict[int, dict[str, Any]] = {}
        self.chapters: dict[int, dict[str, Any]] = {}
        self.primaries: dict[int, str] = {}
        self.emails: list[tuple[int, str, str, bool]] = []
        self.doomed: dict[type, list[int]] = defaultdict(list)
        self.members: list[int] = []
        self.changes: list[tuple[int, dict[str, list[str]]]] = []

    def label(self, row: ImportRow) -> str:
        person = self.people.get(row.member_id)
        return person.member_no if person else ""

    def why_not(self, row: ImportRow) -> str:
        """Why a row cannot be undone; "" where it can."""
        person = self.people.get(row.member_id)
        if person is None:
            return _("The member is no longer on the roll.")
        if person.target in self.later:
            return _("A later import changed this member. Undo that one first.")
        if row.outcome == ImportRow.Outcome.NEW:
            return self.used.get(person.target) or self._why_not_removed(row, person)
        return "" if self._is_as_written(row, person) else _changed_since()

    def remove(self, row: ImportRow) -> None:
        """Take the member off the roll, with all that the run wrote."""
        self.members.append(row.member_id)
        del self.people[row.member_id]

    def restore(self, row: ImportRow) -> None:
        """Give the member back what the row changed."""
        person, written = self.people[row.member_id], row.written
        for name, (old, _new) in written.get("fields", {}).items():
            self.fields.setdefault(person.target, {})[name] = old
            person.values[name] = old
        if "primary" in written:
            self.primaries[person.target] = written["primary"][0]
        self.emails += [
            (person.target, address, address_key(address), False)
            for address in written.get("removed_emails", ())
        ]
        self.memberships.update({pk: {"cancelled_on": None} for pk, _day in written.get("canceled", ())})
        self.chapters.update({pk: {"ends_on": None} for pk, _day in written.get("left", ())})
        for model, name in _DOOMED.items():
            self.doomed[model] += written.get(name, ())
        added, canceled = written.get("memberships", ()), dict(written.get("canceled", ()))
        person.periods = [
            replace(period, canceled=None if period.pk in canceled else period.canceled)
            for period in person.periods
            if period.pk not in added
        ]
        self.changes.append((person.target, {name: (new, old) for name, (old, new) in row.changes.items()}))

    def flush(self) -> None:
        update(Member, self.fields)
        MemberEmail.objects.filter(member__in=self.primaries, is_primary=True).update(is_primary=False)
        for model, pks in self.doomed.items():
            delete(model, pks)
        insert(MemberEmail, ("member", "address", "key", "is_primary"), self.emails)
        emails = MemberEmail.objects.filter(member__in=self.primaries)
        first = {
            pk: {"is_primary": True}
            for pk, member, key in emails.values_list("pk", "member_id", "key")
            if self.primaries[member] == key
        }
        update(MemberEmail, first)
        update(Membership, self.memberships)
        update(ChapterMembership, self.chapters)
        record_changes(at=self.at, actor=self.actor, source=f"undo:{self.run.pk}", changes=self.changes)
        remove_members(self.members)

    def _is_as_written(self, row: ImportRow, person: Person) -> bool:
        written = row.written
        periods = {period.pk: period.canceled for period in person.periods}
        chapters = {chapter.pk: chapter.last for chapter in person.chapters}
        keys = {email.pk for email in person.emails}
        old, new = written.get("primary", ("", ""))
        primary = person.primary.key if person.primary else ""
        removed = {address_key(address) for address in written.get("removed_emails", ())}
        return (
            all(person.values[name] == value for name, (_old, value) in written.get("fields", {}).items())
            and (not new or new == primary)
            and (not old or old in {*person.keys, *removed})
            and not removed & set(person.keys)
            and keys.issuperset(written.get("emails", ()))
            and self.ids[person.target].issuperset(written.get("external_ids", ()))
            and _all_are(periods, written.get("memberships", ()), _day(written.get("added_canceled")))
            and all(periods.get(pk) == _day(day) for pk, day in written.get("canceled", ()))
            and _all_are(chapters, written.get("joined", ()), None)
            and all(chapters.get(pk) == _day(day) for pk, day in written.get("left", ()))
        )

    def _why_not_removed(self, row: ImportRow, person: Person) -> str:
        written = row.written
        is_all_ours = (
            written.get("digest") == digest_of(person.values)
            and {email.pk for email in person.emails} == set(written.get("emails", ()))
            and self.ids[person.target] == set(written.get("external_ids", ()))
            and {period.pk for period in person.periods} == set(written.get("memberships", ()))
            and {chapter.pk for chapter in person.chapters} == set(written.get("joined", ()))
        )
        return "" if is_all_ours and self._is_as_written(row, person) else _changed_since()


_DOOMED = {
    MemberEmail: "emails",
    ExternalId: "external_ids",
    Membership: "memberships",
    ChapterMembership: "joined",
}


def remove_members(pks: list[int]) -> None:
    """Members without login, claims or votes; their rows of the roll go with them."""
    for model in (MemberEmail, ExternalId, Membership, ChapterMembership, MemberChange):
        rows = model._base_manager.filter(member__in=pks)
        # Nothing refers to these rows, and nobody has to be told about each.
        rows._raw_delete(rows.db)
    ImportRow.objects.filter(member__in=pks).update(member=None)
    delete(Member, pks)


def _all_are(found: dict[int, date | None], pks, value: date | None) -> bool:
    return all(pk in found and found[pk] == value for pk in pks)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _changed_since() -> str:
    return _("The member was changed since.")


def _ids_of(members: set[int]) -> dict[int, set[int]]:
    ids: dict[int, set[int]] = {member: set() for member in members}
    for pk, member in ExternalId.objects.filter(member__in=members).values_list("pk", "member_id"):
        ids[member].add(pk)
    return ids


def _in_use(members: list[int]) -> dict[int, str]:
    """{member: why it has to stay}: a login, a vote, or anything that did not come from this run."""
    why = {}
    for relation in Member._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        if relation.get_accessor_name() not in _OUR_RELATIONS:
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": members})
            why.update(dict.fromkeys(rows.values_list(relation.field.attname, flat=True), _changed_since()))
    # What imports and programs did is in runs of their own: see `later`.
    by_program = (
        Q(source__startswith="import:") | Q(source__startswith="undo:") | Q(source__startswith="api:")
    )
    changed = MemberChange.objects.filter(member__in=members).exclude(by_program)
    why.update(dict.fromkeys(changed.values_list("member_id", flat=True), _changed_since()))
    by_hand = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Member), object_id__in=map(str, members)
    )
    for member in by_hand.values_list("object_id", flat=True):
        why[int(member)] = _changed_since()
    refs = {str(ref): pk for pk, ref in Member.objects.filter(pk__in=members).values_list("pk", "ref")}
    for ref in VoterRollEntry.objects.filter(voter_ref__in=refs).values_list("voter_ref", flat=True):
        why[refs[ref]] = _("The member is on the roll of a vote.")
    for member in Member.objects.filter(pk__in=members).exclude(user=None).values_list("pk", flat=True):
        why[member] = _("The member has signed in.")
    return why
