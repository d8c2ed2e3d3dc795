import pytest

from tests.factories.voting import make_vote
from voting.models import State

pytestmark = pytest.mark.django_db


def test_vote_from_announcement_to_published_result():
    ballots = [{"race": "a"}] * 3 + [{"race": "ne"}] * 2
    vote = make_vote(state=State.PUBLISHED, voters=7, ballots=ballots)
    tally = vote.contests.get().tally
    assert vote.state == State.PUBLISHED
    assert (tally.outcome, tally.winners) == ("endorsed", ["a"])
    assert tally.result["shares"]["a"] == "3/5"
    assert tally.result["figures"] == {
        "eligible": 7,
        "members": None,
        "participated": 5,
        "opened": 5,
        "valid": 5,
        "invalid": 0,
    }
