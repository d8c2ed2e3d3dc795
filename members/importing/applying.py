"""Writing a plan, in one transaction and in few statements, with a note of every row written."""

from datetime import date, datetime
from itertools import islice

from django.db import transaction

from members.domain.bulk import insert
from members.importing.batch import Batch, Written
from members.importing.noting import note_vanished, note_written
from members.importing.people import EMPTY_VALUES, FIELDS, digest_of
from members.importing.plan import Outcome, Plan, PlannedRow
from members.importing.writing import OwnNumbers, lock_roll
from members.models import ImportRun, Member, User
from voting.api import tell_progress

_AT_A_TIME = 1000


@transaction.atomic
def apply_plan(
    *, plan: Plan, run: ImportRun | None = None, at: datetime, actor: User | None = None, source: str = ""
) -> dict[int, int]:
    """Write what a plan says; gives {number of the record: primary key of the member} for new and changed.

    `run`: keeps a row for each planned one, so that it can be undone; None where the caller
    keeps no run. `source`: what memberships and the history say about their origin
    (`import:<run>` unless told). Nothing is written for refused and ambiguous rows.
    """
    lock_roll()
    writer = Writer(on=plan.on, run=run, at=at, actor=actor, source=source)
    members: dict[int, int] = {}
    rows, done = iter(plan.rows), 0
    while some := list(islice(rows, _AT_A_TIME)):
        members |= writer.write(some)
        done += len(some)
        tell_progress(done, len(plan.rows))
    if run is not None:
        note_vanished(run, plan.vanished)
    return members


class Writer:
    """Writes planned rows, some at a time and in their order."""

    def __init__(
        self, *, on: date, run: ImportRun | None, at: datetime, actor: User | None, source: str = ""
    ):
        self.on = on
        self.run = run
        self.at = at
        self.actor = actor
        self.source = source or f"import:{run.pk}"
        self.numbers = OwnNumbers()
        # {target: primary key} of the members that the plan adds.
        self.added: dict[int, int] = {}

    def write(self, rows: list[PlannedRow]) -> dict[int, int]:
        """Gives {number of the row: primary key of the member} for new and changed ones."""
        batch = Batch(on=self.on, at=self.at, actor=self.actor, source=self.source)
        digests = self._add_members([row for row in rows if row.outcome == Outcome.NEW])
        members, notes = {}, []
        for row in rows:
            written: Written = {}
            pk = self.added[row.target] if row.target < 0 else row.target or None
            if row.difference is not None:
                is_new = row.outcome == Outcome.NEW
                if is_new:
                    written["digest"] = digests[row.target]
                batch.take(pk, row.difference, written, is_new=is_new)
                members[row.number] = pk
            notes.append((row, pk, written))
        batch.flush()
        if self.run is not None:
            note_written(self.run, notes)
        return members

    def _add_members(self, rows: list[PlannedRow]) -> dict[int, str]:
        """Gives {target: digest of the fields}."""
        digests, values = {}, []
        for row in rows:
            said = EMPTY_VALUES | {name: new for name, (_old, new) in row.difference.fields.items()}
            said["member_no"] = said["member_no"] or self.numbers.next()
            values.append([said[name] for name in FIELDS])
            digests[row.target] = digest_of(said)
        for row, pk in zip(rows, insert(Member, FIELDS, values), strict=True):
            self.added[row.target] = pk
        return digests
