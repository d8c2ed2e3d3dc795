"""Many rows at once, as a list of members has them: a few statements, and no object for each row.

Django's bulk_create and bulk_update build a model and a piece of SQL for every row; for a
list of a hundred thousand people that takes longer than everything else together.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault
from django.utils import timezone

_BATCH = 500
# Their values go to the database as they are.
_PLAIN = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.ForeignKey)


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert rows and give their primary keys, in the same order.

    `rows`: the values of the fields `names`; all other fields get their default. No signal is
    sent and nothing is computed: what `save` would do is the caller's to do.
    """
    if not rows:
        return []
    # No other writer comes between the keys and the rows.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        pks = _next_keys(cursor, model, len(rows))
        columns, values_of = _columns_of(model, tuple(names))
        full = ([pk, *values_of(row)] for pk, row in zip(pks, rows, strict=True))
        table = connection.ops.quote_name(model._meta.db_table)
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in full:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * (columns.count(",") + 1))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", full)
    return pks


def update(model: type[models.Model], values: Mapping[int, Mapping[str, Any]]) -> None:
    """Set fields of rows: {primary key: {field: value}}. No signal is sent."""
    by_fields: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for pk, fields in values.items():
        prepare = [_prepared(model._meta.get_field(name)) for name in fields]
        by_fields[tuple(fields)].append(
            [*(make(value) for make, value in zip(prepare, fields.values(), strict=True)), pk]
        )
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for names, rows in by_fields.items():
            columns = ", ".join(f"{quote(model._meta.get_field(name).column)} = %s" for name in names)
            table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
            cursor.executemany(f"UPDATE {table} SET {columns} WHERE {key} = %s", rows)


def delete(model: type[models.Model], pks: Iterable[int]) -> None:
    """Remove rows that nothing refers to, without telling anybody about each."""
    pks = list(pks)
    for start in range(0, len(pks), _BATCH):
        rows = model._base_manager.filter(pk__in=pks[start : start + _BATCH])
        rows._raw_delete(rows.db)


def _next_keys(cursor, model: type[models.Model], number: int) -> list[int]:
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, model._meta.pk.column, number],
        )
        return [key for (key,) in cursor.fetchall()]
    # The transaction is the only writer, and a key is never given twice.
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    found = cursor.fetchone()
    last = found[0] if found else 0
    return list(range(last + 1, last + number + 1))


def _columns_of(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[str, Callable[[Sequence[Any]], list[Any]]]:
    """The columns of an insert, and what makes the values of one from those of the fields `names`."""
    told = [model._meta.get_field(name) for name in names]
    others = [field for field in model._meta.concrete_fields if not field.primary_key and field not in told]
    prepare = [_prepared(field) for field in told]
    defaults = [_default(field) for field in others]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in [model._meta.pk, *told, *others])

    def values_of(row: Sequence[Any]) -> list[Any]:
        said = [make(value) for make, value in zip(prepare, row, strict=True)]
        return said + [make() for make in defaults]

    return columns, values_of


def _default(field: models.Field) -> Callable[[], Any]:
    prepare = _prepared(field)
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        now = prepare(timezone.now())
        return lambda: now
    if callable(field.default) and not isinstance(field.default, DatabaseDefault):
        return lambda: prepare(field.get_default())
    value = prepare(field.get_default())
    return lambda: value


def _prepared(field: models.Field) -> Callable[[Any], Any]:
    """What the database is given for a value of this field."""
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, _PLAIN):
        return lambda value: value
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        # A list names the same days again and again.
        return lru_cache(maxsize=4096)(lambda value: field.get_db_prep_save(value, connection))
    return lambda value: field.get_db_prep_save(value, connection)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ("[]" if isinstance(value, list) else "{}")
