"""The rows of a run that are kept: what a reader sees of a dry run, and what an undo needs."""

from collections.abc import Iterable, Mapping
from typing import Any

from members.domain.bulk import insert
from members.importing.plan import PlannedRow
from members.models import ImportRow, ImportRun

_FIELDS = ("run", "number", "outcome", "problems", "changes", "written", "member")
_NOTHING: Mapping = {}


def note_rows(run: ImportRun, rows: Iterable[PlannedRow]) -> None:
    """Keep what a dry run found, with everything that it would change."""
    notes = [
        (run.pk, *_head(row), _shown(row), _NOTHING, row.target if row.target > 0 else None) for row in rows
    ]
    insert(ImportRow, _FIELDS, notes)


def note_written(run: ImportRun, rows: Iterable[tuple[PlannedRow, int | None, Mapping[str, Any]]]) -> None:
    """Keep (row, member, what was written)."""
    notes = [
        # What a new member has stands on the roll; here it would stand twice.
        (run.pk, *_head(row), _shown(row) if row.outcome == _CHANGED else _NOTHING, written, member)
        for row, member, written in rows
    ]
    insert(ImportRow, _FIELDS, notes)


def note_vanished(run: ImportRun, members: Iterable[int]) -> None:
    """Keep the members whom the file does not name."""
    vanished = ImportRow.Outcome.VANISHED.value
    insert(ImportRow, _FIELDS, [(run.pk, 0, vanished, [], {}, {}, member) for member in members])


_CHANGED = ImportRow.Outcome.CHANGED


def _head(row: PlannedRow) -> tuple[int, str, list[dict[str, str]]]:
    problems = [{"column": each.column, "message": each.message} for each in row.problems]
    return row.number, str(row.outcome), problems


def _shown(row: PlannedRow) -> Mapping[str, list[str]]:
    return row.difference.shown if row.difference else _NOTHING
