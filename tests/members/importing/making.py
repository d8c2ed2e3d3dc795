"""Files, runs and what the roll says, for the tests of importing."""

import io
from datetime import UTC, date, datetime

from openpyxl import Workbook

from members.importing.running import apply_run, plan_run, start_run
from members.models import (
    ChapterMembership,
    ExternalId,
    ImportMapping,
    Member,
    Membership,
)

TODAY = date(2026, 6, 3)
NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)


def csv_file(text, encoding="utf-8"):
    return io.BytesIO(text.encode(encoding))


def xlsx_file(*rows, sheets=()):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for title in sheets:
        workbook.create_sheet(title).append(["other"])
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def start(content, *, mapping=None, name="members.csv", **options):
    """A run for this CSV text or file; `options` go into a mapping."""
    if options:
        mapping = mapping or ImportMapping()
        mapping.options = {**mapping.options, **options}
    file = csv_file(content) if isinstance(content, str) else content
    return start_run(file=file, file_name=name, at=NOW, mapping=mapping, keep_file=True)


def dry_run(content, **options):
    """The run of this CSV text or file, which writes nothing."""
    run = start(content, **options)
    plan_run(run=run, on=TODAY)
    return run


def bring_in(content, *, on=TODAY, **options):
    """The run that has written this CSV text or file."""
    run = start(content, **options)
    apply_run(run=run, at=NOW, on=on)
    run.refresh_from_db()
    return run


def outcomes(run):
    return run.counts


def problems(run):
    """Every problem as (row, column, message)."""
    return [(row.number, each["column"], each["message"]) for row in run.rows.all() for each in row.problems]


def roll():
    """Everything an import can write, without the keys of rows."""
    members = {}
    for member in Member.objects.order_by("pk"):
        members[member.pk] = {
            "fields": (
                member.member_no, member.first_name, member.last_name, member.display_name, member.phone,
                member.street, member.town, member.postal_code, member.language, member.do_not_contact,
                member.ref,
            ),
            "emails": set(member.emails.values_list("address", "key", "is_primary")),
            "ids": set(ExternalId.objects.filter(member=member).values_list("system", "value")),
            "memberships": sorted(
                Membership.objects.filter(member=member).values_list(
                    "pk", "tier", "starts_on", "expires_on", "cancelled_on", "source"
                )
            ),
            "chapters": sorted(
                ChapterMembership.objects.filter(member=member).values_list(
                    "pk", "chapter", "starts_on", "ends_on"
                )
            ),
        }  # fmt: skip
    return members
