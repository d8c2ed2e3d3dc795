from datetime import UTC, datetime

from django.db import connection

# Now by the database's clock, and a moment that is given, as SQL that can be compared with a stored moment.
SQL_CLOCK = {
    "postgresql": "clock_timestamp()",
    # Written as Django stores moments: as text, to the microsecond.
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', 'now')",
}
SQL_MOMENT = {"postgresql": "%s::timestamptz", "sqlite": "%s"}


def database_clock() -> datetime:
    """The moment by the database's own clock: the only one that decides whether a ballot is in time.

    Not the start of the transaction: a cast that waited for a lock is judged
    when it gets through.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
            return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
