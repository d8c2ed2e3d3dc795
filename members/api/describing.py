"""Members as the API shows them."""

from datetime import date

from django.db.models import QuerySet

from members.api.schemas import (
    ChapterMembershipOut,
    EmailOut,
    ExternalIdOut,
    MemberOut,
    MembershipOut,
    StandingOut,
)
from members.domain.standing import standing_of
from members.models import Member

# The office's reasons, logins and what happened to an entry are not for other programs.
_OWN_FIELDS = (
    "member_no",
    "first_name",
    "last_name",
    "display_name",
    "phone",
    "street",
    "town",
    "postal_code",
    "language",
    "do_not_contact",
    "changed_at",
)


def with_all(members: QuerySet) -> QuerySet:
    """Everything `described` reads, whatever the number of members."""
    return members.with_standing().prefetch_related(
        "emails", "external_ids", "merged_records", "chapter_memberships"
    )


def with_number(number: str) -> QuerySet:
    """The member with that number, or the one whom the record with that number became part of."""
    if Member.objects.filter(member_no=number).exists():
        return Member.objects.filter(member_no=number)
    return Member.objects.filter(merged_records__member_no=number)


def described(member: Member, *, on: date) -> MemberOut:
    standing = standing_of(member, on)
    return MemberOut(
        **{name: getattr(member, name) for name in _OWN_FIELDS},
        former_numbers=[row.member_no for row in member.merged_records.all()],
        external_ids=[ExternalIdOut(system=row.system, value=row.value) for row in member.external_ids.all()],
        emails=[EmailOut(address=row.address, is_primary=row.is_primary) for row in member.emails.all()],
        memberships=[
            MembershipOut(
                tier=row.tier.code,
                starts_on=row.starts_on,
                expires_on=row.expires_on,
                cancelled_on=row.cancelled_on,
                source=row.source,
            )
            for row in member.memberships.all()
        ],
        chapters=[
            ChapterMembershipOut(chapter=row.chapter.code, starts_on=row.starts_on, ends_on=row.ends_on)
            for row in member.chapter_memberships.all()
        ],
        standing=StandingOut(
            on=on,
            is_good=standing.is_good,
            status=standing.status,
            until=standing.until,
            grace_until=standing.grace_until,
        ),
    )
