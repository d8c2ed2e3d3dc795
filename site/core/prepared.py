"""Statements that are sent again and again: the database reads and plans them once a connection.

Django sends PostgreSQL every statement as new text. For the few that every
ballot needs, reading and planning them costs more than doing what they say.
SQLite's driver keeps its statements anyway.
"""

from functools import cache

from django.db import connection
from django.db.backends.utils import CursorWrapper


def prepared_cursor() -> CursorWrapper:
    """A cursor like `connection.cursor()`, for statements whose text is the same each time.

    Behind a pooler that gives every transaction another connection, which the
    setting DISABLE_SERVER_SIDE_CURSORS says, nothing is prepared.
    """
    if connection.vendor != "postgresql" or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = _preparing_cursor()(connection.connection)
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrapped(cursor)


@cache
def _preparing_cursor() -> type:
    from psycopg import Cursor  # noqa: PLC0415 -- a site on SQLite does without the driver

    class PreparingCursor(Cursor):
        def execute(self, query, params=None):
            return super().execute(query, params, prepare=True)

    return PreparingCursor
