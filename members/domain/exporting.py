"""Taking members out of the site as a table: for those who may, and never without a record of it."""

import csv
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.domain.cells import printable, safe_cell
from members.domain.errors import PurposeMissing, UnknownColumn
from members.domain.standing import standing_of
from members.models import (
    Chapter,
    ChapterMembership,
    ExternalId,
    Member,
    MemberEmail,
    MemberExport,
    Membership,
    MembershipTier,
    Suspension,
)

logger = logging.getLogger(__name__)

CSV, XLSX = "csv", "xlsx"
# How many members are in memory at a time.
_AT_A_TIME = 500
_RELATIONS = {
    "emails": MemberEmail,
    "memberships": Membership,
    "suspensions": Suspension,
    "chapter_memberships": ChapterMembership,
    "external_ids": ExternalId,
}
_BOM = "\ufeff"


class _Rows(list):
    """What belongs to one member, read as a relation is read."""

    def all(self) -> "_Rows":
        return self


@dataclass(frozen=True)
class _Person:
    """A member with what belongs to her, fetched for many at a time.

    Prefetching makes a query set for each relation of each member, which takes
    most of the time of an export.
    """

    member: Member
    emails: _Rows = field(default_factory=_Rows)
    memberships: _Rows = field(default_factory=_Rows)
    suspensions: _Rows = field(default_factory=_Rows)
    chapter_memberships: _Rows = field(default_factory=_Rows)
    external_ids: _Rows = field(default_factory=_Rows)


@dataclass(frozen=True)
class ExportColumn:
    """`key`: the heading in the file, which an import knows again. `text`: of a person, as of a day."""

    key: str
    label: str
    text: Callable[[_Person, date], str]


def _field(name: str) -> Callable[[_Person, date], str]:
    return lambda person, on: str(getattr(person.member, name))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _email(person: _Person, on: date) -> str:
    return next((email.address for email in person.emails if email.is_primary), "")


def _other_emails(person: _Person, on: date) -> str:
    return " ".join(email.address for email in person.emails if not email.is_primary)


def _chapters(person: _Person, on: date) -> str:
    codes = {
        row.chapter.code
        for row in person.chapter_memberships
        if row.starts_on <= on and (not row.ends_on or on <= row.ends_on)
    }
    return " ".join(sorted(codes))


def _external_ids(person: _Person, on: date) -> str:
    return " ".join(sorted(f"{row.system}:{row.value}" for row in person.external_ids))


def _latest_membership(person: _Person, on: date) -> Membership | None:
    """The period that covers the day, else the last one; a canceled one only where there is no other."""
    rows = person.memberships
    valid = [row for row in rows if not row.cancelled_on or row.cancelled_on > on]
    begun = [row for row in valid if row.starts_on <= on]
    # The longest paid of those that have begun.
    return max(begun or valid or rows, key=lambda row: (row.expires_on or date.max, row.pk), default=None)


def _of_membership(value: Callable[[Membership], str]) -> Callable[[_Person, date], str]:
    def text(person: _Person, on: date) -> str:
        row = _latest_membership(person, on)
        return value(row) if row else ""

    return text


COLUMNS = {
    column.key: column
    for column in (
        ExportColumn("member_no", _("Member number"), _field("member_no")),
        ExportColumn("first_name", _("First name"), _field("first_name")),
        ExportColumn("last_name", _("Last name"), _field("last_name")),
        ExportColumn("display_name", _("Name to show"), _field("display_name")),
        ExportColumn("email", _("E-mail address"), _email),
        ExportColumn("other_emails", _("Other e-mail addresses"), _other_emails),
        ExportColumn("phone", _("Phone"), _field("phone")),
        ExportColumn("street", _("Street"), _field("street")),
        ExportColumn("postal_code", _("ZIP code"), _field("postal_code")),
        ExportColumn("town", _("Town"), _field("town")),
        ExportColumn("language", _("Language"), _field("language")),
        ExportColumn(
            "do_not_contact",
            _("Do not contact"),
            lambda person, on: "yes" if person.member.do_not_contact else "no",
        ),
        ExportColumn("standing", _("Standing"), lambda person, on: standing_of(person, on).status),
        ExportColumn("tier", _("Kind of membership"), _of_membership(lambda row: row.tier.code)),
        ExportColumn("starts_on", _("First day"), _of_membership(lambda row: _day(row.starts_on))),
        ExportColumn("expires_on", _("Last day paid"), _of_membership(lambda row: _day(row.expires_on))),
        ExportColumn("cancelled_on", _("Canceled on"), _of_membership(lambda row: _day(row.cancelled_on))),
        ExportColumn("chapters", _("Chapters"), _chapters),
        ExportColumn("external_ids", _("Numbers elsewhere"), _external_ids),
    )
}


def record_export(
    *,
    members: QuerySet[Member],
    form: str,
    columns: Sequence[str],
    filters: Mapping[str, str],
    purpose: str,
    by,
    at: datetime,
) -> MemberExport:
    """Write down that these members leave the site; call it before the first row goes out.

    `form`: CSV or XLSX; `columns`: keys of COLUMNS; `filters`: what the list
    was narrowed by. Raises PurposeMissing, UnknownColumn.
    """
    if not purpose.strip():
        raise PurposeMissing
    if not columns or not set(columns) <= set(COLUMNS):
        raise UnknownColumn
    export = MemberExport.objects.create(
        at=at,
        by=by,
        form=form,
        columns=list(columns),
        filters=dict(filters),
        purpose=purpose.strip()[:200],
        count=members.count(),
    )
    logger.info("members exported: export %s, %s rows, by login %s", export.pk, export.count, by.pk)
    return export


def table(*, members: QuerySet[Member], columns: Sequence[str], on: date) -> Iterator[list[str]]:
    """The rows of the table with its heading, as plain text; reads as it goes."""
    chosen = [COLUMNS[key] for key in columns]
    yield [column.key for column in chosen]
    rows = members.iterator(chunk_size=_AT_A_TIME)
    while some := list(islice(rows, _AT_A_TIME)):
        for person in _people(some):
            yield [column.text(person, on) for column in chosen]


def _people(members: Iterable[Member]) -> Iterable[_Person]:
    people = {member.pk: _Person(member) for member in members}
    tiers = MembershipTier.objects.in_bulk()
    chapters = Chapter.objects.in_bulk()
    for relation, model in _RELATIONS.items():
        for row in model.objects.select_related(None).filter(member__in=list(people)):
            # There are few of them: they are fetched once and not joined to each row.
            if relation == "memberships":
                row.tier = tiers[row.tier_id]
            elif relation == "chapter_memberships":
                row.chapter = chapters[row.chapter_id]
            getattr(people[row.member_id], relation).append(row)
    return people.values()


class _Line:
    """What the csv module writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[str]], *, bom: bool = False) -> Iterator[str]:
    """The table as CSV, line by line (RFC 4180); `bom`: with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Line())
    lines = (writer.writerow([safe_cell(text) for text in row]) for row in rows)
    return chain([_BOM], lines) if bom else lines


def write_xlsx(rows: Iterable[Iterable[str]], *, file: BinaryIO) -> None:
    """The table as a file of Excel, every cell a text."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to load, and seldom needed

    book = Workbook(write_only=True)
    sheet = book.create_sheet("members")
    for row in rows:
        sheet.append([_text_cell(sheet, text) for text in row])
    book.save(file)


def _text_cell(sheet, text: str):
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    text = safe_cell(printable(text))
    if not text.startswith("#"):
        # No formula any more, and so a text for whoever writes the file.
        return text
    # This may look like the name of an error.
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
