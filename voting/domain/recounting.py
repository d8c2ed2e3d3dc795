"""The second count: a program that shares nothing with the site counts again before tellers sign.

It runs when a count is signed, not when it is made: a signature vouches for
what is stored at that moment. What exactly it was given, and which program it
was, stands in the log as two hashes; the next signature under the same
content needs no other run, so that only the first teller waits for a slow
count.

The program runs in a process of its own: without the site's code, its
settings or its environment, so that neither count can lean on the other.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

import voting
from voting.domain.canonical import canonical_json, sha256
from voting.domain.errors import SecondCountDiffers, SecondCountFailed
from voting.domain.exporting import counted_contests, publishes_ballots
from voting.domain.log import record
from voting.domain.transitions import locked
from voting.models import AuditEvent, MemberVote, State, Tally

SECONDS = 300
# What the program ends with.
_HOLDS, _DIFFERS, _NOT_CHECKED = 0, 1, 3


@dataclass(frozen=True)
class Recount:
    """What a second count of a vote found.

    `content` and `program`: the SHA-256, in hexadecimal, of what was counted
    and of what counted it. `results`: that of the stored results alone.
    `report`: the whole report of the program, byte for byte; "" where it did not run.
    `differences` and `unknown`: the number of the question (from 1) and what
    of it differs, or is not known to the program, as `check` of its report.
    `is_new`: whether the program ran now; else the log already had it.
    """

    content: str
    program: str
    results: str
    report: str = ""
    differences: tuple[tuple[int, str], ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()
    is_new: bool = True


def recount_vote(*, member_vote: MemberVote, at: datetime) -> Recount:
    """Count a counted vote again with the other program, and compare.

    Takes no lock while it counts: `check_same_results` compares under the
    lock of the vote. A difference is written into the log and raised as
    SecondCountDiffers. Raises SecondCountFailed when there is no answer.
    """
    program = program_path()
    content = canonical_json(_counted_again(member_vote))
    hashes = {
        "content": sha256(content).hex(),
        "program": _hash_of(program),
        "results": results_hash(member_vote),
    }
    known = _in_log(member_vote, hashes["content"], hashes["program"]).last()
    if known is not None and _has_report(member_vote, known):
        return Recount(**hashes, unknown=_pairs(known.payload["unknown"]), is_new=False)
    report = run_program(program=program, content=content)
    recount = Recount(
        **hashes,
        report=report.text,
        differences=_found(report.values, agrees=False) + _not_as_counted(member_vote, hashes["results"]),
        unknown=_found(report.values, agrees=None),
    )
    if recount.differences:
        _note_difference(member_vote, recount, at)
        raise SecondCountDiffers(recount.differences)
    return recount


def _counted_again(member_vote: MemberVote) -> dict[str, Any]:
    """What the program gets. Its fingerprint is public, so it holds a secret where the ballots are one.

    Few ballots could be guessed, and a guess be tried against a fingerprint.
    """
    counted = counted_contests(member_vote)
    if publishes_ballots(member_vote) or member_vote.blinding is None:
        return counted
    return {**counted, "blinding": bytes(member_vote.blinding).hex()}


def _has_report(member_vote: MemberVote, line: AuditEvent) -> bool:
    """Whether the stored report is the one that a line of the log names; older lines name none."""
    stated = line.payload.get("report")
    return stated is None or stated == _hash_of_text(member_vote.second_count)


def check_same_results(*, locked_vote: MemberVote, recount: Recount) -> None:
    """Refuse if what is stored now, under the lock, is not what was counted again."""
    if results_hash(locked_vote) != recount.results:
        raise SecondCountFailed


def record_recount(*, locked_vote: MemberVote, recount: Recount, at: datetime) -> None:
    """Keep the report, and write into the log that two programs counted and agree.

    Once for the same report: two tellers may have asked at the same moment,
    and under the lock the second one finds the line.
    """
    if not recount.is_new:
        return
    fingerprint = _hash_of_text(recount.report)
    locked_vote.second_count = recount.report
    locked_vote.save(update_fields=["second_count"])
    known = _in_log(locked_vote, recount.content, recount.program)
    if known.filter(payload__report=fingerprint).exists():
        return
    record(
        member_vote=locked_vote,
        at=at,
        kind="recounted",
        payload={
            "content": recount.content,
            "program": recount.program,
            "report": fingerprint,
            "unknown": [list(pair) for pair in recount.unknown],
        },
    )


def _in_log(member_vote: MemberVote, content: str, program: str):
    return member_vote.log.filter(kind="recounted", payload__content=content, payload__program=program)


def program_path() -> Path:
    """Where the second program lies: beside the package, in the folder of the release."""
    path = Path(voting.__file__).resolve().parents[1] / "tools" / "verify_result.py"
    if not path.is_file():
        raise SecondCountFailed(SecondCountFailed.missing)
    return path


@dataclass(frozen=True)
class Report:
    """What the program said: byte for byte, and as JSON values."""

    text: str
    values: dict[str, Any]


def run_program(*, program: Path, content: bytes) -> Report:
    """The report of the program about an export. Raises SecondCountFailed if there is none."""
    try:
        done = subprocess.run(
            # Isolated, and without what is installed beside Python: nothing of the site can be imported.
            [sys.executable, "-I", "-S", str(program), "--json", "-"],
            input=content,
            capture_output=True,
            env={},
            cwd=program.parent,
            timeout=SECONDS,
            check=False,
        )
        text = done.stdout.decode()
        report = json.loads(text)
    except subprocess.TimeoutExpired:
        raise SecondCountFailed(SecondCountFailed.too_slow) from None
    except (OSError, ValueError):
        raise SecondCountFailed from None
    if done.returncode not in (_HOLDS, _DIFFERS, _NOT_CHECKED) or not isinstance(report, dict):
        raise SecondCountFailed
    # A program that saw another file, or stopped in the middle, has not counted this vote.
    if report.get("sha256") != sha256(content).hex():
        raise SecondCountFailed
    if (done.returncode == _DIFFERS) != bool(_found(report, agrees=False)):
        raise SecondCountFailed
    return Report(text=text, values=report)


def results_hash(member_vote: MemberVote) -> str:
    """The SHA-256 of the stored results, as the log has it from the count."""
    return _hash_results({tally.contest.key: tally.result for tally in _tallies(member_vote)})


def _tallies(member_vote: MemberVote):
    return Tally.objects.filter(contest__member_vote=member_vote).select_related("contest")


def _hash_results(results: dict[str, Any]) -> str:
    return sha256(canonical_json(results)).hex()


def _hash_of_text(text: str) -> str:
    return sha256(text.encode()).hex()


def _hash_of(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hex()
    except OSError:
        raise SecondCountFailed from None


def _not_as_counted(member_vote: MemberVote, results: str) -> tuple[tuple[int, str], ...]:
    """The log holds the hash of what was counted; what is stored must be just that."""
    counted = member_vote.log.filter(kind="counted").order_by("-number").first()
    stored = counted is not None and counted.payload.get("result_sha256")
    return () if stored == results else ((0, "log"),)


def _found(report: dict[str, Any], *, agrees) -> tuple[tuple[int, str], ...]:
    return tuple(
        (number, check["check"])
        for number, contest in enumerate(report["contests"], start=1)
        for check in contest["checks"]
        if check["agrees"] is agrees
    )


def _pairs(lists) -> tuple[tuple[int, str], ...]:
    return tuple((number, check) for number, check in lists)


def _note_difference(member_vote: MemberVote, recount: Recount, at: datetime) -> None:
    """Members can read that the counts differ, even though nobody signed; once for the same content."""
    with transaction.atomic():
        vote = locked(member_vote, State.COUNTED)
        told = vote.log.filter(
            kind="recount_differs", payload__content=recount.content, payload__program=recount.program
        )
        if not told.exists():
            record(
                member_vote=vote,
                at=at,
                kind="recount_differs",
                payload={
                    "content": recount.content,
                    "program": recount.program,
                    "differences": [list(pair) for pair in recount.differences],
                },
            )
