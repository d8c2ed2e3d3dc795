"""What the tables of ballots must not have: anything that tells when, in which order, or whose."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from wagtail.admin.viewsets import viewsets
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from tests.factories.voting import cast, make_vote, make_voters
from voting.models import AuditEvent, Participation
from voting.plugins.roll_call.models import OpenBallot
from voting.plugins.secret.models import OfficersKey, OpenedBallot, SealedBallot
from voting.schema import unlocked

BALLOTS = [SealedBallot, OpenedBallot]
NEVER_IN_AN_ADMIN = [Participation, SealedBallot, OpenedBallot, OpenBallot, OfficersKey, AuditEvent]
# Kinds of columns that say nothing of time or order: bytes, an id, a reference.
SILENT = {"BinaryField", "UUIDField", "CharField"}

every_ballot = pytest.mark.parametrize("model", BALLOTS)


def columns(model):
    with connection.cursor() as cursor:
        return {
            column.name: connection.introspection.get_field_type(column.type_code, column)
            for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
        }


@pytest.mark.django_db
def test_the_columns_of_ballots_are_known():
    assert set(columns(SealedBallot)) == {"id", "vote_id", "sealed"}
    assert set(columns(OpenedBallot)) == {"id", "vote_id", "ballot"}
    assert set(columns(Participation)) == {"member_vote_id", "voter_ref"}


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*BALLOTS, Participation])
def test_no_column_tells_a_time_or_an_order(model):
    kinds = set(columns(model).values())
    telling = ("Date", "Time", "Auto", "Integer")
    assert not {kind for kind in kinds if any(word in kind for word in telling)}


@every_ballot
def test_the_fields_of_a_ballot_are_silent(model):
    assert {field.get_internal_type() for field in model._meta.get_fields()} <= SILENT


@pytest.mark.django_db
@every_ballot
def test_a_ballot_refers_to_nothing_and_nothing_refers_to_it(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        assert connection.introspection.get_relations(cursor, table) == {}
        for other in connection.introspection.table_names(cursor):
            relations = connection.introspection.get_relations(cursor, other)
            assert table not in {relation[1] for relation in relations.values()}


@every_ballot
def test_the_only_index_of_a_ballot_is_its_random_key(model):
    assert not model._meta.indexes
    assert [field.name for field in model._meta.get_fields() if field.db_index or field.unique] == ["id"]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*BALLOTS, Participation])
def test_sqlite_keeps_no_order_of_insertion(model):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no row numbers; see the drill of pairing")
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="no such column"), transaction.atomic():
            cursor.execute(f'SELECT rowid FROM "{model._meta.db_table}"')
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [model._meta.db_table])
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


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
    assert models == {SealedBallot, OpenedBallot, OpenBallot, OfficersKey}
