"""Who writes the roll, one at a time, and the numbers it gives."""

from django.db import connection
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from members.importing.people import OWN_NUMBERS
from members.models import Member

# "roll", as a number: whoever writes many members holds this lock, one at a time.
_LOCK = 0x726F6C6C


def lock_roll() -> None:
    """Wait until no other import is under way; for the rest of the transaction.

    On SQLite every transaction is the only writer already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


class OwnNumbers:
    """Numbers for members whose list has none: R-1, R-2 ..., each given once."""

    def __init__(self):
        self._last: int | None = None

    def next(self) -> str:
        if self._last is None:
            own = Member.objects.filter(member_no__regex=rf"^{OWN_NUMBERS}[0-9]{{1,9}}$").order_by()
            digits = Cast(Substr("member_no", len(OWN_NUMBERS) + 1), IntegerField())
            self._last = own.aggregate(last=Max(digits))["last"] or 0
        self._last += 1
        return f"{OWN_NUMBERS}{self._last}"
