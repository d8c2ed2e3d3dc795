"""The days of the demo, all counted from the day it is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Calendar:
    """`today`: the day of loading, by the site's own clock."""

    today: date

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, hour: int) -> datetime:
        """The full hour of a day, in the site's time zone."""
        return timezone.make_aware(datetime.combine(self.day(offset), time(hour)))
