"""What a program may change: people and their memberships, and nothing is ever deleted."""

from datetime import date
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field
from pydantic import AfterValidator, model_validator

from members.api.describing import with_number
from members.api.problems import ApiProblem, answers
from members.api.records import Body, Records, System, record_of
from members.api.reports import Report, report_on
from members.api.router import WRITING, router
from members.api.values import Text, in_our_time
from members.domain.syncing import sync_records
from members.importing.record import PersonRecord
from members.importing.writing import lock_roll
from members.models import Chapter, ChapterMembership, Member

_REPORT = answers(Report, 400, 411, 413, 415)
_REPORT_OF_ONE = answers(Report, 400, 404, 411, 413, 415)
# Strict bodies take no text for a day; this one does, in the one spelling that JSON knows.
BodyDay = Annotated[date, Field(strict=False), AfterValidator(in_our_time)]


class ExternalIdIn(Body):
    system: System
    value: Text


class Whom(Body):
    """One member on the roll, by member number or by a number of another system."""

    member_no: Text | None = None
    external_id: ExternalIdIn | None = None

    @model_validator(mode="after")
    def _one_of_them(self):
        if (self.member_no is None) == (self.external_id is None):
            raise ValueError("Name the member by member_no or by external_id.")
        return self


class EndOfMembership(Body):
    member: Whom
    on: BodyDay = Field(description="From this day on no membership of theirs counts.")
    dry_run: bool = False


class ChapterStep(Body):
    member: Whom
    chapter: Text = Field(description="Code of the chapter.")
    on: BodyDay | None = Field(None, description="The first day that it holds; today unless told.")
    dry_run: bool = False


@router.post(
    "members", **WRITING, response=_REPORT, operation_id="upsert_members", summary="Add and change members"
)
def upsert_members(request: HttpRequest, body: Records):
    """One record or up to 500. Known members are changed, unknown ones added, field by field.

    All records that can be written are written, in one transaction; `results` says what became of each.
    The same request twice changes nothing.
    """
    now = timezone.now()
    synced = sync_records(
        records=[record_of(person, number=number) for number, person in enumerate(body.records, 1)],
        token=request.auth,
        on=timezone.localdate(now),
        at=now,
        dry_run=body.dry_run,
        replace_addresses=body.replace_addresses,
    )
    return report_on(synced, records=len(body.records), dry_run=body.dry_run)


@router.post(
    "memberships/end",
    **WRITING,
    response=_REPORT_OF_ONE,
    operation_id="end_membership",
    summary="End a membership",
)
@transaction.atomic
def end_membership(request: HttpRequest, body: EndOfMembership):
    """Whatever counts on that day or later is canceled from that day on. The periods stay on the roll."""
    member = _member(body.member)
    record = PersonRecord(number=1, member_no=member.member_no, cancelled_on=body.on)
    return _write_one(request, record, on=timezone.localdate(), dry_run=body.dry_run)


@router.post(
    "chapters/join", **WRITING, response=_REPORT_OF_ONE, operation_id="join_chapter", summary="Join a chapter"
)
@transaction.atomic
def join_chapter(request: HttpRequest, body: ChapterStep):
    """Other chapters of the member stay."""
    return _step(request, body, lambda codes, code: codes | {code})


@router.post(
    "chapters/leave",
    **WRITING,
    response=_REPORT_OF_ONE,
    operation_id="leave_chapter",
    summary="Leave a chapter",
)
@transaction.atomic
def leave_chapter(request: HttpRequest, body: ChapterStep):
    """The day is the first one without the chapter. The time before stays on the roll."""
    return _step(request, body, lambda codes, code: codes - {code})


def _step(request: HttpRequest, body: ChapterStep, then) -> Report:
    on = body.on or timezone.localdate()
    member = _member(body.member)
    chapter = Chapter.objects.filter(code=body.chapter).first()
    if chapter is None:
        raise ApiProblem(404, "no_such_chapter", "There is no chapter with this code.")
    rows = ChapterMembership.objects.filter(member=member)
    running = {row.chapter.code for row in rows if row.ends_on is None or row.ends_on > on}
    record = PersonRecord(
        number=1, member_no=member.member_no, chapters=tuple(sorted(then(running, chapter.code)))
    )
    return _write_one(request, record, on=on, dry_run=body.dry_run)


def _write_one(request: HttpRequest, record: PersonRecord, *, on: date, dry_run: bool) -> Report:
    synced = sync_records(records=[record], token=request.auth, on=on, at=timezone.now(), dry_run=dry_run)
    return report_on(synced, records=1, dry_run=dry_run)


def _member(whom: Whom) -> Member:
    """The member, who stays the same until the transaction ends."""
    lock_roll()
    if whom.external_id:
        named = whom.external_id
        found = Member.objects.filter(external_ids__system=named.system, external_ids__value=named.value)
    else:
        found = with_number(whom.member_no)
    member = found.first()
    if member is None:
        raise ApiProblem(404, "no_such_member", "There is no member with this number.")
    return member
