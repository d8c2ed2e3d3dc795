"""Casting takes the lock of a vote shared, closing takes it alone.

On PostgreSQL advisory locks of the transaction; a row lock would let a stream
of casts starve the closing. The shared one is taken by the function that
records a participation (`voting.recording`). On SQLite every transaction is the only writer
already (BEGIN IMMEDIATE).
"""

from uuid import UUID

from django.db import connection


def _key(vote_id: UUID) -> int:
    return int.from_bytes(vote_id.bytes[:8], "big", signed=True)


def casting_lock(vote_id: UUID) -> list[int]:
    """What the statement that records a participation needs to lock the vote with it (`voting.recording`)."""
    return [_key(vote_id)] if connection.vendor == "postgresql" else []


def lock_for_change(vote_id: UUID) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(vote_id)])
