"""Whether the clock that opens and closes votes is right."""

import ctypes
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection
from django.utils.translation import gettext as _

from voting.api import Finding

_MOST_SECONDS_APART = 5
# What the kernel answers while nothing keeps its clock right.
_TIME_ERROR = 5
# More than the kernel's structure takes; its first field says that nothing is to be changed.
_ROOM_FOR_TIMEX = 512


def findings() -> Iterator[Finding]:
    apart = abs(seconds_apart())
    if apart > _MOST_SECONDS_APART:
        yield Finding(
            code="clock-differs",
            problem=_("The clock of the database and that of the site are %(seconds)d seconds apart.")
            % {"seconds": apart},
            remedy=_("Let both hosts set their clocks by NTP. The database's clock opens and closes votes."),
        )
    if not is_synchronized():
        yield Finding(
            code="clock-unsynchronized",
            problem=_("Nothing keeps the clock of this host right."),
            remedy=_("Turn NTP on, for example: timedatectl set-ntp true"),
            blocks=False,
        )


def seconds_apart() -> float:
    """By how much the database's clock is ahead of this host's."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        else:
            cursor.execute("SELECT (julianday('now') - 2440587.5) * 86400.0")
        return cursor.fetchone()[0] - datetime.now(UTC).timestamp()


def is_synchronized() -> bool:
    """What the kernel says of its own clock; True where it cannot be asked."""
    try:
        return ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_ROOM_FOR_TIMEX)) != _TIME_ERROR
    except (AttributeError, OSError):
        return True
