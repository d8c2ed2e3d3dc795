from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from tests.factories.voting import make_vote
from voting.management.commands import run_votes
from voting.models import State

pytestmark = pytest.mark.django_db


class Enough(Exception):
    """Ends a watch that would go on for ever."""


def test_run_votes_says_what_it_did_and_has_nothing_to_do_the_second_time():
    vote = make_vote(state=State.ANNOUNCED)
    first, second = StringIO(), StringIO()
    call_command("run_votes", stdout=first)
    call_command("run_votes", stdout=second)
    assert first.getvalue() == f"{vote.page.title}: opened\n"
    assert second.getvalue() == ""


def test_a_database_that_does_not_answer_does_not_end_the_watch(monkeypatch, caplog):
    """Closing the connection would end the transaction of this test, so that is watched too."""
    moments = iter([OperationalError("restarting"), OperationalError("still"), Enough()])

    def clock():
        raise next(moments)

    closed = []
    monkeypatch.setattr(run_votes, "database_clock", clock)
    monkeypatch.setattr(run_votes.connection, "close", lambda: closed.append(True))
    monkeypatch.setattr(run_votes, "close_old_connections", lambda: None)
    monkeypatch.setattr(run_votes.time, "sleep", lambda seconds: None)
    with pytest.raises(Enough):
        call_command("run_votes", watch=1)
    assert len(closed) == 2
    assert caplog.text.count("the database did not answer") == 2
