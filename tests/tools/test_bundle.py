"""What was published of a vote as one file: that it holds when it is whole."""

import json

import pytest

from tests.tools.bundles import HOLDS_WHOLE, KINDS, draft, packed, sha256
from tests.tools.exports import PROGRAM
from tests.tools.judging import program, run, verify


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


def imported():
    """A survey that was imported from older software: nobody announced or opened it here."""
    made = draft(survey=True, publish="totals")
    made.drop("opened")
    made.event("announced").update(kind="imported", payload={"poll": 7, "answers": 5, "sha256": sha256(b"")})
    return made


def test_an_imported_survey_says_what_its_log_cannot_tell():
    code, said = verify(imported().zip())
    assert code == program.NOT_CHECKED
    assert [line.partition(":")[0] for line in said.splitlines()] == ["manifest", "roll", "ballots", "count"]
    made = imported()
    made.roll["size"] = made.numbers["eligible"] = 7
    code, said = verify(made.zip())
    assert code == program.DIFFERS
    assert "eligible, in the log when it was counted: 6 is not 7" in said


def test_warnings_that_the_site_opened_with_are_told(tmp_path):
    made = draft()
    made.event("opened")["payload"]["accepted"] = ["backups", "log_statement"]
    path = tmp_path / "bundle.zip"
    path.write_bytes(made.zip())
    code, text = run(path)
    assert code == program.HOLDS
    assert 'line 2: opened although the site had warnings: ["backups", "log_statement"]' in text


def test_the_report_of_a_bundle_that_differs_names_what_and_gives_advice(tmp_path):
    made = draft()
    made.numbers["stored"] = 6
    path = tmp_path / "bundle.zip"
    path.write_bytes(made.zip())
    code, text = run(path)
    assert code == program.DIFFERS
    assert "DIFFERS      The figures below add up, and the log has the same ones.\n" in text
    assert "ballots in the box, people who took part: 6 is not 5\n" in text
    assert "              6 ballots in the box\n" in text
    assert "SOMETHING DIFFERS" in text
    assert "You can check more" not in text


def test_what_is_no_bundle_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(b"PK\x03\x04")
    code, text = run(path)
    assert code == program.UNREADABLE
    assert text == "This file cannot be checked. The ZIP file ends too early. Download it again.\n"
    code, text = run(path, "--json")
    assert (code, json.loads(text)["status"]) == (program.UNREADABLE, "unreadable")
