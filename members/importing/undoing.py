"""Taking an applied import back, row by row, wherever nothing has happened since."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from members.importing.errors import RunNotApplied, RunTooOld
from members.importing.restoring import Restorer
from members.importing.writing import lock_roll
from members.models import ImportRow, ImportRun, User
from voting.api import tell_progress

_AT_A_TIME = 500


@dataclass
class Undone:
    """`removed`: members whom the import had added. `restored`: rows of changed members.

    `kept`: (number of the row, name and number of the member, why) for what stays as it is.
    """

    removed: int = 0
    restored: int = 0
    kept: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def undo_run(*, run: ImportRun, at: datetime, actor: User | None = None) -> Undone:
    """Put the roll back to what it was before the run, the last row first. Raises RunNotApplied, RunTooOld.

    A row stays where its member was changed since: by hand, by a later import, by the
    member, or by a vote whose roll the member is on. The row then says why.
    """
    lock_roll()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.APPLIED:
        raise RunNotApplied
    if run.emptied_at is not None:
        raise RunTooOld
    undone = Undone()
    written = run.rows.filter(outcome__in=(ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED))
    pks = list(written.order_by("-pk").values_list("pk", flat=True))
    for start in range(0, len(pks), _AT_A_TIME):
        rows = list(run.rows.filter(pk__in=pks[start : start + _AT_A_TIME]).order_by("-pk"))
        _undo(rows, undone, Restorer(run=run, rows=rows, at=at, actor=actor))
        tell_progress(min(start + _AT_A_TIME, len(pks)), len(pks))
    run.state, run.undone_at = ImportRun.State.UNDONE, at
    run.save(update_fields=["state", "undone_at"])
    return undone


def _undo(rows: list[ImportRow], undone: Undone, restorer: Restorer) -> None:
    for row in rows:
        if why := restorer.why_not(row):
            row.problems = [*row.problems, {"column": "", "message": why}]
            row.save(update_fields=["problems"])
            undone.kept.append((row.number, restorer.label(row), why))
        elif row.outcome == ImportRow.Outcome.NEW:
            restorer.remove(row)
            undone.removed += 1
        else:
            restorer.restore(row)
            undone.restored += 1
    restorer.flush()
