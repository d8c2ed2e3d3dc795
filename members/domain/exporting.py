"""Taking members out of the site as a table: for those who may, and never without a record of it."""

import csv
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from members.domain.cells import printable, safe_cell
from members.domain.errors import PurposeMissing, UnknownColumn
from members.domain.standing import standing_of
from members.models import Member, MemberExport, Membership

logger = logging.getLogger(__name__)

CSV, XLSX = "csv", "xlsx"
# How many members are in memory at a time.
_AT_A_TIME = 1000
_BOM = "\ufeff"


@dataclass(frozen=True)
class ExportColumn:
    """`key`: the heading in the file, which an import knows again. `text`: from a member, as of a day."""

    key: str
    label: str
    text: Callable[[Member, date], str]


def _field(name: str) -> Callable[[Member, date], str]:
    return lambda member, on: str(getattr(member, name))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _other_emails(member: Member, on: date) -> str:
    return " ".join(email.address for email in member.emails.all() if not email.is_primary)


def _chapters(member: Member, on: date) -> str:
    rows = member.chapter_memberships.all()
    codes = {
        row.chapter.code for row in rows if row.starts_on <= on and (not row.ends_on or on <= row.ends_on)
    }
    return " ".join(sorted(codes))


def _external_ids(member: Member, on: date) -> str:
    return " ".join(sorted(f"{row.system}:{row.value}" for row in member.external_ids.all()))


def latest_membership(member: Member, on: date) -> Membership | None:
    """The period that covers the day, else the last one; a canceled one only where there is no other."""
    rows = list(member.memberships.all())
    valid = [row for row in rows if not row.cancelled_on or row.cancelled_on > on]
    begun = [row for row in valid if row.starts_on <= on]
    # The longest paid of those that have begun.
    return max(begun or valid or rows, key=lambda row: (row.expires_on or date.max, row.pk), default=None)


def _of_membership(value: Callable[[Membership], str]) -> Callable[[Member, date], str]:
    def text(member: Member, on: date) -> str:
        row = latest_membership(member, on)
        return value(row) if row else ""

    return text


COLUMNS = {
    column.key: column
    for column in (
        ExportColumn("member_no", _("Member number"), _field("member_no")),
        ExportColumn("first_name", _("First name"), _field("first_name")),
        ExportColumn("last_name", _("Last name"), _field("last_name")),
        ExportColumn("display_name", _("Name to show"), _field("display_name")),
        ExportColumn("email", _("E-mail address"), lambda member, on: member.primary_email),
        ExportColumn("other_emails", _("Other e-mail addresses"), _other_emails),
        ExportColumn("phone", _("Phone"), _field("phone")),
        ExportColumn("street", _("Street"), _field("street")),
        ExportColumn("postal_code", _("ZIP code"), _field("postal_code")),
        ExportColumn("town", _("Town"), _field("town")),
        ExportColumn("language", _("Language"), _field("language")),
        ExportColumn(
            "do_not_contact", _("Do not contact"), lambda member, on: "yes" if member.do_not_contact else "no"
        ),
        ExportColumn("standing", _("Standing"), lambda member, on: standing_of(member, on).status),
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
    rows = members.with_standing().prefetch_related("emails", "external_ids", "chapter_memberships__chapter")
    for member in rows.iterator(chunk_size=_AT_A_TIME):
        yield [column.text(member, on) for column in chosen]


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
    book = Workbook(write_only=True)
    sheet = book.create_sheet("members")
    for row in rows:
        sheet.append([_text_cell(sheet, text) for text in row])
    book.save(file)


def _text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe_cell(printable(text)))
    # Whatever it looks like.
    cell.data_type = "s"
    return cell
