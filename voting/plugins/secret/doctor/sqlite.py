"""How SQLite keeps its file: nothing acknowledged is lost, nothing deleted stays, no order is kept."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from voting.api import Finding

_FULL = 2
_WITHOUT_ROW_NUMBERS = ("voting_participation", "voting_secret_openedballot")


def findings() -> Iterator[Finding]:
    if _pragma("journal_mode") != "wal":
        yield Finding(
            code="sqlite-journal",
            problem=_("SQLite has no write-ahead log: people who vote and people who read block each other."),
            remedy=_in_options("journal_mode=WAL"),
        )
    if _pragma("synchronous") < _FULL:
        yield Finding(
            code="sqlite-synchronous",
            problem=_("SQLite does not wait for the disk: a power cut can lose ballots."),
            remedy=_in_options("synchronous=FULL"),
        )
    if _pragma("secure_delete") != 1:
        yield Finding(
            code="sqlite-secure-delete",
            problem=_("SQLite leaves what was deleted in its file."),
            remedy=_in_options("secure_delete=ON"),
        )
    if connection.transaction_mode not in ("IMMEDIATE", "EXCLUSIVE"):
        yield Finding(
            code="sqlite-transactions",
            problem=_("SQLite would refuse most ballots that come in the same moment."),
            remedy=_('Put "transaction_mode": "IMMEDIATE" into the OPTIONS of the database.'),
        )
    if tables := _tables_with_row_numbers():
        yield Finding(
            code="sqlite-row-numbers",
            problem=_("These tables keep the order in which people voted: %(tables)s.")
            % {"tables": ", ".join(tables)},
            remedy=_("They must be WITHOUT ROWID. Restore them from the migrations before anybody votes."),
        )


def _in_options(pragma: str) -> str:
    return _("Put PRAGMA %(pragma)s into the init_command of the database.") % {"pragma": pragma}


def _pragma(name: str):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def _tables_with_row_numbers() -> list[str]:
    with connection.cursor() as cursor:
        # The database's own word for each table that is really there.
        cursor.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 0"
        )
        numbered = [row[0] for row in cursor.fetchall()]
    return [
        name for name in numbered if name in _WITHOUT_ROW_NUMBERS or name.startswith("voting_secret_sealed_")
    ]
