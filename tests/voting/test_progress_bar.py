from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from tests.factories.voting import make_vote
from voting.management.progress_bar import ProgressBar


class Screen(StringIO):
    def isatty(self):
        return True


def draw(stream, steps, total):
    bar = ProgressBar(OutputWrapper(stream), "Opening")
    for done in steps:
        bar(done, total)
    return stream.getvalue()


def test_a_line_for_each_tenth_where_nobody_watches():
    lines = draw(StringIO(), range(1, 1001), 1000).splitlines()
    assert len(lines) == 11
    assert lines[5] == "Opening: 500 of 1,000" and lines[-1] == "Opening: 1,000 of 1,000"


def test_one_line_that_grows_on_a_screen():
    drawn = draw(Screen(), range(1, 1001), 1000)
    assert drawn.count("\n") == 1 and drawn.endswith("1,000 of 1,000\n")
    assert drawn.split("\r")[-1] == f"Opening [{'#' * 40}] 1,000 of 1,000\n"
    assert "[####################....................] 500 of 1,000" in drawn


def test_a_second_piece_of_work_starts_anew():
    assert draw(StringIO(), [5, 10, 5, 10], 10).count("Opening: 10 of 10") == 2


@pytest.mark.django_db
def test_run_votes_shows_how_far_the_opening_has_come(monkeypatch):
    vote = make_vote(ballots=[{"race": "a"}] * 3)
    monkeypatch.setattr("voting.management.commands.run_votes.database_clock", lambda: vote.closes_at)
    out = StringIO()
    call_command("run_votes", stdout=out)
    assert "Opening ballots: 3 of 3\n" in out.getvalue()
