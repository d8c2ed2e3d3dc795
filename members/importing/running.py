"""An import from the file to the roll: start, dry run, apply, discard. The admin and the command use these.

    run = start_run(file=..., file_name=..., at=..., actor=..., keep_file=True)
    table_of(run).header, run.columns, run.options      what a form of the mapping shows
    set_mapping(run=run, mapping=...)                   as often as the reader likes
    plan = plan_run(run=run, on=...)                    the dry run; run.rows, run.counts, run.notes
    apply_run(run=run, at=..., on=..., actor=...)       or discard_run(run=run)
    members.importing.undoing.undo_run(run=run, at=..., actor=...)

Everything that can go wrong is an `ImportProblem`, and then nothing was written.
"""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from members.importing.applying import Writer
from members.importing.errors import ImportProblem, RollHasChanged, RunIsOver, UnusableFile
from members.importing.formats import FORMATS, mapping_for, recognise
from members.importing.mapping import Mapping
from members.importing.notes import notes_on
from members.importing.noting import note_rows, note_vanished
from members.importing.plan import Plan, PlannedRow, Planner, some_at_a_time
from members.importing.readers import Table, open_table
from members.importing.rows import RowReader
from members.importing.writing import lock_roll
from members.models import ImportMapping, ImportRun, ImportUpload, User
from voting.api import tell_progress
from voting.domain.counting import collector_at_rest

_AT_A_TIME = 1000


def start_run(
    *,
    file: BinaryIO,
    file_name: str,
    at: datetime,
    actor: User | None = None,
    mapping: ImportMapping | None = None,
    keep_file: bool = False,
) -> ImportRun:
    """Look at a file, recognize its kind and keep a run for it. Raises UnusableFile, UnusableMapping.

    `mapping`: how its columns are read; what we know of its kind where it is None.
    `keep_file`: store the file until it is applied or discarded, so that `table_of` finds it.
    """
    table = open_table(file)
    known = recognise(table.header)
    run = ImportRun(
        format=known.slug,
        file_name=file_name[:200],
        file_hash=table.sha256,
        started_at=at,
        actor=actor,
        columns=known.columns_in(table.header),
        options=known.options.as_json(),
    )
    if mapping is not None:
        _use(run, mapping_for(header=table.header, saved=mapping), mapping)
    with transaction.atomic():
        run.save()
        if keep_file:
            file.seek(0)
            ImportUpload.objects.create(run=run, content=file.read(), uploaded_at=at)
    return run


def table_of(run: ImportRun) -> Table:
    """The file that was kept for a run. Raises RunIsOver where there is none any more."""
    upload = ImportUpload.objects.filter(run=run).first()
    if upload is None:
        raise RunIsOver
    return open_table(io.BytesIO(bytes(upload.content)))


def set_mapping(*, run: ImportRun, mapping: ImportMapping, table: Table | None = None) -> None:
    """Read the run's file by this mapping from now on; it need not be saved under a name.

    Raises UnusableMapping, UnusableFile, RunIsOver. The dry run has to be made again.
    """
    _refuse_unless_planned(run)
    table = table or table_of(run)
    _use(run, mapping_for(header=table.header, saved=mapping), mapping)
    run.fingerprint, run.counts, run.notes = "", {}, []
    with transaction.atomic():
        _forget_rows(run)
        run.save()


def plan_run(*, run: ImportRun, on: date, table: Table | None = None) -> Plan:
    """The dry run: hold the file against the roll and keep what it would do. Nothing on the roll changes.

    `on`: today. `table`: the file, where it was not kept. Raises UnusableFile,
    UnusableMapping, RunIsOver.
    """
    _refuse_unless_planned(run)
    table = table or table_of(run)
    run.fingerprint, run.counts, run.notes = "", {}, []
    run.save()
    _forget_rows(run)
    try:
        # Not one transaction: on SQLite nobody else could write all the while.
        plan = _carry_through(run, table, on, lambda planner, rows: note_rows(run, rows))
    except ImportProblem:
        _forget_rows(run)
        raise
    run.save()
    return plan


def apply_run(
    *, run: ImportRun, at: datetime, on: date, actor: User | None = None, table: Table | None = None
) -> Plan:
    """Write what the file says, in one transaction, and let go of the file.

    After a dry run it does what that showed, or nothing: raises RollHasChanged. Raises
    UnusableFile, UnusableMapping, RunIsOver. Rows that were refused change nothing.
    """
    with transaction.atomic():
        lock_roll()
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        _refuse_unless_planned(run)
        shown = run.fingerprint
        _forget_rows(run)
        writer = Writer(on=on, run=run, at=at, actor=actor)

        def write(planner: Planner, rows: list[PlannedRow]) -> None:
            writer.write(rows)
            planner.wrote(writer.added)
            writer.added = {}

        plan = _carry_through(run, table or table_of(run), on, write)
        if shown and shown != plan.fingerprint:
            raise RollHasChanged
        run.state, run.finished_at = ImportRun.State.APPLIED, at
        run.actor = actor or run.actor
        run.save()
        ImportUpload.objects.filter(run=run).delete()
    return plan


@transaction.atomic
def discard_run(*, run: ImportRun, at: datetime) -> None:
    """Let go of a dry run: its file and its rows are removed, its counts stay. Raises RunIsOver."""
    _refuse_unless_planned(run)
    _forget_rows(run)
    ImportUpload.objects.filter(run=run).delete()
    run.state, run.finished_at = ImportRun.State.REFUSED, at
    run.save()


def _carry_through(
    run: ImportRun, table: Table, on: date, do: Callable[[Planner, list[PlannedRow]], None]
) -> Plan:
    """Plan the file some rows at a time and do something with each lot: all of them would fill the memory.

    The plan that comes out has the counts, and no rows: these are in `run.rows`.
    """
    if table.sha256 != run.file_hash:
        raise UnusableFile(_("This is another file than the one the import was started with."))
    mapping = mapping_for(header=table.header, saved=ImportMapping(columns=run.columns, options=run.options))
    planner = Planner(
        on=on,
        options=mapping.options,
        titles=mapping.columns,
        expects_membership=any(name in mapping.columns for name in ("tier", "starts_on", "expires_on")),
        check=False,
    )
    done = 0
    with collector_at_rest():
        for some in some_at_a_time(_records(table, mapping)):
            do(planner, planner.take(some))
            done += len(some)
            tell_progress(min(done, table.expected_rows), table.expected_rows)
    tell_progress(table.expected_rows, table.expected_rows)
    system = FORMATS[run.format].system if run.format in FORMATS else ""
    plan = planner.finish(whole_list=mapping.options.whole_list, system=system)
    plan.notes = notes_on(plan, table=table, mapping=mapping)
    for start in range(0, len(plan.vanished), _AT_A_TIME):
        note_vanished(run, plan.vanished[start : start + _AT_A_TIME])
    run.counts = {str(outcome): number for outcome, number in plan.counts.items() if number}
    run.notes, run.fingerprint = plan.notes, plan.fingerprint
    return plan


def _forget_rows(run: ImportRun) -> None:
    rows = run.rows.all()
    rows._raw_delete(rows.db)


def _records(table: Table, mapping: Mapping) -> Iterator:
    return map(RowReader(table.header, mapping), table.rows())


def _use(run: ImportRun, read: Mapping, mapping: ImportMapping) -> None:
    run.columns, run.options = dict(read.columns), read.options.as_json()
    run.mapping = mapping if mapping.pk else None


def _refuse_unless_planned(run: ImportRun) -> None:
    if run.state != ImportRun.State.PLANNED:
        raise RunIsOver
