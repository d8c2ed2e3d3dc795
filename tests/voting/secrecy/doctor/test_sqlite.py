import pytest
from django.db import connection, connections

from tests.factories.voting import make_vote
from voting.plugins.secret.doctor import sqlite
from voting.plugins.secret.tables import table_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
]


def codes():
    return {finding.code for finding in sqlite.findings()}


def test_nothing_is_wrong_with_the_settings_of_the_site():
    make_vote(ballots=[{"race": "a"}])
    assert codes() == set()


@pytest.fixture
def another_connection(tmp_path, monkeypatch):
    """Connects to a file of its own with the given PRAGMAs and options, as a site so set would."""
    opened = []

    def connect(*pragmas, **options):
        facts = {**connections.settings["default"], "NAME": tmp_path / "other.sqlite3"}
        other = connections["default"].__class__({**facts, "OPTIONS": options}, alias="other")
        opened.append(other)
        with other.cursor() as cursor:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
        monkeypatch.setattr(sqlite, "connection", other)

    yield connect
    for other in opened:
        other.close()


WELL = ["journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"]


def test_a_file_with_the_right_settings_is_well(another_connection):
    another_connection(*WELL, transaction_mode="IMMEDIATE")
    assert codes() == set()


@pytest.mark.parametrize(
    ("pragma", "code"),
    [
        ("journal_mode=DELETE", "sqlite-journal"),
        ("journal_mode=MEMORY", "sqlite-journal"),
        ("synchronous=NORMAL", "sqlite-synchronous"),
        ("synchronous=OFF", "sqlite-synchronous"),
        ("secure_delete=OFF", "sqlite-secure-delete"),
        ("secure_delete=FAST", "sqlite-secure-delete"),
    ],
)
def test_a_wrong_pragma_is_found(another_connection, pragma, code):
    another_connection(*WELL, pragma, transaction_mode="IMMEDIATE")
    assert codes() == {code}


@pytest.mark.parametrize("options", [{}, {"transaction_mode": "DEFERRED"}])
def test_transactions_that_begin_as_readers_are_found(another_connection, options):
    another_connection(*WELL, **options)
    assert codes() == {"sqlite-transactions"}


@pytest.mark.parametrize("table", ["voting_participation", "voting_secret_openedballot", "sealed"])
def test_a_table_that_was_remade_with_row_numbers_is_found(table):
    vote = make_vote(ballots=[{"race": "a"}])
    table = table_of(vote.pk) if table == "sealed" else table
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        definition = cursor.fetchone()[0]
        cursor.execute(f'DROP TABLE "{table}"')
        connection.connection.execute(definition.removesuffix("WITHOUT ROWID"))
    found = list(sqlite.findings())
    assert [finding.code for finding in found] == ["sqlite-row-numbers"]
    assert table in found[0].problem and found[0].blocks
