"""Statements that are sent again and again: the database reads and plans them once a connection.

Django sends PostgreSQL every statement as new text. For the few that every
ballot needs, reading and planning them costs more than doing what they say.
SQLite's driver keeps its statements anyway.
"""

from functools import cache
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper

# After so many executions the driver would prepare a statement that nobody asked it to.
_NEVER_BY_ITSELF = 2**62
# Django asks a connection in every request whether it still answers (CONN_HEALTH_CHECKS): a round
# trip of its own. One that was in use so many seconds ago does; where it failed, Django knows.
_SURELY_ALIVE = 1.0


def prepared_cursor() -> CursorWrapper:
    """A cursor like `connection.cursor()`, for statements whose text is the same each time.

    Behind a pooler that gives every transaction another connection, which the
    setting DISABLE_SERVER_SIDE_CURSORS says, nothing is prepared; nor while
    Django lists its queries: the driver does not say what a prepared one was.
    """
    # The connection itself: `django.db.connection` looks it up anew for every attribute.
    database = connections[DEFAULT_DB_ALIAS]
    if (
        database.vendor != "postgresql"
        or database.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
        or database.queries_logged
    ):
        return database.cursor()
    now = monotonic()
    if now - getattr(database, "last_prepared_at", -_SURELY_ALIVE) < _SURELY_ALIVE:
        database.health_check_done = True
    database.last_prepared_at = now
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        # Django forbids the driver to prepare anything; this allows what is asked for here, and no more.
        database.connection.prepare_threshold = _NEVER_BY_ITSELF
        cursor = _preparing_cursor()(database.connection)
    return database.make_cursor(cursor)


@cache
def _preparing_cursor() -> type:
    from psycopg import Cursor  # noqa: PLC0415 -- a site on SQLite does without the driver

    class PreparingCursor(Cursor):
        def execute(self, query, params=None):
            return super().execute(query, params, prepare=True)

    return PreparingCursor
