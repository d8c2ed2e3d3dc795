from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.sealed import sealed_ballots
from tests.factories.voting import cast, make_user, make_vote, make_voters, race_contest
from voting.domain.casting import cast_ballot
from voting.domain.counting import count_vote
from voting.domain.errors import BallotRefused, NotEligible, NotOpen, VoteClosed
from voting.domain.lifecycle import close_vote
from voting.models import Participation, State
from voting.plugins.roll_call.models import OpenBallot
from voting.plugins.secret.models import OpenedBallot

pytestmark = pytest.mark.django_db

BOXES = pytest.mark.parametrize("box", ["secret", "roll_call"])


def stored(vote):
    return vote.ballot_box.stored(vote=type("Ref", (), {"id": str(vote.pk)}))


@BOXES
def test_cast_ballot_stores_one_ballot_and_one_participation(box):
    people = make_voters(5)
    vote = make_vote(box=box, voters=people)
    result = cast(vote, people[0], {"race": "a"})
    assert result.stored and not result.changed
    assert (stored(vote), vote.participations.count()) == (1, 1)


def test_a_second_secret_ballot_changes_nothing():
    people = make_voters(5)
    vote = make_vote(voters=people)
    cast(vote, people[0], {"race": "a"})
    before = sealed_ballots(vote)
    assert cast(vote, people[0], {"race": "b"}).stored is False
    assert sealed_ballots(vote) == before and len(before) == 1


def test_a_roll_call_ballot_can_be_changed_and_the_last_counts():
    people = make_voters(5)
    vote = make_vote(box="roll_call", voters=people)
    cast(vote, people[0], {"race": "a"})
    assert cast(vote, people[0], {"race": "b"}).changed
    close_vote(member_vote=vote, at=vote.closes_at)
    count_vote(member_vote=vote, at=vote.closes_at)
    tally = vote.contests.get().tally
    assert tally.result["tallies"] == {"a": "0", "b": "1", "ne": "0"}
    assert [row.revision for row in OpenBallot.objects.order_by("revision")] == [1, 2]


@BOXES
@pytest.mark.parametrize(
    "selections",
    [
        {"race": "somebody-else"},
        {"race": ["a"]},
        {"race": {"a": 1}},
        {"race": True},
        {},
        {"other-contest": "a"},
        {"race": "a", "other-contest": "a"},
    ],
)
def test_a_malformed_ballot_is_refused_and_leaves_nothing(box, selections):
    people = make_voters(5)
    vote = make_vote(box=box, voters=people)
    with pytest.raises(BallotRefused):
        cast(vote, people[0], selections)
    assert (stored(vote), vote.participations.count()) == (0, 0)


def test_a_choice_of_another_vote_is_refused():
    people = make_voters(5)
    first = make_vote(voters=people)
    other = make_vote(race_contest(), voters=people)
    other_choice = other.contests.get().choices.exclude(key="ne").first()
    other_choice.key = "only-there"
    other_choice.save()
    with pytest.raises(BallotRefused):
        cast(first, people[0], {"race": "only-there"})


def test_skipping_a_contest_is_taking_part():
    people = make_voters(5)
    vote = make_vote(voters=people)
    assert cast(vote, people[0], {"race": None}).stored


def test_nobody_outside_the_roll_can_vote():
    vote = make_vote()
    with pytest.raises(NotEligible):
        cast(vote, make_user(), {"race": "a"})
    assert Participation.objects.count() == 0


def test_somebody_listed_after_the_opening_cannot_vote():
    vote = make_vote()
    (late,) = make_voters(1)
    with pytest.raises(NotEligible):
        cast(vote, late, {"race": "a"})


def test_before_the_opening_nothing_is_stored():
    people = make_voters(5)
    vote = make_vote(voters=people, state=State.ANNOUNCED)
    with pytest.raises(NotOpen):
        cast(vote, people[0], {"race": "a"})


def test_the_closing_minute_is_too_late_even_before_anybody_closed():
    people = make_voters(5)
    vote = make_vote(voters=people)
    cast(vote, people[0], {"race": "a"}, at=vote.closes_at - timedelta(microseconds=1))
    with pytest.raises(VoteClosed):
        cast(vote, people[1], {"race": "a"}, at=vote.closes_at)


def test_a_closed_vote_never_takes_a_ballot_even_if_the_clock_goes_back():
    people = make_voters(5)
    vote = make_vote(voters=people, state=State.CLOSED)
    with pytest.raises(VoteClosed):
        cast(vote, people[0], {"race": "a"}, at=vote.opens_at)


def test_the_database_clock_decides_when_no_other_is_given():
    people = make_voters(5)
    vote = make_vote(voters=people)
    ref = vote.electorate_plugin.ref_for(user=people[0])
    assert cast_ballot(member_vote_id=vote.pk, voter_ref=ref, selections={"race": "a"}).stored


def test_a_cast_asks_the_database_as_little_as_it_can():
    people = make_voters(5)
    vote = make_vote(voters=people)
    cast(vote, people[0], {"race": "a"})
    with CaptureQueriesContext(connection) as queries:
        cast(vote, people[1], {"race": "a"})
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    # The lock of the vote comes with the participation.
    assert len(asked) == 2


def test_a_cast_holds_the_lock_that_closing_waits_for():
    people = make_voters(5)
    vote = make_vote(voters=people)
    # The transaction of the test goes on after the cast, as that of a cast does that is not yet committed.
    cast(vote, people[0], {"race": "a"})
    if connection.vendor == "sqlite":
        # The only writer of the whole file.
        assert connection.connection.in_transaction
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' "
            "AND granted AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (1,)
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)


def test_sealed_ballots_of_a_vote_have_one_length_and_hide_the_choice():
    people = make_voters(6)
    vote = make_vote(voters=people)
    for person, choice in zip(people, ["a", "b", "ne", None], strict=False):
        cast(vote, person, {"race": choice})
    sealed = sealed_ballots(vote)
    assert len({len(row) for row in sealed}) == 1
    assert not any(b"race" in row for row in sealed)
    assert OpenedBallot.objects.count() == 0
