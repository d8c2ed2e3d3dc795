"""Whether the database itself still refuses to change what is only ever added to."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from voting.api import Finding
from voting.plugins.secret.tables import PARENT

_LOGS = ("voting_auditevent", "voting_checkpoint", "voting_roll_call_openballot")


def findings() -> Iterator[Finding]:
    if open_tables := _unprotected():
        yield Finding(
            code="rows-unprotected",
            problem=_("The database would let somebody change or delete rows of: %(tables)s.")
            % {"tables": ", ".join(open_tables)},
            remedy=_("The triggers that refuse this are gone. Find out who removed them. Restore a backup."),
        )


def _unprotected() -> list[str]:
    protected, sealed = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    return [table for table in (*_LOGS, *sealed) if table not in protected]


def _on_postgresql() -> tuple[set[str], list[str]]:
    """Tables whose triggers refuse changes and emptying, and the names of those of sealed ballots."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.inhrelid IS NOT NULL, "
            "(SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal "
            "AND t.tgenabled IN ('O', 'A') "
            "AND (t.tgname LIKE '%%\\_no\\_change' OR t.tgname LIKE '%%\\_no\\_truncate')) "
            "FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhparent = %s::regclass "
            "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
            "AND (c.relname = ANY(%s) OR i.inhrelid IS NOT NULL)",
            [PARENT, list(_LOGS)],
        )
        rows = cursor.fetchall()
    return {name for name, _is_sealed, triggers in rows if triggers == 2}, [
        name for name, is_sealed, _triggers in rows if is_sealed
    ]


def _on_sqlite() -> tuple[set[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        rows = cursor.fetchall()
    triggers = {name for kind, name in rows if kind == "trigger"}
    tables = [name for kind, name in rows if kind == "table"]
    return {name for name in tables if {f"{name}_no_update", f"{name}_no_delete"} <= triggers}, [
        name for name in tables if name.startswith("voting_secret_sealed_")
    ]
