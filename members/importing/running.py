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
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from members.importing.applying import apply_plan
from members.importing.errors import RollHasChanged, RunIsOver, UnusableFile
from members.importing.formats import FORMATS, mapping_for, recognise
from members.importing.mapping import Mapping
from members.importing.notes import notes_on
from members.importing.noting import noted_row, vanished_row
from members.importing.plan import Plan, plan_records
from members.importing.readers import Table, open_table
from members.importing.rows import RowReader
from members.importing.writing import insert, lock_roll
from members.models import ImportMapping, ImportRow, ImportRun, ImportUpload, User
from voting.api import tell_progress

_AT_A_TIME = 1000
# Whoever is told of progress is told this often.
_STEP = 500


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
        run.rows.all().delete()
        run.save()


def plan_run(*, run: ImportRun, on: date, table: Table | None = None) -> Plan:
    """The dry run: hold the file against the roll and keep what it would do. Nothing on the roll changes.

    `on`: today. `table`: the file, where it was not kept. Raises UnusableFile,
    UnusableMapping, RunIsOver.
    """
    _refuse_unless_planned(run)
    plan = _plan(run, table or table_of(run), on)
    with transaction.atomic():
        run.rows.all().delete()
        for start in range(0, len(plan.rows), _AT_A_TIME):
            some = plan.rows[start : start + _AT_A_TIME]
            insert(ImportRow, [noted_row(run, row, plan.shown(row)) for row in some])
        insert(ImportRow, [vanished_row(run, pk) for pk in plan.vanished])
        _keep(run, plan)
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
        plan = _plan(run, table or table_of(run), on)
        if run.fingerprint and run.fingerprint != plan.fingerprint:
            raise RollHasChanged
        run.rows.all().delete()
        _keep(run, plan)
        apply_plan(plan=plan, run=run, at=at, actor=actor)
        run.state, run.finished_at = ImportRun.State.APPLIED, at
        run.actor = actor or run.actor
        run.save()
        ImportUpload.objects.filter(run=run).delete()
    return plan


@transaction.atomic
def discard_run(*, run: ImportRun, at: datetime) -> None:
    """Let go of a dry run: its file and its rows are removed, its counts stay. Raises RunIsOver."""
    _refuse_unless_planned(run)
    run.rows.all().delete()
    ImportUpload.objects.filter(run=run).delete()
    run.state, run.finished_at = ImportRun.State.REFUSED, at
    run.save()


def _plan(run: ImportRun, table: Table, on: date) -> Plan:
    if table.sha256 != run.file_hash:
        raise UnusableFile
    mapping = mapping_for(header=table.header, saved=ImportMapping(columns=run.columns, options=run.options))
    plan = plan_records(
        _told(_records(table, mapping), table.expected_rows),
        on=on,
        options=mapping.options,
        titles=mapping.columns,
        expects_membership=any(name in mapping.columns for name in ("tier", "starts_on", "expires_on")),
        whole_list=mapping.options.whole_list,
        system=FORMATS[run.format].system if run.format in FORMATS else "",
        check=False,
    )
    plan.notes = notes_on(plan, table=table, mapping=mapping)
    return plan


def _records(table: Table, mapping: Mapping) -> Iterator:
    return map(RowReader(table.header, mapping), table.rows())


def _told(records: Iterator, total: int) -> Iterator:
    for done, record in enumerate(records, 1):
        if done % _STEP == 0:
            tell_progress(min(done, total), total)
        yield record


def _keep(run: ImportRun, plan: Plan) -> None:
    run.counts = {str(outcome): number for outcome, number in plan.counts.items() if number}
    run.notes, run.fingerprint = plan.notes, plan.fingerprint


def _use(run: ImportRun, read: Mapping, mapping: ImportMapping) -> None:
    run.columns, run.options = dict(read.columns), read.options.as_json()
    run.mapping = mapping if mapping.pk else None


def _refuse_unless_planned(run: ImportRun) -> None:
    if run.state != ImportRun.State.PLANNED:
        raise RunIsOver
