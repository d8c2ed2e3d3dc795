import pytest
from django.db import connection

from tests.factories.voting import make_vote
from voting.plugins.secret.doctor import protected_rows
from voting.plugins.secret.tables import table_of

pytestmark = pytest.mark.django_db


def drop_a_trigger(table: str, name: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{table}_no_{name}"')
        else:
            name = {"update": "change", "delete": "truncate"}[name]
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            own = "sealed" if table.startswith("voting_secret_sealed_") else table
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{own}_no_{name}"')


def test_nothing_is_wrong_as_the_migrations_and_an_opening_leave_it():
    make_vote(ballots=[{"race": "a"}])
    assert list(protected_rows.findings()) == []


@pytest.mark.parametrize("name", ["update", "delete"])
@pytest.mark.parametrize(
    "table", ["voting_auditevent", "voting_checkpoint", "voting_roll_call_openballot", "sealed"]
)
def test_a_trigger_that_is_gone_is_found(table, name):
    vote = make_vote()
    table = table_of(vote.pk) if table == "sealed" else table
    drop_a_trigger(table, name)
    (finding,) = protected_rows.findings()
    assert (finding.code, finding.blocks) == ("rows-unprotected", True)
    assert table in finding.problem
