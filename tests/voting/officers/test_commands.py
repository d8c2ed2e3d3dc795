"""The same on a terminal: a key made and tested, also without a database, and the ballots opened."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories.officers import BOX, NAMES, make_held_vote
from tests.factories.voting import make_vote
from voting.domain.key_holding import hold_key, key_status, pass_key_test
from voting.models import State
from voting.plugins.secret.shares import read_share

BALLOTS = [{"race": "a"}] * 3
OFFICERS = [part for name in NAMES for part in ("--officer", name)]
MANAGE = Path(__file__).parents[3] / "manage.py"


def run(name, *arguments, typed=()):
    """What a command printed; `typed`: what people type unseen, one after another."""
    out = StringIO()
    answers = iter(typed)

    def type_unseen(_prompt):
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    with patch(f"voting.management.commands.{name}.getpass", type_unseen, create=True):
        call_command(name, *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def shares_in(printed) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith("MV1-")]


@pytest.mark.django_db
def test_key_is_made_and_tested_on_the_server():
    vote = make_vote(state=State.DRAFT, box=BOX)
    printed = run("make_officers_key", vote.pk, *OFFICERS)
    assert "An offline machine is safer" in printed
    shares = shares_in(printed)
    key = key_status(vote).key
    assert [officer.share_sha256 for officer in key.officers] == [
        read_share(share).sha256 for share in shares
    ]
    assert "The key works." in run("test_officers_key", vote.pk, typed=[shares[0], "", shares[2]])
    assert key_status(vote).key.is_tested


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (lambda shares: [shares[0], "", ""], "Two shares are needed."),
        (lambda shares: [shares[0], shares[0], ""], "One share is here twice."),
        (lambda shares: [shares[0], "rubbish", ""], "is in no share"),
    ],
)
def test_test_that_fails_says_why_and_changes_nothing(typed, words):
    vote, shares = make_held_vote(state=State.DRAFT, tested=False)
    with pytest.raises(CommandError, match=f"{words}.*Nothing was changed."):
        run("test_officers_key", vote.pk, typed=typed(shares))
    assert not key_status(vote).key.is_tested


@pytest.mark.django_db
def test_announced_vote_takes_no_new_key_from_a_command():
    vote, _shares = make_held_vote(state=State.ANNOUNCED)
    before = key_status(vote).key
    with pytest.raises(CommandError, match="not at the step"):
        run("make_officers_key", vote.pk, *OFFICERS)
    assert key_status(vote).key == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["make_officers_key", "test_officers_key", "open_ballots"])
def test_commands_refuse_a_vote_without_officers_and_one_that_is_not_there(name):
    vote = make_vote(state=State.CLOSED)
    given = OFFICERS if name == "make_officers_key" else []
    with pytest.raises(CommandError, match="no key that officers hold"):
        run(name, vote.pk, *given)
    with pytest.raises(CommandError, match="There is no vote"):
        run(name, "00000000-0000-4000-8000-000000000000", *given)


def offline(*arguments, typed=""):
    """A command in a process of its own, on a machine that has no database."""
    done = subprocess.run(
        [sys.executable, MANAGE, *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@localhost:1/nothing"},
    )
    return done.stdout


@pytest.mark.django_db
def test_key_is_made_and_tested_without_a_database():
    vote = make_vote(state=State.DRAFT, box=BOX)
    printed = offline("make_officers_key", vote.pk, "--offline", *OFFICERS)
    shares, public_text = shares_in(printed), printed.splitlines()[-1]
    hold_key(member_vote=vote, public_text=public_text)
    with patch("builtins.input", lambda _prompt: key_status(vote).key.question):
        answer = run("test_officers_key", "--offline", typed=[shares[1], shares[2], ""])
    pass_key_test(member_vote=vote, answer=answer, at=vote.opens_at)
    assert key_status(vote).key.is_tested
    assert json.loads(public_text)["vote"] == str(vote.pk)


def test_test_needs_a_vote_or_offline():
    for arguments in ([], ["00000000-0000-4000-8000-000000000000", "--offline"]):
        with pytest.raises(CommandError, match="or --offline"):
            run("test_officers_key", *arguments)


@pytest.mark.parametrize("box", ["secret", "unknown"])
def test_offline_key_is_for_a_box_that_officers_hold(box):
    vote = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(CommandError, match="Officers hold no key"):
        run("make_officers_key", vote, "--offline", "--box", box, *OFFICERS)


@pytest.mark.django_db
def test_ballots_are_opened_with_shares_typed_unseen(django_capture_on_commit_callbacks):
    vote, shares = make_held_vote(ballots=BALLOTS)
    wrong = shares[0][:-1]
    with django_capture_on_commit_callbacks(execute=True):
        printed = run("open_ballots", vote.pk, typed=[wrong, shares[2], shares[2], shares[0]])
    assert "This has 67. Nothing is lost. Try again." in printed
    assert "One more officer must bring a share of the key." in printed
    assert "Opening ballots: 3 of 3" in printed and "Opened 3 ballots: 3 valid, 0 not." in printed
    vote.refresh_from_db()
    assert vote.state == State.COUNTED
    assert not list(settings.VOTING_KEY_DIR.glob("*share*"))
    assert not [share for share in shares if share in printed]


@pytest.mark.django_db
def test_command_asks_only_for_what_is_missing():
    vote, shares = make_held_vote(ballots=BALLOTS)
    with pytest.raises(CommandError, match="Run this again to go on"):
        run("open_ballots", vote.pk, typed=[shares[1]])
    assert len(key_status(vote).given) == 1
    assert "Opened 3 ballots" in run("open_ballots", vote.pk, typed=[shares[0]])


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.DRAFT, State.ANNOUNCED, State.OPEN])
def test_no_ballot_is_opened_before_the_close(state):
    vote, shares = make_held_vote(state=state, ballots=BALLOTS)
    with pytest.raises(CommandError, match="not at the step"):
        run("open_ballots", vote.pk, typed=shares)


@pytest.mark.django_db
def test_command_gives_up_after_many_wrong_shares():
    vote, _shares = make_held_vote(ballots=BALLOTS)
    with pytest.raises(CommandError, match="Two of three officers"):
        run("open_ballots", vote.pk, typed=["wrong"] * 10)
