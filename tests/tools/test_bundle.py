"""What was published of a vote as one file: that it holds when it is whole."""

import json
import subprocess
import sys

import pytest

from tests.tools.bundles import KINDS, draft, packed, sha256
from tests.tools.exports import PROGRAM, load_program

program = load_program()

HOLDS_WHOLE = {"ballots", "codes", "survey", "stv"}


def run(path, *arguments):
    """The exit status and what is printed, by the program on its own."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *arguments, str(path)],
        capture_output=True,
        env={},
        check=False,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def verify(content, **held):
    """The status of a ZIP, and everything that differs, as one text."""
    try:
        bundle = program.Bundle(program.read_zip(content), content)
        code, report = program.verify_bundle(bundle, program.Held(**held))
    except program.Unreadable as problem:
        return program.UNREADABLE, str(problem)
    checks = [check for part in [*report["parts"], *report["contests"]] for check in part["checks"]]
    return code, "\n".join(f"{check['check']}: {check['detail']}" for check in checks if not check["agrees"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_bundle_differs_in_nothing(kind):
    code, said = verify(draft(**KINDS[kind]).zip())
    assert code == (program.HOLDS if kind in HOLDS_WHOLE else program.NOT_CHECKED), said


def test_totals_alone_are_checked_as_far_as_they_go():
    _code, said = verify(draft(**KINDS["totals"]).zip())
    assert said.splitlines() == [
        "ballots: the ballots of this vote are not published",
        "recounted: it counted the ballots, which are not published",
        "count: the ballots of this vote are not in the file",
    ]


def test_a_vote_from_before_signed_logs_is_told_apart():
    _code, said = verify(draft(**KINDS["no log key"]).zip())
    assert said == "checkpoints: this vote is older than signed logs: its manifest names no key"


def test_the_program_reads_a_bundle_with_nothing_but_python(tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(draft().zip())
    code, text = run(path)
    assert code == program.HOLDS
    assert "5 took part" in text
    assert "Everything holds" in text
    code, text = run(path, "--json")
    assert (code, json.loads(text)["status"]) == (program.HOLDS, "holds")


def test_an_unpacked_bundle_is_read_as_well(tmp_path):
    for name, content in draft().files().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / ".hidden").write_bytes(b"")
    assert run(tmp_path)[0] == program.HOLDS
    (tmp_path / "count.json").write_bytes(b"{}")
    code, text = run(tmp_path)
    assert code == program.DIFFERS
    assert "count.json is not as listed" in text


def test_the_zip_is_made_as_others_make_it():
    files = draft().files()
    assert program.pack_zip(files) == packed(files)


def test_the_program_names_itself_and_the_second_count_that_it_made(tmp_path):
    made = draft()
    program_sha256 = sha256(PROGRAM.read_bytes())
    path = tmp_path / "bundle.zip"
    path.write_bytes(made.zip())
    assert f"of this program             {program_sha256}\n" in run(path)[1]
    assert "the very program" not in run(path)[1]
    made.event("recounted")["payload"]["program"] = program_sha256
    path.write_bytes(made.zip())
    assert "that was the very program that you are reading this from" in run(path)[1]
