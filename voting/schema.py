"""Migration operations that secrecy and the log rest on."""

from contextlib import contextmanager

from django.db import connection, migrations, transaction


def without_rowid(table: str) -> migrations.RunPython:
    """Remake an empty SQLite table without its hidden row number.

    A rowid table keeps the order of insertion, and with it the link between a
    participation and a ballot; PostgreSQL has no such column to remove.
    """

    def remake(apps, schema_editor):
        if schema_editor.connection.vendor != "sqlite":
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            definition = cursor.fetchone()[0]
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
                [table],
            )
            indexes = [row[0] for row in cursor.fetchall()]
        # The statement is the database's own; a percent sign in it must stay one.
        schema_editor.execute(f'DROP TABLE "{table}"', params=None)
        schema_editor.execute(definition + " WITHOUT ROWID", params=None)
        for statement in indexes:
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(remake, migrations.RunPython.noop, atomic=True)


class SlimForeignKey(migrations.AlterField):
    """Give up a foreign key's own index, or its check in the database, and leave SQLite's table alone.

    Django would remake it there, and with the remade table the rows' hidden
    numbers would be back. Only the index goes; SQLite's own check of the key
    costs next to nothing and stays.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
        for name, facts in found.items():
            if facts["index"] and not facts["unique"] and facts["columns"] == [column]:
                schema_editor.execute(f'DROP INDEX "{name}"', params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


def append_only(table: str) -> migrations.RunPython:
    """Make the database itself refuse to change or delete rows of a table."""

    def create(apps, schema_editor):
        for statement in _trigger_statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    def drop(apps, schema_editor):
        for statement in _drop_statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(create, drop)


def is_append_only(table: str) -> bool:
    """Whether the locks of `append_only` are on a table: a dump that was brought back may have lost them."""
    if connection.vendor == "sqlite":
        query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)"
        names = [f"{table}_no_{verb}" for verb in ("update", "delete")]
    else:
        # A trigger that was switched off is still listed.
        query = (
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) "
            "AND tgenabled <> 'D' AND tgname IN (%s, %s)"
        )
        names = [f'"{table}"', *(f"{table}_no_{verb}" for verb in ("change", "truncate"))]
    with connection.cursor() as cursor:
        cursor.execute(query, names)
        return cursor.fetchone()[0] == 2


def _trigger_statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f'CREATE OR REPLACE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION 'rows of {table} are only added'; END $$",
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{table}_refuse"()',
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{table}_refuse"()',
    ]


def _drop_statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"' for verb in ("update", "delete")]
    return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}" ON "{table}"' for verb in ("change", "truncate")]


@contextmanager
def unlocked(*tables: str):
    """Take the locks of `append_only` off inside a transaction.

    For two purposes alone: to remove demo votes, and to replace the reference
    of a person who is erased. Only the owner of the tables can. Where
    something fails in between, the locks are back as they were.
    """
    vendor = connection.vendor
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            for statement in _drop_statements(vendor, table):
                cursor.execute(statement)
        yield
        for table in tables:
            for statement in _trigger_statements(vendor, table):
                cursor.execute(statement)
