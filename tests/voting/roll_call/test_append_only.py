"""Revisions of named ballots are only added: the database itself sees to that."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.voting import cast, make_vote, make_voters
from voting.api import ballot_boxes
from voting.domain.errors import CannotOpen
from voting.domain.lifecycle import open_vote
from voting.domain.manifest import manifest_of
from voting.models import State
from voting.models.member_vote import vote_ref
from voting.plugins.roll_call.models import OpenBallot

pytestmark = pytest.mark.django_db

TABLE = OpenBallot._meta.db_table


@pytest.fixture
def people():
    return make_voters(3)


@pytest.fixture
def vote(people):
    return make_vote(box="roll_call", voters=people, ballots=[{"race": "a"}, {"race": "b"}])


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET ballot = ballot",
        f"UPDATE {TABLE} SET voter_ref = 'somebody'",
        f"DELETE FROM {TABLE}",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_named_ballot(vote, statement):
    before = sorted(OpenBallot.objects.values_list("voter_ref", "revision", "ballot"))
    refused = pytest.raises(DatabaseError, match="only added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert sorted(OpenBallot.objects.values_list("voter_ref", "revision", "ballot")) == before


def test_a_change_is_a_new_revision_and_the_last_one_counts(vote, people):
    cast(vote, people[0], {"race": "b"})
    cast(vote, people[0], {"race": None})
    box, ref = vote.ballot_box, vote_ref(vote, manifest_of(vote))
    kept = box.ballots_of(vote=ref, voter_ref=f"listed:{people[0].email}")
    assert kept == [b'{"race":"a"}', b'{"race":"b"}', b'{"race":null}']
    assert dict(box.named_ballots(vote=ref))[f"listed:{people[0].email}"] == kept[-1]
    assert sorted(box.open(vote=ref)) == [(b'{"race":"b"}', 1), (b'{"race":null}', 1)]


def test_box_finds_out_that_its_locks_are_gone(people):
    box = ballot_boxes.get("roll_call")
    assert box.findings() == []
    vote = make_vote(box="roll_call", voters=people, state=State.ANNOUNCED)
    name = "no_update" if connection.vendor == "sqlite" else "no_change"
    on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {TABLE}_{name}{on}")
    [finding] = box.findings()
    assert finding.code == "roll-call-not-append-only" and finding.blocks
    with pytest.raises(CannotOpen, match="change a named ballot"):
        open_vote(member_vote=vote, at=vote.opens_at)
