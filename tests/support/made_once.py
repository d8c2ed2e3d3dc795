"""What takes long to make and is always the same is made once a process; then its rows are written again."""

from collections.abc import Callable, Hashable
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import connection

_CHANGES = ("INSERT", "UPDATE", "DELETE")
_made: dict[Hashable, "_Made"] = {}


@dataclass(frozen=True)
class _Made:
    """What was there before, the statements that changed it, and what the maker returned."""

    before: tuple
    changes: tuple[tuple[str, Any], ...]
    result: Any


def made_once(make: Callable[[], Any], *, key: Hashable) -> Any:
    """What `make()` returns, with its rows in the database.

    The second time the same statements are run again, without all the work
    that led to them. That needs the same rows as the first time to begin with;
    where a test has made others before, and on PostgreSQL, whose numbers of
    rows go on after a rollback, `make` is called.
    """
    if connection.vendor != "sqlite":
        return make()
    before = _numbers_of_rows()
    kept = _made.get((key, before))
    if kept is None:
        with _listening() as changes:
            result = make()
        _made[key, before] = _Made(before, tuple(changes), deepcopy(result))
        return result
    with connection.cursor() as cursor:
        for statement, values in kept.changes:
            cursor.execute(statement, values)
    return deepcopy(kept.result)


def _numbers_of_rows() -> tuple:
    """The number that each table gave last; SQLite takes them back with the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())


@contextmanager
def _listening():
    """Gathers what is written; the statement as it was given, and its values."""
    changes: list[tuple[str, Any]] = []

    def hear(execute, statement, values, many, context):
        answer = execute(statement, values, many, context)
        if statement.lstrip().upper().startswith(_CHANGES):
            changes.extend((statement, each) for each in (values if many else [values]))
        return answer

    with connection.execute_wrapper(hear):
        yield changes
