"""What came of a request that writes: the same report as that of an import."""

from typing import Literal

from ninja import Field, Schema

from members.domain.syncing import Synced

Outcome = Literal["new", "changed", "unchanged", "ambiguous", "refused"]


class Change(Schema):
    field: str = Field(
        description="As in the record; or `primary_email`, `membership`, `canceled`, `chapter`, `id:…`."
    )
    old: str
    new: str


class RecordProblem(Schema):
    field: str = Field(description="Empty: it is about the whole record.")
    message: str


class Result(Schema):
    number: int = Field(description="The place of the record in the request, counted from 1.")
    outcome: Outcome = Field(
        description="`ambiguous`: more than one member fits, or what is said does not go together. "
        "Nothing is written for `ambiguous` and `refused`; people in the office decide."
    )
    member_no: str | None = Field(description="null: nobody, or not one member; or a new one in a dry run.")
    changes: list[Change] = Field(description="Field by field. For a new member, all that was said.")
    problems: list[RecordProblem]


class Counts(Schema):
    new: int
    changed: int
    unchanged: int
    ambiguous: int
    refused: int


class Report(Schema):
    dry_run: bool
    run: int | None = Field(description="The run that an operator can undo. null: nothing was written.")
    counts: Counts
    results: list[Result] = Field(description="One for each record, in the order of the request.")


def report_on(synced: Synced, *, records: int, dry_run: bool = False) -> Report:
    plan = synced.plan
    noted = {row.number: row for row in plan.rows}
    return Report(
        dry_run=dry_run,
        run=synced.run.pk if synced.run else None,
        counts=Counts(**{name: plan.counts[name] for name in Counts.model_fields}),
        results=[_result(synced, number, noted.get(number)) for number in range(1, records + 1)],
    )


def _result(synced: Synced, number: int, row) -> Result:
    known = synced.member_numbers.get(number)
    if row is None:
        return Result(number=number, outcome="unchanged", member_no=known, changes=[], problems=[])
    return Result(
        number=number,
        outcome=str(row.outcome),
        member_no=known,
        changes=[Change(field=name, old=old, new=new) for name, (old, new) in synced.plan.shown(row).items()],
        problems=[RecordProblem(field=each.column, message=each.message) for each in row.problems],
    )
