"""A secret vote of fewer than five people is refused, whichever way it comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.voting import make_survey, make_vote, make_voters
from voting.api import ballot_boxes
from voting.domain.errors import NotReady, TooFewVoters
from voting.domain.lifecycle import MISSED, NOT_READY, open_vote, run_due
from voting.models import MemberVote, State

pytestmark = pytest.mark.django_db

BEFORE = "Only 4 people may vote; this ballot box needs 5."


@pytest.mark.parametrize("slug", ["secret", "secret_officers"])
def test_secret_boxes_ask_for_five_people(slug):
    assert ballot_boxes.get(slug).least_voters == 5


@pytest.mark.parametrize("make", [make_vote, make_survey])
def test_neither_vote_nor_survey_can_be_announced_for_fewer(make):
    with pytest.raises(NotReady) as refused:
        make(voters=4, state=State.ANNOUNCED)
    assert refused.value.problems == [BEFORE]


def test_five_people_are_enough():
    assert make_vote(voters=5, state=State.OPEN).roll.count() == 5


def test_vote_with_names_needs_no_such_number():
    assert make_vote(voters=2, box="roll_call", state=State.OPEN).roll.count() == 2


@pytest.fixture
def shrunk():
    """A secret vote that had five people when it was announced, and has four now."""
    people = make_voters(5)
    vote = make_vote(voters=people, state=State.ANNOUNCED)
    people[0].groups.clear()
    return vote


def test_vote_whose_people_left_meanwhile_does_not_open(shrunk):
    with pytest.raises(TooFewVoters, match="Too few people may vote"):
        open_vote(member_vote=shrunk, at=shrunk.opens_at)
    assert list(run_due(at=timezone.now())) == []
    assert MemberVote.objects.get(pk=shrunk.pk).state == State.ANNOUNCED
    assert not shrunk.roll.exists()


def test_vote_that_never_opened_is_called_off_with_the_true_reason(shrunk):
    missed = make_vote(voters=[], state=State.ANNOUNCED, box="roll_call")
    list(run_due(at=shrunk.closes_at + timedelta(minutes=1)))
    shrunk.refresh_from_db()
    missed.refresh_from_db()
    assert (shrunk.state, shrunk.public_reason) == (State.CANCELLED, NOT_READY)
    assert (missed.state, missed.public_reason) == (State.CANCELLED, MISSED)
