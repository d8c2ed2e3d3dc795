"""Sealed ballots as they lie in the database, which no model of Django's knows."""

from contextlib import contextmanager

from django.db import connection

from voting.plugins.secret import tables


def sealed_ballots(vote=None) -> list[bytes]:
    """Those of a vote, or all there are, by their random ids."""
    found = {}
    for name in _tables() if vote is None else [tables.table_of(vote.pk)]:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT id, sealed FROM "{name}"')
            found.update((bytes(id_), bytes(sealed)) for id_, sealed in cursor.fetchall())
    return [found[id_] for id_ in sorted(found)]


def lose_a_ballot(vote) -> None:
    """As if somebody with every right to the database had removed one."""
    with _trespassing(vote) as cursor:
        table = tables.table_of(vote.pk)
        cursor.execute(f'DELETE FROM "{table}" WHERE id = (SELECT id FROM "{table}" ORDER BY id LIMIT 1)')


def spoil_a_ballot(vote) -> None:
    """As if somebody with every right to the database had changed one."""
    with _trespassing(vote) as cursor:
        table = tables.table_of(vote.pk)
        rubbish = b"x" * len(sealed_ballots(vote)[0])
        first = f'SELECT id FROM "{table}" ORDER BY id LIMIT 1'
        cursor.execute(f'UPDATE "{table}" SET sealed = %s WHERE id = ({first})', [rubbish])


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return [tables.PARENT]
        mine = "type = 'table' AND name GLOB 'voting_secret_sealed_*'"
        cursor.execute(f"SELECT name FROM sqlite_master WHERE {mine}")
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def _trespassing(vote):
    """Without the triggers that refuse changes, which are back at the end."""
    table = tables.table_of(vote.pk)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            yield cursor
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        triggers = cursor.fetchall()
        for name, _definition in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield cursor
        for _name, definition in triggers:
            cursor.execute(definition)
