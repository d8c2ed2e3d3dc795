"""What a run does or did, for a reader: lines of text, and the same as JSON values."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from members.importing.formats import FORMATS
from members.importing.notes import field_label
from members.models import ImportRow, ImportRun

Outcome = ImportRow.Outcome
_ORDER = (
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.UNCHANGED,
    Outcome.SKIPPED,
    Outcome.AMBIGUOUS,
    Outcome.REFUSED,
    Outcome.VANISHED,
)
_ROWS_IN_A_NOTE = 20


def format_name(run: ImportRun) -> str:
    return str(FORMATS[run.format].name) if run.format in FORMATS else run.format


def report_lines(run: ImportRun, *, most: int) -> Iterator[str]:
    """The report as text. `most`: how many rows of each outcome are shown one by one."""
    yield f"{run.file_name}: {format_name(run)}"
    for outcome in _ORDER:
        if number := run.counts.get(outcome):
            yield f"  {outcome.label}: {number:,}"
    for note in run.notes:
        yield note["message"] + _rows_of(note["rows"])
    for outcome in (Outcome.REFUSED, Outcome.AMBIGUOUS, Outcome.CHANGED, Outcome.NEW, Outcome.VANISHED):
        yield from _rows(run, outcome, most)


def report_json(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "state": run.state,
        "file": run.file_name,
        "sha256": run.file_hash,
        "format": run.format,
        "columns": run.columns,
        "options": run.options,
        "counts": {str(outcome): run.counts.get(outcome, 0) for outcome in _ORDER},
        "notes": run.notes,
        "rows": [
            {
                "row": row.number,
                "outcome": row.outcome,
                "member_no": row.member.member_no if row.member else None,
                "problems": row.problems,
                "changes": row.changes,
            }
            for row in run.rows.select_related("member").iterator(chunk_size=2000)
        ],
    }


def _rows(run: ImportRun, outcome: str, most: int) -> Iterator[str]:
    number = run.counts.get(outcome, 0)
    if not number or not most:
        return
    yield ""
    yield f"{outcome.label}:"
    for row in run.rows.filter(outcome=outcome).select_related("member")[:most]:
        yield from _row(row)
    if number > most:
        yield "  " + _more(number - most)


def _row(row: ImportRow) -> Iterator[str]:
    member = row.member.member_no if row.member else ""
    if row.outcome == Outcome.VANISHED:
        yield f"  {member}"
        return
    place = _("Row %(number)s") % {"number": row.number}
    place = f"  {place} ({member})" if member else f"  {place}"
    for problem in row.problems:
        column = f", {problem['column']}" if problem["column"] else ""
        yield f"{place}{column}: {problem['message']}"
    for name, (old, new) in row.changes.items():
        change = f"{old} → {new}" if old else new
        yield f"{place}, {field_label(name)}: {change}"
    if not row.problems and not row.changes:
        yield place


def _rows_of(numbers: list[int]) -> str:
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:_ROWS_IN_A_NOTE]))
    more = " …" if len(numbers) > _ROWS_IN_A_NOTE else ""
    return " " + _("Rows: %(numbers)s.") % {"numbers": f"{shown}{more}"}


def _more(number: int) -> str:
    return _("… and %(number)s more.") % {"number": f"{number:,}"}
