"""What a program may look at."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema

from members.api.describing import described, with_all, with_number
from members.api.paging import Place, place_of
from members.api.problems import ApiProblem, FieldProblem, answers, not_valid
from members.api.router import READING, router
from members.api.schemas import ChapterOut, Chapters, MemberOut, MemberPage, TierOut, Tiers
from members.api.values import Day, Moment, Text
from members.models import Chapter, ChapterMembership, Member, MembershipTier

LONGEST_PAGE = 500
OnDay = Annotated[Day | None, Query(description="The day of the standing; today unless told.")]


class Filters(Schema):
    cursor: str | None = Field(None, max_length=200, description="`next_cursor` of the page before.")
    limit: int = Field(100, ge=1, le=LONGEST_PAGE, description="How many members a page has at most.")
    changed_since: Moment | None = Field(
        None, description="Only members written at this time or later, as 2026-11-23T20:00:00Z."
    )
    standing: Literal["good", "not_good"] | None = Field(
        None, description="Only members in good standing on the day `on`, or only the others."
    )
    on: Day | None = Field(None, description="The day of all standings; today unless told.")
    chapter: Text | None = Field(None, description="Only members who belong to this chapter on the day `on`.")


@router.get(
    "members", **READING, response=answers(MemberPage), operation_id="list_members", summary="List members"
)
def list_members(request: HttpRequest, filters: Query[Filters]):
    """Members page by page, in an order that never changes: who is added comes last."""
    now = timezone.now()
    on = filters.on or timezone.localdate(now)
    place = place_of(filters.cursor, at=now)
    found = _filtered(filters, on=on).filter(pk__gt=place.after).order_by("pk")
    members = list(with_all(found)[: filters.limit + 1])
    page, is_last = members[: filters.limit], len(members) <= filters.limit
    return MemberPage(
        members=[described(member, on=on) for member in page],
        next_cursor=None if is_last else Place(page[-1].pk, place.as_of).cursor(),
        as_of=place.as_of,
    )


@router.get(
    "members/by-external-id/{system}/{path:value}",
    **READING,
    response=answers(MemberOut, 404),
    operation_id="get_member_by_external_id",
    summary="One member, by a number of another system",
)
def get_member_by_external_id(request: HttpRequest, system: Path[Text], value: Path[Text], on: OnDay = None):
    return _one(Member.objects.filter(external_ids__system=system, external_ids__value=value), on)


@router.get(
    "members/{path:member_no}",
    **READING,
    response=answers(MemberOut, 404),
    operation_id="get_member",
    summary="One member, by member number",
)
def get_member(request: HttpRequest, member_no: Path[Text], on: OnDay = None):
    return _one(with_number(member_no), on)


@router.get(
    "kinds", **READING, response=answers(Tiers), operation_id="list_kinds", summary="The kinds of membership"
)
def list_kinds(request: HttpRequest):
    return Tiers(tiers=[TierOut.from_orm(tier) for tier in MembershipTier.objects.order_by("code")])


@router.get(
    "chapters", **READING, response=answers(Chapters), operation_id="list_chapters", summary="The chapters"
)
def list_chapters(request: HttpRequest):
    return Chapters(chapters=[ChapterOut.from_orm(chapter) for chapter in Chapter.objects.order_by("code")])


def _one(members: QuerySet, on: date | None) -> MemberOut:
    member = with_all(members).first()
    if member is None:
        raise ApiProblem(404, "no_such_member", "There is no member with this number.")
    return described(member, on=on or timezone.localdate())


def _filtered(filters: Filters, *, on: date) -> QuerySet:
    members = Member.objects.all()
    if filters.changed_since:
        members = members.filter(changed_at__gte=filters.changed_since)
    if filters.standing:
        good = Member.objects.in_good_standing(on=on)
        members = good if filters.standing == "good" else members.exclude(pk__in=good)
    if filters.chapter is not None:
        members = members.filter(_belong_to(filters.chapter, on=on))
    return members


def _belong_to(code: str, *, on: date) -> Exists:
    if not Chapter.objects.filter(code=code).exists():
        raise not_valid([FieldProblem(pointer="chapter", detail="There is no chapter with this code.")])
    rows = ChapterMembership.objects.filter(member=OuterRef("pk"), chapter__code=code, starts_on__lte=on)
    return Exists(rows.filter(Q(ends_on=None) | Q(ends_on__gte=on)))
