"""Polls of django-polls as surveys that are over: nothing lost, nobody's choice kept."""

import json
import sqlite3
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from tests.factories.sealed import sealed_ballots
from tests.factories.voting import make_vote_index
from tests.support import postgres
from tests.support.old_polls import TABLES, sqlite_file, statements
from tests.voting.views.pages import text_of
from voting.domain import importing
from voting.domain.log import first_broken_line
from voting.models import (
    AuditEvent,
    Kind,
    MemberVote,
    MemberVotePage,
    Participation,
    State,
    Tally,
    VoterRollEntry,
)
from voting.plugins.secret.models import OpenedBallot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index():
    return make_vote_index()


def run(*arguments, status=0):
    """What the command prints; it must end with this exit status."""
    out = StringIO()
    try:
        call_command("import_polls", *arguments, stdout=out)
        ended = 0
    except CommandError as error:
        ended = error.returncode
        out.write(str(error))
    assert ended == status, out.getvalue()
    return out.getvalue()


def survey(question):
    return MemberVote.objects.get(page__title=question)


def rows_kept():
    return [model.objects.count() for model in (MemberVote, MemberVotePage, OpenedBallot, AuditEvent)]


def tallies(vote):
    """Votes by the words of the choice."""
    labels = {item.id: item.value["label"] for item in vote.page.contests[0].value["choices"].bound_blocks}
    return {labels[key]: int(votes) for key, votes in vote.contests.get().tally.result["tallies"].items()}


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path):
    report = run("--url", sqlite_file(tmp_path / "old.db"))
    assert "Poll 1 “Shall we meet on Mondays?”: would be imported, choices: 2, votes: 6." in report
    assert "Polls: 2 of 2. Choices: 5 of 5. Votes: 7 of 7." in report
    assert "Nothing was written." in report and "goes into the ballot box without that" in report
    assert not MemberVote.objects.exists() and not MemberVotePage.objects.exists()


def test_every_vote_is_counted_and_the_survey_is_over(tmp_path):
    report = run("--url", sqlite_file(tmp_path / "old.db"), "--apply")
    assert "Nothing was written." not in report
    monday, color = survey("Shall we meet on Mondays?"), survey("Which color?")
    assert (monday.kind, monday.state, color.state) == (Kind.ADVISORY, State.PUBLISHED, State.PUBLISHED)
    assert tallies(monday) == {"Yes": 4, "No": 2}
    assert tallies(color) == {"Red": 0, "Green": 1, "Blue": 0}
    assert set(Tally.objects.values_list("outcome", flat=True)) == {"advice"}
    assert first_broken_line(monday) is None
    assert "We must know soon." in str(monday.page.explanation)


def test_its_public_page_shows_the_answers_as_advice(tmp_path):
    run("--url", sqlite_file(tmp_path / "old.db"), "--apply")
    words = text_of(Client().get(survey("Shall we meet on Mondays?").page.url))
    assert "Members prefer Yes. This is advice; nothing is decided." in words
    assert "The answers of 6 people were imported from older software." in words


def test_who_voted_is_kept_and_what_they_chose_is_not(tmp_path):
    run("--url", sqlite_file(tmp_path / "old.db"), "--apply")
    vote = survey("Shall we meet on Mondays?")
    people = {f"polls:{number}" for number in range(11, 17)}
    assert set(Participation.objects.filter(member_vote=vote).values_list("voter_ref", flat=True)) == people
    assert set(VoterRollEntry.objects.filter(member_vote=vote).values_list("voter_ref", flat=True)) == people
    assert not sealed_ballots()
    kept = OpenedBallot.objects.filter(vote_id=vote.pk).values_list("ballot", flat=True)
    key = vote.contests.get().key
    assert sorted(json.loads(bytes(ballot))[key] for ballot in kept) == ["choice-1"] * 4 + ["choice-2"] * 2
    assert {len(json.loads(bytes(ballot))) for ballot in kept} == {1}
    assert not any("polls:" in str(event.payload) for event in vote.log.all())


def test_a_second_run_changes_nothing(tmp_path):
    source = sqlite_file(tmp_path / "old.db")
    run("--url", source, "--apply")
    before = rows_kept()
    report = run("--url", source, "--apply")
    assert "Poll 1 “Shall we meet on Mondays?”: already here" in report
    assert "Votes: 7 of 7." in report
    assert rows_kept() == before


def test_a_poll_that_is_new_is_added_in_a_later_run(tmp_path):
    run("--url", sqlite_file(tmp_path / "old.db"), "--apply")
    later = sqlite_file(tmp_path / "later.db", polls=[(3, "Tea?", "")], choices=[(6, 3, "Yes")])
    assert "Poll 3 “Tea?”: imported, choices: 1, votes: 0." in run("--url", later, "--apply")
    assert tallies(survey("Tea?")) == {"Yes": 0}
    assert MemberVote.objects.count() == 3


def test_a_poll_that_changed_after_its_import_is_refused(tmp_path):
    run("--url", sqlite_file(tmp_path / "old.db"), "--apply")
    changed = sqlite_file(tmp_path / "changed.db", votes=[(8, 17, 1, 2)])
    report = run("--url", changed, "--apply", status=1)
    assert "Refused: poll 1: it changed after it was imported." in report
    assert tallies(survey("Shall we meet on Mondays?")) == {"Yes": 4, "No": 2}


@pytest.mark.parametrize(
    ("rows", "named", "votes"),
    [
        ({"votes": [(8, 17, 1, 3)]}, ["vote 8: choice 3 belongs to poll 2, the vote to poll 1."], "7 of 8"),
        ({"votes": [(8, 17, 1, 99)]}, ["vote 8: choice 99 is missing."], "7 of 8"),
        ({"votes": [(8, 17, 9, 1)]}, ["vote 8: poll 9 is missing or refused."], "7 of 8"),
        ({"votes": [(8, 11, 1, 2)]}, ["vote 8: user 11 has voted in poll 1 already."], "7 of 8"),
        ({"votes": [(8, None, 1, 2)]}, ["vote 8: it names no user."], "7 of 8"),
        (
            {"polls": [(3, " ", "")], "choices": [(6, 3, "Yes")], "votes": [(8, 11, 3, 6)]},
            [
                "poll 3: its question is empty.",
                "choice 6: poll 3 is missing or refused.",
                "vote 8: poll 3 is missing or refused.",
            ],
            "7 of 8",
        ),
        ({"polls": [(3, "Tea?", None)]}, ["poll 3: it has no choices."], "7 of 7"),
        (
            {"choices": [(6, 1, " ")], "votes": [(8, 17, 1, 6)]},
            ["choice 6: it has no words.", "vote 8: choice 6 is refused."],
            "7 of 8",
        ),
    ],
)
def test_rows_that_cannot_be_kept_are_named_and_the_others_are_kept(tmp_path, rows, named, votes):
    report = run("--url", sqlite_file(tmp_path / "old.db", **rows), "--apply", status=1)
    refused = [line.removeprefix("Refused: ") for line in report.splitlines() if line.startswith("Refused")]
    assert refused == named
    assert f"Votes: {votes}." in report
    assert tallies(survey("Shall we meet on Mondays?")) == {"Yes": 4, "No": 2}


def test_totals_that_differ_write_nothing(tmp_path, monkeypatch):
    def lose_one(vote, poll):
        poll = importing.OldPoll(poll.id, poll.question, "", poll.choices, dict(list(poll.votes.items())[1:]))
        fill(vote, poll)

    fill = importing._fill_box
    monkeypatch.setattr(importing, "_fill_box", lose_one)
    report = run("--url", sqlite_file(tmp_path / "old.db"), "--apply", status=2)
    assert "Nothing was written: poll 1" in report
    assert not MemberVote.objects.exists() and not MemberVotePage.objects.exists()


def test_the_sources_file_is_left_as_it_was(tmp_path):
    source = sqlite_file(tmp_path / "old.db")
    before = (tmp_path / "old.db").read_bytes()
    run("--url", source, "--apply")
    assert (tmp_path / "old.db").read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.db*")] == ["old.db"]


def test_tables_in_the_sites_own_database_are_read(settings):
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)
        for statement, rows in statements():
            cursor.executemany(statement.replace("?", "%s"), rows)
    run("--apply")
    assert tallies(survey("Which color?")) == {"Red": 0, "Green": 1, "Blue": 0}


@pytest.mark.parametrize("case", ["no file", "no tables", "no database", "no such alias", "no address"])
def test_a_source_that_cannot_be_used_ends_with_two(tmp_path, case):
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    (tmp_path / "text.db").write_text("These are no polls, and this is no database.")
    arguments = {
        "no file": ["--url", f"sqlite:///{tmp_path / 'gone.db'}"],
        "no tables": ["--url", f"sqlite:///{empty}"],
        "no database": ["--url", f"sqlite:///{tmp_path / 'text.db'}"],
        "no such alias": ["--database", "elsewhere"],
        "no address": ["--url", "polls"],
    }
    assert "The old polls cannot be read: " in run(*arguments[case], status=2)
    assert not (tmp_path / "gone.db").exists()


def test_without_a_page_of_votes_nothing_can_be_imported(tmp_path, index):
    index.delete()
    assert "no page of member votes" in run("--url", sqlite_file(tmp_path / "old.db"), status=2)


@pytest.mark.postgres
@pytest.mark.skipif(bool(postgres.WHY_NOT), reason=postgres.WHY_NOT)
def test_polls_of_a_postgresql_database_are_imported():
    with postgres.fresh_database() as name:
        with postgres.connect(name) as old:
            for table in TABLES:
                old.execute(table)
            for statement, rows in statements(votes=[(8, 11, 1, 2)]):
                with old.cursor() as cursor:
                    cursor.executemany(statement.replace("?", "%s"), rows)
        report = run("--url", postgres.url(name), "--apply", status=1)
    assert "Refused: vote 8: user 11 has voted in poll 1 already." in report
    assert tallies(survey("Shall we meet on Mondays?")) == {"Yes": 4, "No": 2}
