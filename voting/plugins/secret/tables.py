"""Where sealed ballots lie: a table for each vote, so that dropping it takes the file away.

On PostgreSQL it is a partition of one table: whoever may insert into that one
needs no right to read it, and none at all to the partitions. On SQLite it is
a table without row numbers, which would keep the order of casting.

No column tells a time, an order or a person; the ids are random, and made here.
"""

import logging
import secrets
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import OperationalError, connection, transaction

from core.prepared import prepared_cursor

logger = logging.getLogger("voting")

PARENT = "voting_secret_sealedballot"
# PostgreSQL: says how many ballots a vote has to a role that cannot read them.
COUNTING = "voting_secret_stored"
# PostgreSQL: what the triggers of every partition call.
REFUSING = "voting_secret_sealed_refuse"
# How long a drop waits for others, while those who cast wait behind it.
_LOCK_TIMEOUT = "2s"
# Up to this size SQLite's file is written anew after a destruction: a second or two.
_MOST_BYTES_TO_REWRITE = 256 * 1024 * 1024
_ID_BYTES = 16


def table_of(vote_id: str) -> str:
    return f"voting_secret_sealed_{UUID(str(vote_id)).hex}"


def make_table(vote_id: str, *, length: int | None, using=connection) -> None:
    """Make room for the ballots of a vote, each `length` bytes long; None where they differ."""
    statements = _making_on_sqlite if using.vendor == "sqlite" else _making_on_postgresql
    with using.cursor() as cursor:
        for statement in statements(str(UUID(str(vote_id))), length):
            cursor.execute(statement)
        if using.vendor == "postgresql":
            _revoke_everything(cursor, table_of(vote_id))


def insert(vote_id: str, sealed: bytes) -> None:
    """Add one ballot. Needs no right to read."""
    id_ = secrets.token_bytes(_ID_BYTES)
    with prepared_cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'INSERT INTO "{table_of(vote_id)}" (id, sealed) VALUES (%s, %s)', [id_, sealed])
        else:
            cursor.execute(
                f'INSERT INTO "{PARENT}" (id, vote_id, sealed) VALUES (%s, %s, %s)',
                [id_, UUID(vote_id), sealed],
            )


def count(vote_id: str) -> int:
    """How many sealed ballots a vote has. Needs no right to read them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {COUNTING}(%s)", [UUID(vote_id)])
        elif not exists(vote_id):
            return 0
        else:
            cursor.execute(f'SELECT count(*) FROM "{table_of(vote_id)}"')
        return cursor.fetchone()[0]


def exists(vote_id: str) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table_of(vote_id)])
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = %s", [table_of(vote_id)]
            )
        return bool(cursor.fetchone()[0])


def ids(vote_id: str) -> list[bytes]:
    """The id of every sealed ballot."""
    if not exists(vote_id):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{table_of(vote_id)}"')
        return [bytes(row[0]) for row in cursor]


def ballots(vote_id: str, wanted: Sequence[bytes]) -> dict[bytes, bytes]:
    """Some hundred sealed ballots by their ids."""
    # The key of a partition begins with the vote.
    of_vote = f"vote_id = '{UUID(vote_id)}' AND " if connection.vendor == "postgresql" else ""
    places = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id, sealed FROM "{table_of(vote_id)}" WHERE {of_vote}id IN ({places})', list(wanted)
        )
        return {bytes(id_): bytes(sealed) for id_, sealed in cursor}


def drop_table(vote_id: str) -> bool:
    """Remove the sealed ballots of a vote for good, once the transaction is committed; whether it had any.

    Raises OperationalError when somebody keeps the table in use.
    """
    if not exists(vote_id):
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
        cursor.execute(f'DROP TABLE "{table_of(vote_id)}"')
    transaction.on_commit(_take_copies_away)
    return True


def _take_copies_away() -> None:
    """The ballots are destroyed whether or not this works: what is left of them cannot be opened."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                _clean_sqlite(cursor)
            elif _may_checkpoint(cursor):
                # Only a checkpoint gives the room of a dropped file back.
                cursor.execute("CHECKPOINT")
    except OperationalError:
        logger.warning(
            "Sealed ballots are destroyed; copies may stay in the files of the database for a while"
        )


def _clean_sqlite(cursor) -> None:
    """Dropped pages are overwritten already (secure_delete); older copies may lie in the log of changes."""
    cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    if cursor.fetchone()[0] <= _MOST_BYTES_TO_REWRITE:
        cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _may_checkpoint(cursor) -> bool:
    cursor.execute(
        "SELECT rolsuper OR EXISTS (SELECT FROM pg_roles c WHERE c.rolname = 'pg_checkpoint' "
        "AND pg_has_role(c.oid, 'USAGE')) FROM pg_roles WHERE rolname = current_user"
    )
    return cursor.fetchone()[0]


def _making_on_sqlite(vote_id: str, length: int | None) -> Iterable[str]:
    table = table_of(vote_id)
    checked = f" CHECK (length(sealed) = {length:d})" if length else ""
    yield (
        f'CREATE TABLE "{table}" (id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = {_ID_BYTES}), '
        f"sealed BLOB NOT NULL{checked}) WITHOUT ROWID"
    )
    for verb in ("UPDATE", "DELETE"):
        yield (
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            "BEGIN SELECT RAISE(ABORT, 'sealed ballots are only added'); END"
        )


def _making_on_postgresql(vote_id: str, length: int | None) -> Iterable[str]:
    table = table_of(vote_id)
    checked = f", CHECK (octet_length(sealed) = {length:d})" if length else ""
    # Made apart and attached: that way nobody who casts in another vote has to wait.
    yield (
        f'CREATE TABLE "{table}" (LIKE "{PARENT}" INCLUDING ALL, CHECK (vote_id = \'{vote_id}\'), '
        f"CHECK (octet_length(id) = {_ID_BYTES}){checked})"
    )
    for name, when in (
        ("sealed_no_change", "UPDATE OR DELETE ON {} FOR EACH ROW"),
        ("sealed_no_truncate", "TRUNCATE ON {} FOR EACH STATEMENT"),
    ):
        where = when.format(f'"{table}"')
        yield f"CREATE TRIGGER {name} BEFORE {where} EXECUTE FUNCTION {REFUSING}()"
    yield f'ALTER TABLE "{PARENT}" ATTACH PARTITION "{table}" FOR VALUES IN (\'{vote_id}\')'


def _revoke_everything(cursor, table: str) -> None:
    """Take away what default privileges gave to others: rights to the whole are enough to insert."""
    cursor.execute(
        "SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END "
        "FROM pg_class, aclexplode(relacl) WHERE oid = to_regclass(%s) AND grantee <> relowner",
        [table],
    )
    for (grantee,) in cursor.fetchall():
        cursor.execute(f'REVOKE ALL ON "{table}" FROM {grantee}')
