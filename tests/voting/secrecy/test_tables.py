"""What the tables of ballots must not have: anything that tells when, in which order, or whose."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from wagtail.admin.viewsets import viewsets
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from tests.factories.sealed import sealed_ballots
from tests.factories.voting import cast, make_vote, make_voters
from voting.models import AuditEvent, Participation
from voting.plugins.roll_call.models import OpenBallot
from voting.plugins.secret import tables
from voting.plugins.secret.models import OfficersKey, OpenedBallot
from voting.schema import unlocked

NEVER_IN_AN_ADMIN = [Participation, OpenedBallot, OpenBallot, OfficersKey, AuditEvent]
# Kinds of columns that say nothing of time or order: bytes, an id, a reference.
SILENT = {"BinaryField", "UUIDField", "CharField"}
SEALED, OPENED, PARTICIPATION = "sealed", OpenedBallot._meta.db_table, Participation._meta.db_table


@pytest.fixture(params=[SEALED, OPENED, PARTICIPATION])
def table(request, db):
    """The name of each table that a cast or an opening writes to."""
    if request.param != SEALED:
        return request.param
    return tables.table_of(make_vote(ballots=[{"race": "a"}]).pk)


def columns(table):
    with connection.cursor() as cursor:
        return {
            column.name: connection.introspection.get_field_type(column.type_code, column)
            for column in connection.introspection.get_table_description(cursor, table)
        }


def test_the_columns_of_ballots_are_known(table):
    known = {OPENED: {"id", "vote_id", "ballot"}, PARTICIPATION: {"member_vote_id", "voter_ref"}}
    # On PostgreSQL a partition has the columns of the whole.
    sealed = {"id", "sealed"} | ({"vote_id"} if connection.vendor == "postgresql" else set())
    assert set(columns(table)) == known.get(table, sealed)


def test_no_column_tells_a_time_or_an_order(table):
    telling = ("Date", "Time", "Auto", "Integer")
    assert not {kind for kind in columns(table).values() if any(word in kind for word in telling)}


def test_the_fields_of_an_opened_ballot_are_silent():
    assert {field.get_internal_type() for field in OpenedBallot._meta.get_fields()} <= SILENT


def test_a_ballot_refers_to_nothing_and_nothing_refers_to_it(table):
    with connection.cursor() as cursor:
        referred_to = connection.introspection.get_relations(cursor, table)
        # That somebody took part is no ballot: it belongs to its vote. PostgreSQL's check of that
        # would leave the transaction of whoever cast last on the row of the vote.
        is_checked = table == PARTICIPATION and connection.vendor == "sqlite"
        assert set(referred_to) == ({"member_vote_id"} if is_checked else set())
        for other in connection.introspection.table_names(cursor):
            relations = connection.introspection.get_relations(cursor, other)
            assert table not in {relation[1] for relation in relations.values()}


def test_the_only_index_of_a_ballot_is_its_random_key(table):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table).values()
    keys = [each["columns"] for each in constraints if each["index"] or each["unique"] or each["primary_key"]]
    allowed = {
        OPENED: [["id"]],
        PARTICIPATION: [["member_vote_id", "voter_ref"]],
    }.get(table, [["id"], ["id", "vote_id"]])
    assert keys and all(sorted(key) in allowed for key in keys)


def test_sqlite_keeps_no_order_of_insertion(table):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no row numbers; see the drill of pairing")
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="no such column"), transaction.atomic():
            cursor.execute(f'SELECT rowid FROM "{table}"')
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


@pytest.mark.django_db
def test_every_vote_has_a_table_of_its_own():
    one, other = make_vote(ballots=[{"race": "a"}] * 2), make_vote(ballots=[{"race": "a"}])
    assert tables.table_of(one.pk) != tables.table_of(other.pk)
    assert [tables.count(str(vote.pk)) for vote in (one, other)] == [2, 1]
    tables.drop_table(str(one.pk))
    assert [tables.exists(str(vote.pk)) for vote in (one, other)] == [False, True]
    assert len(sealed_ballots()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET sealed = sealed", "DELETE FROM {}", "TRUNCATE {}"])
def test_a_sealed_ballot_is_only_added(statement):
    if connection.vendor == "sqlite":
        statement = statement.replace("TRUNCATE", "DELETE FROM")
    vote = make_vote(ballots=[{"race": "a"}])
    before = sealed_ballots(vote)
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(f'"{tables.table_of(vote.pk)}"'))
    assert sealed_ballots(vote) == before


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["shorter", "longer"])
def test_the_database_knows_the_one_length_of_a_votes_ballots(change):
    vote = make_vote(ballots=[{"race": "a"}])
    right = sealed_ballots(vote)[0]
    tables.insert(str(vote.pk), right)
    with pytest.raises(DatabaseError), transaction.atomic():
        tables.insert(str(vote.pk), right[:-1] if change == "shorter" else right + b"x")
    assert tables.count(str(vote.pk)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_named_ballot_is_only_added_to(change):
    people = make_voters(5)
    vote = make_vote(box="roll_call", voters=people)
    cast(vote, people[0], {"race": "a"})
    rows = OpenBallot.objects.filter(vote_id=vote.pk)
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        rows.update(ballot=b"{}") if change == "update" else rows.delete()
    assert bytes(rows.get().ballot) == b'{"race":"a"}'


@pytest.mark.django_db
@pytest.mark.parametrize("model", [AuditEvent, OpenBallot])
def test_rows_are_locked_again_when_taking_the_lock_off_fails_half_way(model):
    vote = make_vote(box="roll_call", ballots=[{"race": "a"}])
    rows = model.objects.all()
    with pytest.raises(RuntimeError), unlocked(model._meta.db_table):
        raise RuntimeError
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        rows.delete()
    assert rows.exists() and vote.log.exists()


@pytest.mark.parametrize("model", NEVER_IN_AN_ADMIN)
def test_no_admin_knows_ballots(model):
    assert model not in admin.site._registry
    assert model not in get_snippet_models()
    assert model not in get_page_models()
    assert model not in {getattr(viewset, "model", None) for viewset in viewsets.viewsets}


@pytest.mark.parametrize("model", NEVER_IN_AN_ADMIN)
def test_nobody_can_be_given_a_right_to_ballots(model):
    assert model._meta.default_permissions == ()
    assert model._meta.permissions in ([], ())


def test_every_table_of_the_ballot_boxes_is_looked_at_here():
    models = {
        *apps.get_app_config("voting_secret").get_models(),
        *apps.get_app_config("voting_roll_call").get_models(),
    }
    assert models == {OpenedBallot, OpenBallot, OfficersKey}
