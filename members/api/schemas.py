"""What the API says about a member."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

Status = Literal[
    "current", "grace", "suspended", "expired", "cancelled", "not_started", "no_voting_tier", "none"
]


class EmailOut(Schema):
    address: str
    is_primary: bool = Field(description="Mail goes to this one.")


class ExternalIdOut(Schema):
    """How another system names this member."""

    system: str
    value: str


class MembershipOut(Schema):
    """One period. Periods are canceled, never changed: a renewal is another one."""

    tier: str = Field(description="Code of the kind of membership.")
    starts_on: date
    expires_on: date | None = Field(description="The last day paid; null: it does not end.")
    cancelled_on: date | None = Field(description="From this day on it does not count.")
    source: str = Field(description="Where we have it from: `office`, `import:7`, `api:<token>` ...")


class ChapterMembershipOut(Schema):
    chapter: str = Field(description="Code of the chapter.")
    starts_on: date
    ends_on: date | None = Field(description="The last day; null: it does not end.")


class StandingOut(Schema):
    """Whether the member may vote, on the day that was asked about."""

    on: date
    is_good: bool
    status: Status
    until: date | None = Field(
        description="The last day paid, the last day of a suspension, or the day of a cancelation."
    )
    grace_until: date | None = Field(description="The last day of grace.")


class MemberOut(Schema):
    member_no: str
    former_numbers: list[str] = Field(
        description="Numbers of records that became part of this one, because they were the same person. "
        "They still find this member, here and in every request that names one."
    )
    external_ids: list[ExternalIdOut]
    first_name: str
    last_name: str
    display_name: str = Field(description="Empty, if first and last name are shown.")
    emails: list[EmailOut]
    phone: str
    street: str
    town: str
    postal_code: str
    language: str = Field(description="As `en` or `pt-br`.")
    do_not_contact: bool
    memberships: list[MembershipOut] = Field(description="Of all times, the latest first.")
    chapters: list[ChapterMembershipOut] = Field(description="Of all times, the latest first.")
    standing: StandingOut
    changed_at: datetime = Field(description="When anything of this was last written.")


class MemberPage(Schema):
    members: list[MemberOut]
    next_cursor: str | None = Field(
        description="Send it as `cursor`, with the same filters, for the next page. null: this is the last."
    )
    as_of: datetime = Field(
        description="Send it as `changed_since` next time. It lies some minutes before your first page, so "
        "that nothing is missed that was being written; you may get a few members again."
    )


class TierOut(Schema):
    code: str
    name: str
    dues_cents: int | None
    period_months: int
    grace_days: int
    counts_for_voting: bool
    is_active: bool = Field(description="Whether it is still offered.")


class ChapterOut(Schema):
    code: str
    name: str
    is_active: bool


class Tiers(Schema):
    tiers: list[TierOut]


class Chapters(Schema):
    chapters: list[ChapterOut]
