"""The rows of a run that are kept: what a reader sees of a dry run, and what an undo needs."""

from members.importing.plan import PlannedRow
from members.models import ImportRow, ImportRun


def noted_row(run: ImportRun, row: PlannedRow, changes: dict[str, list[str]]) -> ImportRow:
    """`changes`: what the reader is shown of it, {field: [old, new]}."""
    return ImportRow(
        run=run,
        number=row.number,
        outcome=row.outcome,
        member_id=row.target if row.target > 0 else None,
        problems=[{"column": each.column, "message": each.message} for each in row.problems],
        changes=changes,
    )


def vanished_row(run: ImportRun, member: int) -> ImportRow:
    """A member whom the file does not name."""
    return ImportRow(run=run, number=0, outcome=ImportRow.Outcome.VANISHED, member_id=member)
