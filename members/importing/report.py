"""What a plan does, for a reader: lines of text, and the same as JSON values."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from members.importing.formats import FORMATS
from members.importing.notes import field_label
from members.importing.plan import Outcome, Plan, PlannedRow
from members.models import ImportRun, Member

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


def report_lines(run: ImportRun, plan: Plan, *, most: int) -> Iterator[str]:
    """The report as text. `most`: how many rows of each outcome are shown one by one."""
    yield f"{run.file_name}: {format_name(run)}"
    for outcome in _ORDER:
        if number := plan.counts[outcome]:
            yield f"  {outcome.label}: {number:,}"
    for note in plan.notes:
        yield note["message"] + _rows_of(note["rows"])
    for outcome in (Outcome.REFUSED, Outcome.AMBIGUOUS, Outcome.CHANGED, Outcome.NEW):
        yield from _rows(plan, outcome, most)
    yield from _vanished(plan, most)


def report_json(run: ImportRun, plan: Plan) -> dict[str, Any]:
    return {
        "run": run.pk,
        "state": run.state,
        "file": run.file_name,
        "sha256": run.file_hash,
        "format": run.format,
        "columns": run.columns,
        "options": run.options,
        "counts": {str(outcome): plan.counts[outcome] for outcome in _ORDER},
        "notes": plan.notes,
        "rows": [
            {
                "row": row.number,
                "outcome": str(row.outcome),
                "problems": [{"column": each.column, "message": each.message} for each in row.problems],
                "changes": plan.shown(row),
            }
            for row in plan.rows
        ],
        "vanished": _numbers(plan.vanished),
    }


def _rows(plan: Plan, outcome: str, most: int) -> Iterator[str]:
    rows = [row for row in plan.rows if row.outcome == outcome]
    if not rows or not most:
        return
    yield ""
    yield f"{outcome.label}:"
    for row in rows[:most]:
        yield from _row(plan, row)
    if len(rows) > most:
        yield "  " + _more(len(rows) - most)


def _row(plan: Plan, row: PlannedRow) -> Iterator[str]:
    place = _("Row %(number)s") % {"number": row.number}
    for problem in row.problems:
        column = f", {problem.column}" if problem.column else ""
        yield f"  {place}{column}: {problem.message}"
    for name, (old, new) in plan.shown(row).items():
        change = f"{old} → {new}" if old else new
        yield f"  {place}, {field_label(name)}: {change}"


def _vanished(plan: Plan, most: int) -> Iterator[str]:
    if plan.vanished and most:
        yield ""
        yield f"{Outcome.VANISHED.label}:"
        yield "  " + ", ".join(_numbers(plan.vanished[:most]))
        if len(plan.vanished) > most:
            yield "  " + _more(len(plan.vanished) - most)


def _numbers(members: list[int]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(members), 1000):
        rows = Member.objects.filter(pk__in=members[start : start + 1000]).order_by("pk")
        found += rows.values_list("member_no", flat=True)
    return found


def _rows_of(numbers: list[int]) -> str:
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:_ROWS_IN_A_NOTE]))
    more = " …" if len(numbers) > _ROWS_IN_A_NOTE else ""
    return " " + _("Rows: %(numbers)s.") % {"numbers": f"{shown}{more}"}


def _more(number: int) -> str:
    return _("… and %(number)s more.") % {"number": f"{number:,}"}
