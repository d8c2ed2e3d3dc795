from datetime import timedelta

import pytest

from tests.factories.sealed import sealed_ballots
from tests.factories.voting import make_vote
from voting.domain.lifecycle import destroy_secrets, run_due
from voting.models import State
from voting.plugins.secret.keys import destroy_keys, tally_key_path

pytestmark = pytest.mark.django_db


def test_destroy_secrets_says_whether_it_did_anything():
    vote = make_vote(state=State.CERTIFIED, ballots=[{"race": "a"}] * 2)
    assert destroy_secrets(member_vote=vote, at=vote.certified_at) is True
    assert destroy_secrets(member_vote=vote, at=vote.certified_at) is False
    assert vote.log.filter(kind="secrets_destroyed").count() == 1


def test_destruction_is_logged_although_the_key_went_before_a_crash():
    vote = make_vote(state=State.CERTIFIED, ballots=[{"race": "a"}] * 2)
    # The key file is gone; what the transaction did was rolled back.
    destroy_keys(str(vote.pk))
    assert [done for _vote, done in run_due(at=vote.certified_at)] == ["secrets destroyed"]
    assert vote.log.filter(kind="secrets_destroyed").count() == 1
    assert sealed_ballots() == []


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.COUNTED])
def test_keys_are_kept_while_ballots_are_to_be_opened(state):
    vote = make_vote(state=state, ballots=[{"race": "a"}])
    list(run_due(at=vote.closes_at + timedelta(days=400)))
    assert tally_key_path(str(vote.pk)).exists()


def test_a_named_vote_has_no_secrets_to_log():
    vote = make_vote(state=State.CERTIFIED, box="roll_call", ballots=[{"race": "a"}])
    assert destroy_secrets(member_vote=vote, at=vote.certified_at) is True
    assert not vote.log.filter(kind="secrets_destroyed").exists()
