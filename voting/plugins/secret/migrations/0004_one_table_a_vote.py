"""Sealed ballots move into a table for each vote: a partition on PostgreSQL, a table of its own on SQLite."""

import json
from uuid import UUID

from django.db import migrations

from voting.plugins.secret.sealing import wrapped_length
from voting.plugins.secret.tables import COUNTING, PARENT, REFUSING, make_table, table_of

BEFORE = f"{PARENT}_before"


def divide(apps, schema_editor):
    connection = schema_editor.connection
    lengths = {**_lengths_of_open_votes(apps, connection.alias), **_lengths_found(connection)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _make_parent(cursor)
        for vote_id, length in lengths.items():
            make_table(vote_id, length=length, using=connection)
            _move(cursor, connection.vendor, vote_id)
        cursor.execute(f'DROP TABLE "{BEFORE if connection.vendor == "postgresql" else PARENT}"')


def _lengths_of_open_votes(apps, alias):
    votes = apps.get_model("voting", "MemberVote").objects.using(alias).filter(box="secret", state="open")
    return {
        str(pk): wrapped_length(json.loads(manifest)["ballot_length"])
        for pk, manifest in votes.values_list("pk", "manifest")
    }


def _lengths_found(connection):
    """The length of the sealed ballots of each vote that has some; None where they differ."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT vote_id, min(length(sealed)), max(length(sealed)) FROM "{PARENT}" GROUP BY vote_id'
        )
        return {str(UUID(str(vote_id))): least if least == most else None for vote_id, least, most in cursor.fetchall()}


def _move(cursor, vendor, vote_id):
    # By their random ids: even the order in the old file is not kept.
    if vendor == "postgresql":
        cursor.execute(
            f'INSERT INTO "{PARENT}" (id, vote_id, sealed) '
            f'SELECT id, vote_id, sealed FROM "{BEFORE}" WHERE vote_id = %s ORDER BY id',
            [vote_id],
        )
    else:
        cursor.execute(
            f'INSERT INTO "{table_of(vote_id)}" (id, sealed) '
            f'SELECT id, sealed FROM "{PARENT}" WHERE vote_id = %s ORDER BY id',
            [vote_id.replace("-", "")],
        )


def _make_parent(cursor):
    for statement in (
        f'ALTER TABLE "{PARENT}" RENAME TO "{BEFORE}"',
        f'ALTER INDEX "{PARENT}_pkey" RENAME TO "{BEFORE}_pkey"',
        f'CREATE TABLE "{PARENT}" (id bytea NOT NULL, vote_id uuid NOT NULL, sealed bytea NOT NULL, '
        "PRIMARY KEY (vote_id, id)) PARTITION BY LIST (vote_id)",
        # Ciphertext does not compress.
        f'ALTER TABLE "{PARENT}" ALTER COLUMN sealed SET STORAGE EXTERNAL',
        f"CREATE FUNCTION {REFUSING}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'sealed ballots are only added'; END $$",
    ):
        cursor.execute(statement)
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    # Runs with the rights of the owner, so nobody else may choose where it finds its names.
    cursor.execute(
        f"CREATE FUNCTION {COUNTING}(uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER "
        "SET search_path = pg_catalog, pg_temp AS "
        f"$$ SELECT count(*) FROM {schema}.{PARENT} WHERE vote_id = $1 $$"
    )
    cursor.execute(f"REVOKE ALL ON FUNCTION {COUNTING}(uuid) FROM PUBLIC")


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0005_evidence_and_boxes"),
        ("voting_secret", "0003_officers_key"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(divide)],
            state_operations=[migrations.DeleteModel(name="SealedBallot")],
        ),
    ]
