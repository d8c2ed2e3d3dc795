"""Good standing, always as of a day, and why or why not."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Member, Membership

CURRENT = "current"
GRACE = "grace"
SUSPENDED = "suspended"
EXPIRED = "expired"
CANCELLED = "cancelled"
NOT_STARTED = "not_started"
NO_VOTING_TIER = "no_voting_tier"
NONE = "none"


@dataclass(frozen=True)
class Standing:
    """How a member stands on one day.

    `until`: the last day paid (current, grace, expired), the last day of a
    suspension, the day of a cancelation; None when it has no end or is not
    known. `grace_until`: the last day of grace. `starts_on`: the first day of
    a membership that begins after `on`, where nothing covers `on`.
    """

    status: str
    on: date
    until: date | None = None
    grace_until: date | None = None
    starts_on: date | None = None

    @property
    def is_good(self) -> bool:
        return self.status in (CURRENT, GRACE)

    def sentence(self) -> str:
        """The standing in one sentence for the member, in the active language."""
        return _SENTENCES[self.status](self)


def standing_of(member: Member, on: date) -> Standing:
    """The standing on that day; reads what `with_standing` has fetched."""
    suspensions = [
        row
        for row in member.suspensions.all()
        if row.starts_on <= on and (not row.ends_on or on <= row.ends_on)
    ]
    if suspensions:
        ends = [row.ends_on for row in suspensions]
        return Standing(SUSPENDED, on, until=None if None in ends else max(ends))
    return dues_of(member, on)


def dues_of(member: Member, on: date) -> Standing:
    """The standing that follows from memberships alone, whether or not the member is suspended."""
    every = list(member.memberships.all())
    if not every:
        return Standing(NONE, on)
    voting = [row for row in every if row.tier.counts_for_voting]
    if not voting:
        return Standing(NO_VOTING_TIER, on)

    valid = [row for row in voting if not row.cancelled_on or on < row.cancelled_on]
    begun = [row for row in valid if row.starts_on <= on]
    paid = [row for row in begun if not row.expires_on or on <= row.expires_on]
    if paid:
        return Standing(CURRENT, on, until=_paid_without_gap(paid, valid))
    in_grace = [row for row in begun if on <= _grace_end(row)]
    if in_grace:
        last = max(in_grace, key=_grace_end)
        return Standing(GRACE, on, until=last.expires_on, grace_until=_grace_end(last))
    later = min((row.starts_on for row in valid if row.starts_on > on), default=None)
    if begun:
        return Standing(EXPIRED, on, until=max(row.expires_on for row in begun), starts_on=later)
    if valid:
        return Standing(NOT_STARTED, on, starts_on=later)
    return Standing(CANCELLED, on, until=max(row.cancelled_on for row in voting))


def _grace_end(row: Membership) -> date:
    return row.expires_on + timedelta(days=row.tier.grace_days)


def _paid_without_gap(paid: list[Membership], valid: list[Membership]) -> date | None:
    """The last day paid, counting renewals that follow on; None when there is no end."""
    if any(not row.expires_on for row in paid):
        return None
    until = max(row.expires_on for row in paid)
    for row in sorted(valid, key=lambda row: row.starts_on):
        if row.starts_on <= until + timedelta(days=1):
            if not row.expires_on:
                return None
            until = max(until, row.expires_on)
    return until


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _current(standing: Standing) -> str:
    if standing.until is None:
        return _("You are a member in good standing.")
    return _("You are a member in good standing. Your dues are paid until %(day)s.") % {
        "day": _day(standing.until)
    }


def _grace(standing: Standing) -> str:
    return _("Your dues ran out on %(day)s. You keep your vote until %(grace)s.") % {
        "day": _day(standing.until),
        "grace": _day(standing.grace_until),
    }


def _suspended(standing: Standing) -> str:
    if standing.until is None:
        return _("Your membership is suspended until further notice.")
    return _("Your membership is suspended until %(day)s.") % {"day": _day(standing.until)}


def _expired(standing: Standing) -> str:
    return _("Your dues ran out on %(day)s. Renew to vote again.") % {"day": _day(standing.until)}


def _cancelled(standing: Standing) -> str:
    return _("Your membership was canceled on %(day)s.") % {"day": _day(standing.until)}


def _not_started(standing: Standing) -> str:
    return _("Your membership starts on %(day)s.") % {"day": _day(standing.starts_on)}


def _no_voting_tier(standing: Standing) -> str:
    return _("Your kind of membership does not include a vote.")


def _none(standing: Standing) -> str:
    return _("You are on our list, but we have no membership for you.")


_SENTENCES = {
    CURRENT: _current,
    GRACE: _grace,
    SUSPENDED: _suspended,
    EXPIRED: _expired,
    CANCELLED: _cancelled,
    NOT_STARTED: _not_started,
    NO_VOTING_TIER: _no_voting_tier,
    NONE: _none,
}
