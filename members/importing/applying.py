"""Writing a plan, in one transaction and in few statements, with a note of every row written."""

from datetime import datetime
from itertools import islice

from django.db import transaction

from members.importing.batch import Batch, Written
from members.importing.difference import Difference
from members.importing.noting import noted_row, vanished_row
from members.importing.people import FIELDS, digest_of
from members.importing.plan import Outcome, Plan, PlannedRow
from members.importing.writing import OwnNumbers, insert, lock_roll
from members.models import ImportRow, ImportRun, Member, User
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
    writer = _Writer(plan=plan, run=run, at=at, actor=actor, source=source or f"import:{run.pk}")
    rows, done = iter(plan.rows), 0
    while some := list(islice(rows, _AT_A_TIME)):
        writer.write(some)
        done += len(some)
        tell_progress(done, len(plan.rows))
    writer.note_vanished()
    return writer.members


class _Writer:
    def __init__(self, *, plan: Plan, run: ImportRun | None, at: datetime, actor: User | None, source: str):
        self.plan = plan
        self.run = run
        self.at = at
        self.actor = actor
        self.source = source
        self.numbers = OwnNumbers()
        # The primary keys of the members that the plan adds: that of -1, of -2 ...
        self.added: list[int] = []
        self.digests: list[str] = []
        self.members: dict[int, int] = {}

    def write(self, rows: list[PlannedRow]) -> None:
        self._add_members([row for row in rows if row.outcome == Outcome.NEW])
        batch = Batch(on=self.plan.on, at=self.at, actor=self.actor, source=self.source)
        notes = []
        for row in rows:
            written: Written = {}
            pk = self._member(row.target)
            difference = None
            if row.outcome in (Outcome.NEW, Outcome.CHANGED):
                difference = self.plan.difference_of(row)
                if row.outcome == Outcome.NEW:
                    written["digest"] = self.digests[-row.target - 1]
                batch.take(pk, difference, written, is_new=row.outcome == Outcome.NEW)
                self.members[row.number] = pk
            notes.append((row, pk, difference, written))
        batch.flush()
        if self.run is not None:
            insert(ImportRow, [self._note(*note) for note in notes])

    def note_vanished(self) -> None:
        if self.run is not None:
            vanished = iter(self.plan.vanished)
            while some := list(islice(vanished, _AT_A_TIME)):
                insert(ImportRow, [vanished_row(self.run, pk) for pk in some])

    def _add_members(self, rows: list[PlannedRow]) -> None:
        members = []
        for row in rows:
            said = {name: value for name in FIELDS if (value := getattr(row.record, name)) is not None}
            said["member_no"] = said.get("member_no") or self.numbers.next()
            members.append(Member(**said))
        for member in insert(Member, members):
            self.added.append(member.pk)
            self.digests.append(digest_of({name: getattr(member, name) for name in FIELDS}))

    def _member(self, target: int) -> int | None:
        return self.added[-target - 1] if target < 0 else target or None

    def _note(
        self, row: PlannedRow, pk: int | None, difference: Difference | None, written: Written
    ) -> ImportRow:
        note = noted_row(self.run, row, {})
        note.member_id, note.written = pk, written
        if row.outcome == Outcome.CHANGED:
            # What a new member has stands on the roll; here it would stand twice.
            note.changes = difference.shown
        return note
