"""Many rows of the roll at once: the fewest statements that write them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField, Max, Model
from django.db.models.functions import Cast, Substr

from members.importing.people import OWN_NUMBERS
from members.models import Member

_BATCH = 500
# "roll", as a number: whoever writes many members holds this lock, one at a time.
_LOCK = 0x726F6C6C


def lock_roll() -> None:
    """Wait until no other import is under way; for the rest of the transaction.

    On SQLite every transaction is the only writer already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def insert(model: type[Model], rows: list) -> list:
    """The rows, with their primary keys."""
    return model._base_manager.bulk_create(rows, batch_size=_BATCH) if rows else []


def update(model: type[Model], values: Mapping[int, Mapping[str, Any]]) -> None:
    """Set fields of rows: {primary key: {field: value}}.

    One prepared statement for each set of fields; a CASE for each row, as Django's
    bulk_update writes it, takes many times as long.
    """
    by_fields: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for pk, fields in values.items():
        prepared = [
            model._meta.get_field(name).get_db_prep_save(value, connection) for name, value in fields.items()
        ]
        by_fields[tuple(fields)].append([*prepared, pk])
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for names, rows in by_fields.items():
            columns = ", ".join(f"{quote(model._meta.get_field(name).column)} = %s" for name in names)
            table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
            cursor.executemany(f"UPDATE {table} SET {columns} WHERE {key} = %s", rows)


def delete(model: type[Model], pks: Iterable[int]) -> None:
    """Remove rows that nothing refers to, without telling anybody about each."""
    pks = list(pks)
    for start in range(0, len(pks), _BATCH):
        rows = model._base_manager.filter(pk__in=pks[start : start + _BATCH])
        rows._raw_delete(rows.db)


class OwnNumbers:
    """Numbers for members whose list has none: R-1, R-2 ..., each given once."""

    def __init__(self):
        self._last: int | None = None

    def next(self) -> str:
        if self._last is None:
            own = Member.objects.filter(member_no__regex=rf"^{OWN_NUMBERS}[0-9]{{1,9}}$").order_by()
            digits = Cast(Substr("member_no", len(OWN_NUMBERS) + 1), IntegerField())
            self._last = own.aggregate(last=Max(digits))["last"] or 0
        self._last += 1
        return f"{OWN_NUMBERS}{self._last}"
