"""Numbers, shares and moments in words, in the active language."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.formats import number_format
from django.utils.timesince import timeuntil
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

# What people call the zone; any other zone goes by its abbreviation.
_ZONE_NAMES = {"America/New_York": _("Eastern")}


def _rounded_away(exact: Fraction, lines: Iterable[Fraction | None]) -> int:
    """The nearest whole number, but never on or across a line that the exact number does not reach."""
    number = floor(exact + Fraction(1, 2))
    for line in lines:
        if line is None:
            continue
        if exact < line <= number:
            number = floor(exact)
        elif exact > line >= number:
            number = ceil(exact)
    return number


def plain_percent(share: Fraction, threshold: Fraction | None = None) -> str:
    """A share as a plain number with one decimal, never rounded across the threshold.

    59.96 % stays below a threshold of 60 %; neither does a single ballot
    become 0.0, nor all but one 100.0.
    """
    # The threshold last: where two lines are this close, it is the one that matters.
    lines = (Fraction(0), Fraction(1000), None if threshold is None else threshold * 1000)
    tenths = _rounded_away(share * 1000, lines)
    return f"{tenths // 10}.{tenths % 10}"


def share_text(share: Fraction, threshold: Fraction | None = None) -> str:
    """A share in words, such as "59.6 %"."""
    number = number_format(plain_percent(share, threshold), decimal_pos=1)
    return gettext("%(number)s %%") % {"number": number}


def threshold_text(threshold: Fraction) -> str:
    """A threshold in words: "60 %", or "2/3" where a percentage would be a lie."""
    percent = threshold * 100
    if percent.denominator == 1:
        return gettext("%(number)s %%") % {"number": percent.numerator}
    return f"{threshold.numerator}/{threshold.denominator}"


def threshold_position(threshold: Fraction) -> str:
    """Where the line stands on a bar, as a plain percentage."""
    return f"{float(threshold * 100):.2f}"


def number_text(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def votes_text(votes: Fraction, line: Fraction | None = None) -> str:
    """A number of votes; methods that pass on parts of a vote give hundredths.

    Never rounded onto or across `line`, the votes that elect: 416.999 of the
    417 that are needed is not shown as 417.00, nor the smallest part of a
    vote as none.
    """
    if votes.denominator == 1:
        return number_text(votes.numerator)
    hundredths = _rounded_away(votes * 100, (Fraction(0), None if line is None else line * 100))
    return number_format(Decimal(hundredths).scaleb(-2), decimal_pos=2, force_grouping=True)


def ballots_text(number: int) -> str:
    return ngettext("%(number)s ballot", "%(number)s ballots", number) % {"number": number_text(number)}


def list_text(names: Sequence[str]) -> str:
    """ "Ada", "Ada and Ben", "Ada, Ben and Cora"."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


class _PlainHours(DateFormat):
    """Django's date format, with "8 pm" for "8 p.m."."""

    def a(self):
        return gettext("pm") if self.data.hour > 11 else gettext("am")


def day_text(moment: datetime, *, with_weekday: bool = False) -> str:
    """A day with its year: "December 9, 2026"."""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    if with_weekday:
        return DateFormat(local).format(pgettext("day with weekday and year, date format", "l, F j, Y"))
    return DateFormat(local).format(pgettext("day with year, date format", "F j, Y"))


def moment_text(moment: datetime) -> str:
    """A moment with its day and its zone: "Friday, December 9, 8 pm Eastern"."""
    local = timezone.localtime(moment)
    if local.year == timezone.localtime().year:
        day = DateFormat(local).format(pgettext("day with weekday, date format", "l, F j"))
    else:
        day = day_text(moment, with_weekday=True)
    if local.minute:
        time = _PlainHours(local).format(pgettext("time with minutes, date format", "g:i a"))
    else:
        time = _PlainHours(local).format(pgettext("time on the hour, date format", "g a"))
    zone = _ZONE_NAMES.get(settings.TIME_ZONE, local.tzname())
    return gettext("%(day)s, %(time)s %(zone)s") % {"day": day, "time": time, "zone": zone}


def left_text(moment: datetime, *, at: datetime) -> str:
    """How long is left until a moment: "3 days, 4 hours left"; empty when it has passed."""
    if moment <= at:
        return ""
    return gettext("%(time)s left") % {"time": timeuntil(moment, at, depth=2)}


def length_text(opens_at: datetime, closes_at: datetime) -> str:
    """How long a vote is open: "5 days"."""
    return timeuntil(closes_at, opens_at, depth=1)
