"""Votes that were open when the site was brought up to date lose no ballot."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tests.factories.sealed import sealed_ballots
from tests.factories.voting import cast, make_vote, make_voters
from voting.domain.counting import count_vote
from voting.domain.lifecycle import close_vote
from voting.plugins.secret import tables

migration = import_module("voting.plugins.secret.migrations.0004_one_table_a_vote")
pytestmark = pytest.mark.django_db


def bring_back_the_old_table(votes) -> None:
    """One table for all votes, as version 0.1 had it."""
    rows = []
    with connection.cursor() as cursor:
        for vote in votes:
            found = tables.ballots(str(vote.pk), tables.ids(str(vote.pk))) if sealed_ballots(vote) else {}
            rows += [(id_, vote.pk, sealed) for id_, sealed in found.items()]
            cursor.execute(f'DROP TABLE "{tables.table_of(vote.pk)}"')
        if connection.vendor == "postgresql":
            cursor.execute(
                f"DROP FUNCTION {tables.COUNTING}(uuid); DROP FUNCTION {tables.REFUSING}() CASCADE"
            )
            cursor.execute(f"DROP TABLE {tables.PARENT} CASCADE")
            columns = "id bytea NOT NULL PRIMARY KEY, vote_id uuid NOT NULL, sealed bytea NOT NULL"
            cursor.execute(f"CREATE TABLE {tables.PARENT} ({columns})")
        else:
            columns = "id BLOB NOT NULL PRIMARY KEY, vote_id char(32) NOT NULL, sealed BLOB NOT NULL"
            cursor.execute(f"CREATE TABLE {tables.PARENT} ({columns}) WITHOUT ROWID")
        for id_, vote_id, sealed in rows:
            vote_id = vote_id if connection.vendor == "postgresql" else vote_id.hex
            cursor.execute(f"INSERT INTO {tables.PARENT} VALUES (%s, %s, %s)", [id_, vote_id, sealed])


def test_ballots_of_open_votes_move_and_are_counted():
    people = make_voters(8)
    one = make_vote(voters=people, ballots=[{"race": "a"}] * 3)
    other = make_vote(voters=people, ballots=[{"race": "b"}] * 2)
    empty = make_vote(voters=people)
    before = [sealed_ballots(vote) for vote in (one, other)]
    bring_back_the_old_table([one, other, empty])

    migration.divide(apps, SimpleNamespace(connection=connection))

    assert [sealed_ballots(vote) for vote in (one, other)] == before
    assert [tables.count(str(vote.pk)) for vote in (one, other, empty)] == [3, 2, 0]
    # Who had not voted yet still can, in each of them.
    for vote in (one, other, empty):
        assert cast(vote, people[7], {"race": "ne"}).stored
        close_vote(member_vote=vote, at=vote.closes_at)
        count_vote(member_vote=vote, at=vote.closes_at)
    tallies = [vote.contests.get().tally.result["tallies"] for vote in (one, other, empty)]
    assert [(each["a"], each["b"], each["ne"]) for each in tallies] == [
        ("3", "0", "1"),
        ("0", "2", "1"),
        ("0", "0", "1"),
    ]


def test_nothing_is_left_of_the_old_table():
    vote = make_vote(ballots=[{"race": "a"}] * 3)
    bring_back_the_old_table([vote])
    migration.divide(apps, SimpleNamespace(connection=connection))
    names = connection.introspection.table_names()
    assert migration.BEFORE not in names
    if connection.vendor == "sqlite":
        assert tables.PARENT not in names
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relkind FROM pg_class WHERE relname = %s", [tables.PARENT])
            assert cursor.fetchone()[0] in (b"p", "p")
