"""Statements that are prepared are Django's in everything else."""

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction

from core import prepared
from core.prepared import prepared_cursor
from tests.factories.members import make_tier

pytestmark = pytest.mark.django_db


def test_rows_come_back_and_the_query_is_counted(django_assert_num_queries):
    with django_assert_num_queries(2):
        for number in (1, 2):
            with prepared_cursor() as cursor:
                cursor.execute("SELECT CAST(%s AS integer) + 1", [number])
                assert cursor.fetchone() == (number + 1,)


def test_errors_are_those_of_django():
    tier = make_tier()
    with pytest.raises(IntegrityError), transaction.atomic(), prepared_cursor() as cursor:
        cursor.execute("UPDATE members_membershiptier SET name = NULL WHERE id = %s", [tier.pk])


def test_nothing_is_prepared_behind_a_pooler(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    with prepared_cursor() as cursor, connection.cursor() as ordinary:
        assert type(cursor.cursor) is type(ordinary.cursor)


def test_the_database_keeps_the_plan_of_what_was_asked_for_and_of_nothing_else():
    asked_for, other = "SELECT 'asked for' || %s::text", "SELECT 'other' || %s::text"
    if connection.vendor == "sqlite":
        # Its driver keeps every statement; there the cursor is Django's.
        with prepared_cursor() as cursor, connection.cursor() as ordinary:
            assert type(cursor.cursor) is type(ordinary.cursor)
        return
    for _number in range(10):
        with prepared_cursor() as cursor, connection.cursor() as ordinary:
            cursor.execute(asked_for, ["!"])
            ordinary.execute(other, ["!"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        plans = dict(cursor.fetchall())
    assert plans[asked_for.replace("%s", "$1")] == 10
    assert not [statement for statement in plans if "other" in statement]


def test_a_connection_that_has_just_been_in_use_is_not_asked_whether_it_answers(monkeypatch):
    database = connections[DEFAULT_DB_ALIAS]
    asked = []
    clock = iter([100.0, 100.9, 101.8, 102.9])
    monkeypatch.setattr(prepared, "monotonic", lambda: next(clock))
    monkeypatch.setattr(type(database), "is_usable", lambda self: asked.append(self) or True)
    for name, value in {"health_check_enabled": True, "last_prepared_at": 0.0}.items():
        monkeypatch.setitem(vars(database), name, value)
    found = []
    for _request in range(4):
        monkeypatch.setitem(vars(database), "health_check_done", False)
        with prepared_cursor() as cursor:
            cursor.execute("SELECT 1")
        found.append(len(asked))
    # SQLite's is asked each time: it costs nothing there.
    assert found == ([1, 1, 1, 2] if connection.vendor == "postgresql" else [1, 2, 3, 4])
