"""Leaving for good: the reference goes from each vote once it is over, and what was counted stays."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.members import make_member
from tests.factories.voting import cast, make_user, make_vote, make_voters
from voting.api import ballot_boxes, electorates
from voting.domain.casting import cast_ballot
from voting.domain.certifying import agree_to, ask_for
from voting.domain.erasing import erase_voter, erase_what_is_due, is_settled
from voting.domain.errors import NotEligible
from voting.domain.exporting import counted_contests
from voting.domain.lifecycle import close_vote
from voting.domain.roll import roll_root
from voting.models import Erasure, MemberVote, Participation, State, TwoPersonRequest, VoterRollEntry
from voting.plugins.roll_call.models import OpenBallot

pytestmark = pytest.mark.django_db

BALLOTS = [{"race": "a"}, {"race": "b"}, {"race": None}]
BOXES = ["secret", "roll_call"]


def ref_of(person):
    return f"listed:{person.email}"


def tables_that_hold(text):
    """The tables in whose rows a text stands, in any column and any form: as a dump would show it."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells = [bytes(c) if isinstance(c, memoryview | bytes) else str(c).encode() for c in row]
                if any(text.encode() in cell for cell in cells):
                    found.append(table)
                    break
    return found


@pytest.fixture
def people():
    return make_voters(5)


def erase(person, at=None):
    at = at or timezone.now()
    erase_voter(voter_ref=ref_of(person), at=at)
    return erase_what_is_due(at=at)


@pytest.mark.parametrize("box", BOXES)
def test_after_erasing_the_database_holds_the_reference_nowhere(people, box):
    make_vote(box=box, voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    person = people[0]
    ref = ref_of(person)
    person.delete()
    assert set(tables_that_hold(ref)) >= {"voting_voterrollentry", "voting_participation"}
    erase_voter(voter_ref=ref, at=timezone.now())
    assert erase_what_is_due(at=timezone.now()) == 1
    assert tables_that_hold(ref) == []
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("box", BOXES)
def test_what_was_counted_stays(people, box):
    vote = make_vote(box=box, voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    root, before = roll_root(vote), counted_contests(vote)
    assert root.hex() == vote.log.get(kind="opened").payload["roll"]["root"]
    assert erase(people[0]) == 1
    assert roll_root(vote) == root
    assert counted_contests(vote) == before
    assert (vote.roll.count(), vote.participations.count()) == (5, 3)


def test_leaf_of_somebody_who_is_erased_cannot_be_tried_with_an_old_reference(people):
    vote = make_vote(voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    erase(people[0])
    [entry] = vote.roll.exclude(leaf=None)
    assert bytes(entry.salt) == b"" and len(entry.leaf) == 32
    assert vote.roll.filter(leaf=None, salt=b"").count() == 0


def test_former_member_cannot_be_followed_from_vote_to_vote(people):
    votes = [make_vote(voters=people, ballots=BALLOTS, state=State.PUBLISHED) for _time in range(2)]
    known = {ref_of(person) for person in people}
    assert erase(people[0]) == 2
    new = [set(vote.roll.values_list("voter_ref", flat=True)) - known for vote in votes]
    assert [len(each) for each in new] == [1, 1] and new[0] != new[1]
    # Inside one vote the roll and the participation still belong together.
    assert new[0] <= set(votes[0].participations.values_list("voter_ref", flat=True))


def test_in_a_vote_with_names_the_choice_stays_without_the_name(people):
    vote = make_vote(box="roll_call", voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    name = people[1].name
    client = Client()
    client.force_login(people[2])
    url = reverse("voting:names", args=[vote.pk])
    assert name in client.get(url).content.decode()
    ref = ref_of(people[1])
    people[1].delete()
    erase_voter(voter_ref=ref, at=timezone.now())
    erase_what_is_due(at=timezone.now())
    html = client.get(url).content.decode()
    assert name not in html
    row = html[html.index('<th scope="row">A former member') :]
    assert "Ben" in row[: row.index("</tr>")]


def test_every_revision_of_a_named_ballot_loses_the_name(people):
    vote = make_vote(box="roll_call", voters=people, ballots=BALLOTS)
    cast(vote, people[0], {"race": "b"})
    close_vote(member_vote=vote, at=vote.closes_at)
    MemberVote.objects.filter(pk=vote.pk).update(state=State.PUBLISHED)
    erase(people[0])
    assert not OpenBallot.objects.filter(voter_ref=ref_of(people[0])).exists()
    assert OpenBallot.objects.count() == 4
    # The lock of the table is back.
    with pytest.raises(DatabaseError, match="only added"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {OpenBallot._meta.db_table} SET ballot = ballot")


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.COUNTED, State.CERTIFIED])
def test_as_long_as_the_vote_is_not_over_the_erasure_is_remembered(people, state):
    vote = make_vote(voters=people, ballots=BALLOTS, state=state)
    assert erase(people[0]) == 0
    assert Erasure.objects.get().voter_ref == ref_of(people[0])
    assert vote.participations.filter(voter_ref=ref_of(people[0])).exists()
    MemberVote.objects.filter(pk=vote.pk).update(state=State.PUBLISHED)
    assert erase_what_is_due(at=timezone.now()) == 1
    assert tables_that_hold(ref_of(people[0])) == []


def test_vote_that_is_over_need_not_wait_for_one_that_is_not(people):
    over = make_vote(voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    running = make_vote(voters=people, ballots=BALLOTS)
    assert erase(people[0]) == 1
    assert not over.roll.filter(voter_ref=ref_of(people[0])).exists()
    assert running.roll.filter(voter_ref=ref_of(people[0])).exists()
    assert Erasure.objects.exists()


def test_vote_that_was_called_off_is_over_when_nobody_may_object_any_more(people):
    tellers = [make_user(groups=["Tellers"]), make_user(groups=["Tellers"])]
    vote = make_vote(voters=people, ballots=BALLOTS, tellers=tellers, challenge_hours=48)
    at = timezone.now()
    kind = TwoPersonRequest.Kind.VOID
    ask_for(member_vote=vote, kind=kind, teller=tellers[0], reason="A wrong name stood on it.", at=at)
    agree_to(member_vote=vote, kind=kind, teller=tellers[1], at=at)
    vote.refresh_from_db()
    assert vote.state == State.VOID
    assert not is_settled(vote, at=at + timedelta(hours=23))
    assert erase(people[0], at) == 0
    assert is_settled(vote, at=at + timedelta(hours=49))
    assert erase_what_is_due(at=at + timedelta(hours=49)) == 1


def test_whoever_no_vote_knows_leaves_no_trace():
    assert not erase_voter(voter_ref="listed:nobody@example.org", at=timezone.now())
    assert not Erasure.objects.exists()


def test_vote_whose_box_is_gone_waits_for_it(people, monkeypatch):
    make_vote(box="roll_call", voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    with monkeypatch.context() as patch:
        patch.delitem(ballot_boxes._plugins, "roll_call")
        assert erase(people[0]) == 0
        assert Erasure.objects.exists()
    assert erase_what_is_due(at=timezone.now()) == 1


def test_what_was_asked_about_the_person_goes_too(people):
    vote = make_vote(voters=people, ballots=BALLOTS, state=State.PUBLISHED)
    TwoPersonRequest.objects.create(
        member_vote=vote,
        kind=TwoPersonRequest.Kind.ROLL_STRIKE,
        asked_by=vote.tellers.first(),
        asked_at=timezone.now(),
        reason="Left.",
        voter_ref=ref_of(people[0]),
    )
    erase(people[0])
    assert not TwoPersonRequest.objects.exists()


def test_database_that_refuses_stops_nothing(people, monkeypatch, caplog):
    make_vote(box="roll_call", voters=people, ballots=BALLOTS, state=State.PUBLISHED)

    def refuse(self, **kwargs):
        raise DatabaseError(f"permission denied for {kwargs['voter_ref']}")

    with monkeypatch.context() as patch:
        patch.setattr(type(ballot_boxes.get("roll_call")), "erase_voter", refuse)
        assert erase(people[0]) == 0
    assert "could not be erased" in caplog.text and people[0].email not in caplog.text
    # Nothing of it was done by half.
    assert VoterRollEntry.objects.filter(voter_ref=ref_of(people[0])).exists()
    assert erase_what_is_due(at=timezone.now()) == 1


# --- members ------------------------------------------------------------------------------------


@pytest.fixture
def members(monkeypatch):
    """Members in good standing, who are the electorate of the votes."""
    monkeypatch.setitem(electorates._plugins, "listed", electorates._plugins["good_standing"])
    return [make_member(periods=[(date(2020, 1, 1), None)], user=make_user()) for _number in range(5)]


def cast_as(vote, user, selections):
    return cast_ballot(
        member_vote_id=vote.pk,
        voter_ref=vote.electorate_plugin.ref_for(user=user),
        selections=selections,
        clock=lambda: vote.opens_at + timedelta(hours=1),
    )


def test_deleting_a_member_erases_her_from_the_votes(members):
    vote = make_vote(voters=[])
    ref = str(members[0].ref)
    assert cast_as(vote, members[0].user, {"race": "a"}).stored
    members[0].delete()
    assert Erasure.objects.get().voter_ref == ref
    MemberVote.objects.filter(pk=vote.pk).update(state=State.PUBLISHED)
    call_command("run_votes")
    assert tables_that_hold(ref) == tables_that_hold(ref.replace("-", "")) == []


def test_whoever_leaves_an_open_vote_and_joins_again_cannot_vote_twice(members):
    vote = make_vote(voters=[])
    leaver = members[0]
    user = leaver.user
    assert cast_as(vote, user, {"race": "a"}).stored
    leaver.delete()
    call_command("run_votes")
    again = make_member(periods=[(date(2020, 1, 1), None)], user=user)
    user = type(user).objects.get(pk=user.pk)
    assert vote.electorate_plugin.ref_for(user=user) == str(again.ref)
    with pytest.raises(NotEligible):
        cast_as(vote, user, {"race": "b"})
    assert Participation.objects.filter(member_vote=vote).count() == 1


def test_member_in_no_vote_is_deleted_without_a_trace():
    make_member().delete()
    assert not Erasure.objects.exists()
