"""Casting takes the lock of a vote shared, closing takes it alone.

On PostgreSQL advisory locks of the transaction; a row lock would let a stream
of casts starve the closing. On SQLite every transaction is the only writer
already (BEGIN IMMEDIATE).
"""

from uuid import UUID

from django.db import connection

from core.prepared import prepared_cursor

# For five seconds at most, and for this transaction only.
_FOR_CASTING = "SELECT set_config('lock_timeout', '5s', true), pg_advisory_xact_lock_shared(%s)"


def _key(vote_id: UUID) -> int:
    return int.from_bytes(vote_id.bytes[:8], "big", signed=True)


def lock_for_casting(vote_id: UUID) -> None:
    if connection.vendor == "postgresql":
        with prepared_cursor() as cursor:
            cursor.execute(_FOR_CASTING, [_key(vote_id)])


def lock_for_change(vote_id: UUID) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(vote_id)])
