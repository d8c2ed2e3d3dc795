"""What the next day is that changes a member's standing."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.domain import standing as standings
from members.domain.standing import Standing, standing_of
from members.models import Member


@dataclass(frozen=True)
class NextChange:
    """From `on` a member stands otherwise than the day before. `standing`: how, on that day."""

    on: date
    standing: Standing

    def sentence(self) -> str:
        """What happens on that day, in one sentence, in the active language."""
        day = date_format(self.on, "DATE_FORMAT")
        match self.standing.status:
            case standings.CURRENT:
                return _("From %(day)s you are in good standing.") % {"day": day}
            case standings.GRACE:
                return _("From %(day)s you are in the days of grace. Renew before they end.") % {"day": day}
            case standings.SUSPENDED:
                return _("From %(day)s your membership is suspended.") % {"day": day}
            case standings.CANCELLED:
                return _("From %(day)s your membership is canceled.") % {"day": day}
            case _:
                return _("From %(day)s you cannot vote, unless you renew before.") % {"day": day}


def next_change(member: Member, on: date) -> NextChange | None:
    """The first day after `on` on which the status is another one; None when none is known.

    Reads what `with_standing` has fetched.
    """
    now = standing_of(member, on).status
    for day in sorted(_days_that_matter(member)):
        if day > on and (later := standing_of(member, day)).status != now:
            return NextChange(on=day, standing=later)
    return None


def _days_that_matter(member: Member) -> set[date]:
    """Every day on which something begins, and the day after every end."""
    days = set()
    for row in member.memberships.all():
        days.add(row.starts_on)
        if row.expires_on:
            days.add(row.expires_on + timedelta(days=1))
            days.add(row.expires_on + timedelta(days=row.tier.grace_days + 1))
        if row.cancelled_on:
            days.add(row.cancelled_on)
    for row in member.suspensions.all():
        days.add(row.starts_on)
        if row.ends_on:
            days.add(row.ends_on + timedelta(days=1))
    return days
