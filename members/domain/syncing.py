"""Records that another program sends: planned and written as an import is, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from members.importing.applying import apply_plan
from members.importing.mapping import Options
from members.importing.plan import Plan, plan_records
from members.importing.record import PersonRecord
from members.importing.rows import RefusedRow
from members.importing.writing import lock_roll
from members.models import ApiToken, ImportRun, Member

FORMAT = "api"


@dataclass(frozen=True)
class Synced:
    """`run`: None where nothing was written. `member_numbers`: {number of the record: member number},
    for each record that is about one member."""

    plan: Plan
    run: ImportRun | None = None
    member_numbers: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def sync_records(
    *,
    records: Sequence[PersonRecord | RefusedRow],
    token: ApiToken,
    on: date,
    at: datetime,
    dry_run: bool = False,
    replace_addresses: bool = False,
) -> Synced:
    """Write what the records say, or only say what they would do. `on`: the day of what begins or ends now.

    Nobody else writes the roll meanwhile, so the plan still holds when it is
    applied. Records that change nothing leave no run: a program that sends
    everybody every night would bury the runs that matter.
    """
    lock_roll()
    options = Options(addresses="replace" if replace_addresses else "add", without_membership="add")
    plan = plan_records(records, on=on, options=options, check=False)
    if dry_run or not plan.changes_something:
        return Synced(plan, None, _numbers_of(plan, {}))
    run = ImportRun.objects.create(
        format=FORMAT,
        file_name=token.name,
        started_at=at,
        options=options.as_json(),
        counts=dict(plan.counts),
        fingerprint=plan.fingerprint,
    )
    written = apply_plan(plan=plan, run=run, at=at, source=f"api:{token.name}")
    run.state, run.finished_at = ImportRun.State.APPLIED, at
    run.save()
    return Synced(plan, run, _numbers_of(plan, written))


def _numbers_of(plan: Plan, written: dict[int, int]) -> dict[int, str]:
    """The member number of each record, where the record is about one member on the roll."""
    members = {number: target for target, number in plan.named.items() if target > 0}
    members |= {row.number: row.target for row in plan.rows if row.target > 0}
    members |= written
    numbers = dict(Member.objects.filter(pk__in=members.values()).order_by().values_list("pk", "member_no"))
    return {number: numbers[pk] for number, pk in members.items()}
