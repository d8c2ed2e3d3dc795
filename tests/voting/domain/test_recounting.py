import hashlib
import json
import os
from dataclasses import replace
from fractions import Fraction

import pytest
from django.urls import reverse

from tests.factories.voting import choice, contest, make_user, make_vote, race_contest
from voting.api import counting_methods
from voting.domain import recounting
from voting.domain.certifying import certify_vote
from voting.domain.errors import SecondCountDiffers, SecondCountFailed, WrongState
from voting.domain.log import first_broken_line
from voting.domain.recounting import program_path, recount_vote, run_program
from voting.log_words import log_days
from voting.models import State, Tally

pytestmark = pytest.mark.django_db

BALLOTS = [{"race": "a"}] * 3 + [{"race": "ne"}] * 2 + [{"race": None}]


def counted(**kwargs):
    return make_vote(**{"state": State.COUNTED, "voters": 8, "ballots": BALLOTS, **kwargs})


def sign(vote, number=0):
    teller = vote.tellers.order_by("pk")[number]
    return certify_vote(member_vote=vote, teller=teller, at=vote.closes_at)


def sentences(vote):
    return [line.sentence for day in log_days(vote.log.all()) for line in day.lines]


@pytest.fixture
def runs(monkeypatch):
    """The contents that the second program was run on."""
    seen = []

    def watched(*, program, content):
        seen.append(content)
        return run_program(program=program, content=content)

    monkeypatch.setattr(recounting, "run_program", watched)
    return seen


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts another second program in place: called with its text."""

    def put(text):
        path = tmp_path / "verify_result.py"
        path.write_text(text)
        monkeypatch.setattr(recounting, "program_path", lambda: path)
        return path

    return put


def test_both_counts_agree_and_the_log_says_so():
    vote = counted()
    sign(vote)
    line = vote.log.get(kind="recounted")
    assert line.payload["unknown"] == []
    assert line.payload["program"] == hashlib.sha256(program_path().read_bytes()).hexdigest()
    assert vote.log.get(kind="signed").number == line.number + 1
    assert "A second, separate program counted the ballots too. Both counts agree." in sentences(vote)
    assert first_broken_line(vote) is None


def test_the_second_signature_needs_no_other_run_for_the_same_content(runs):
    vote = counted()
    sign(vote, 0)
    assert sign(vote, 1).state == State.CERTIFIED
    assert len(runs) == 1
    assert vote.log.filter(kind="recounted").count() == 1


def test_another_program_counts_again(runs, program):
    vote = counted()
    sign(vote, 0)
    program(program_path().read_text() + "\n# A later release.\n")
    sign(vote, 1)
    assert len(runs) == 2
    assert vote.log.filter(kind="recounted").count() == 2


def test_somebody_who_may_not_sign_starts_no_count(runs):
    vote = counted()
    with pytest.raises(Exception, match="Only a teller"):
        certify_vote(member_vote=vote, teller=make_user(), at=vote.closes_at)
    with pytest.raises(WrongState):
        sign(make_vote(state=State.CLOSED))
    assert runs == []


# --- a count that is wrong ---


@pytest.fixture
def broken_count(monkeypatch):
    """Single choice counts one vote too many for the last choice."""
    method = type(counting_methods.get("single_choice"))
    right = method.count

    def wrong(self, *, contest, ballots, lot):
        count = right(self, contest=contest, ballots=ballots, lot=lot)
        last = contest.choice_keys[-1]
        return replace(count, tallies={**count.tallies, last: count.tallies[last] + Fraction(1)})

    monkeypatch.setattr(method, "count", wrong)


def test_a_broken_counting_method_is_caught_before_anybody_signs(broken_count):
    vote = counted()
    with pytest.raises(SecondCountDiffers) as refused:
        sign(vote)
    vote.refresh_from_db()
    assert vote.state == State.COUNTED
    assert not vote.certifications.exists()
    assert (1, "tallies") in refused.value.differences
    assert "question 1, the votes of each choice" in str(refused.value)
    assert "Nothing is lost" in str(refused.value)
    assert "Do not sign" in str(refused.value)


def test_members_read_once_that_the_counts_differ(broken_count):
    vote = counted()
    for _attempt in range(2):
        with pytest.raises(SecondCountDiffers):
            sign(vote)
    assert vote.log.filter(kind="recount_differs").count() == 1
    assert [1, "tallies"] in vote.log.get(kind="recount_differs").payload["differences"]
    assert "A second program counted the ballots too and found something else. Nobody signed." in sentences(
        vote
    )


def test_the_desk_tells_the_teller_what_to_do(broken_count, sign_in):
    vote = counted()
    teller = vote.tellers.first()
    page = sign_in(teller).post(reverse("voting:desk_vote", args=[vote.pk]), {"do": "certify"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "do not agree: question 1, the votes of each choice" in text
    assert "Tell the operator" in text


@pytest.mark.parametrize(
    "change",
    [
        {"winners": ["ne"]},
        {"outcome": "no_endorsement"},
        {"tallies": {"a": "2", "b": "0", "ne": "3"}},
        {"blank": 0},
        {"shares": {"a": "1", "b": "0", "ne": "0"}},
    ],
)
def test_a_stored_result_that_somebody_changed_is_not_signed(change):
    vote = counted()
    tally = Tally.objects.get(contest__member_vote=vote)
    for name, value in change.items():
        if name in ("winners", "outcome"):
            setattr(tally, name, value)
        else:
            tally.result[name] = value
    tally.save()
    with pytest.raises(SecondCountDiffers):
        sign(vote)


def test_even_words_of_a_stored_result_must_be_those_that_were_counted():
    vote = counted()
    tally = Tally.objects.get(contest__member_vote=vote)
    tally.result["rounds"][0]["why"] = "Because."
    tally.save()
    with pytest.raises(SecondCountDiffers) as refused:
        sign(vote)
    assert refused.value.differences == ((0, "log"),)
    assert "the result that the log has" in str(refused.value)


def test_a_result_that_changes_while_the_count_runs_is_not_signed(monkeypatch):
    vote = counted()

    def meanwhile(*, program, content):
        report = run_program(program=program, content=content)
        tally = Tally.objects.get(contest__member_vote=vote)
        tally.result["blank"] = 7
        tally.save()
        return report

    monkeypatch.setattr(recounting, "run_program", meanwhile)
    with pytest.raises(SecondCountFailed):
        sign(vote)
    assert not vote.certifications.exists()
    assert not vote.log.filter(kind="recounted").exists()


# --- a method from outside ---


def test_a_method_that_only_one_program_knows_is_signed_and_the_log_says_so():
    marks = contest(choice("Ada", key="a"), choice("Ben", key="b"), key="marks", method="most_marks")
    vote = make_vote(
        race_contest(),
        marks,
        state=State.COUNTED,
        ballots=[{"race": "a", "marks": ["a", "b"]}] * 2 + [{"race": "ne", "marks": None}] * 3,
    )
    sign(vote)
    assert vote.log.get(kind="recounted").payload["unknown"] == [[2, "count"]]
    assert any("only one program counted that" in sentence for sentence in sentences(vote))


# --- no answer ---


def test_a_missing_program_stops_the_signature_and_says_which_file(monkeypatch, tmp_path):
    vote = counted()
    monkeypatch.setattr(recounting.voting, "__file__", str(tmp_path / "voting" / "__init__.py"))
    with pytest.raises(SecondCountFailed) as refused:
        sign(vote)
    assert "tools/verify_result.py" in str(refused.value)
    assert not vote.certifications.exists()


@pytest.mark.parametrize(
    "text",
    [
        "raise SystemExit(1)",
        "raise RuntimeError",
        "raise SystemExit(2)",
        "print('{}')",
        "print('[]')",
        "print('no JSON')",
        "import json; print(json.dumps({'sha256': 'of something else', 'contests': []}))",
        # Says that it differs, and not in what.
        "import hashlib, json, sys\n"
        "sha256 = hashlib.sha256(sys.stdin.buffer.read()).hexdigest()\n"
        "print(json.dumps({'sha256': sha256, 'contests': []}))\n"
        "raise SystemExit(1)",
    ],
)
def test_a_program_that_gives_no_answer_stops_the_signature(program, text):
    vote = counted()
    program(text)
    with pytest.raises(SecondCountFailed):
        sign(vote)
    assert not vote.certifications.exists()
    assert not vote.log.filter(kind__startswith="recount").exists()


def test_a_program_that_takes_too_long_is_stopped(program, monkeypatch):
    vote = counted()
    program("import time; time.sleep(60)")
    monkeypatch.setattr(recounting, "SECONDS", 0.2)
    with pytest.raises(SecondCountFailed) as refused:
        sign(vote)
    assert "took too long" in str(refused.value)


def test_the_program_runs_without_the_environment_and_the_packages_of_the_site(program, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the site")
    path = program(
        "import hashlib, json, os, sys\n"
        "content = sys.stdin.buffer.read()\n"
        "try:\n"
        "    import django\n"
        "except ImportError:\n"
        "    django = None\n"
        "print(json.dumps({'sha256': hashlib.sha256(content).hexdigest(), 'contests': [],\n"
        "    'environment': sorted(os.environ), 'django': bool(django)}))\n"
    )
    report = run_program(program=path, content=b"{}").values
    assert "SECRET_KEY" in os.environ
    assert "SECRET_KEY" not in report["environment"]
    assert report["django"] is False


def test_what_was_counted_again_is_what_the_log_names(runs):
    vote = counted()
    recount = recount_vote(member_vote=vote, at=vote.closes_at)
    assert recount.content == hashlib.sha256(runs[0]).hexdigest()
    assert json.loads(runs[0])["vote"] == str(vote.pk)
