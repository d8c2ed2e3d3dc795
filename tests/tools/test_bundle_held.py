"""What a reader holds against a bundle: a fingerprint, a signed note, a code, a proof of the roll."""

import json
import textwrap

import pytest

from tests.tools.bundles import (
    CODES,
    KINDS,
    VOTE,
    draft,
    path_by_definition,
    root_by_definition,
    sha256,
    signed_note,
)
from tests.tools.judging import program, run, verify


def fingerprint_of(made):
    return sha256(made.files()["manifest.json"])


def notes_of(made):
    return made.notes(list(made.lines()))


# --- the fingerprint in the mail ---


def test_the_fingerprint_of_the_mail_fits_however_it_is_written():
    made = draft()
    text = fingerprint_of(made)
    grouped = " ".join(text[at : at + 4] for at in range(0, 64, 4))
    for given in (text, text.upper(), grouped, f" {text}\n", text[:32] + ":" + text[32:]):
        assert verify(made.zip(), manifest_sha256=given) == (program.HOLDS, "")


def test_another_fingerprint_than_that_of_the_mail_is_found():
    code, said = verify(draft().zip(), manifest_sha256="0" * 64)
    assert code == program.DIFFERS
    assert said.startswith("held_manifest: the fingerprint of the manifest: ")


@pytest.mark.parametrize("given", ["", "abc", "0" * 63, "g" * 64, "\u0660" * 64, "\ud800" * 64])
def test_what_is_no_fingerprint_says_nothing_about_the_vote(given):
    code, said = verify(draft().zip(), manifest_sha256=given)
    assert code == program.UNREADABLE
    assert said.startswith("What you gave is no fingerprint")


# --- a signed note from a mail ---


def test_every_signed_note_of_the_bundle_fits():
    made = draft()
    for note in notes_of(made):
        assert verify(made.zip(), checkpoint=note.encode()) == (program.HOLDS, "")


def test_a_signed_note_is_found_in_what_was_saved_of_a_mail():
    made = draft()
    mail = "\ufeffHello,\n\n  the vote is open.\n\n" + notes_of(made)[1] + "\nYours\n"
    signed = next(line for line in mail.splitlines() if line.startswith("—"))
    broken = mail.replace(signed, f"{signed[:76]}\n{signed[76:]}")
    wrapped = mail.replace(signed, "\n".join(textwrap.wrap(signed, 60)))
    for text in (mail, mail.replace("\n", "\r\n"), mail.replace("\n", "  \n"), mail.replace("\n", "\n> ")):
        assert verify(made.zip(), checkpoint=text.encode()) == (program.HOLDS, "")
    for text in (broken, wrapped, mail.replace("— ", "-- ")):
        assert verify(made.zip(), checkpoint=text.encode()) == (program.HOLDS, "")


def test_a_signed_note_that_the_bundle_left_out_is_compared_with_the_log():
    made = draft()
    leaves = [bytes.fromhex(line["hash"]) for line in made.lines()]
    held = program.Held(checkpoint=signed_note(leaves=leaves, size=4).encode())
    code, report = program.verify_bundle(program.Bundle(made.files()), held)
    assert code == program.HOLDS
    assert "the log agrees with it" in program.bundle_as_text(code, report, held)


def test_a_log_that_was_written_anew_is_found_by_an_old_note():
    """Everything was signed again: only what somebody else kept can tell."""
    before, after = draft(), draft()
    after.event("closed")["actor"] = "user:9"
    assert verify(after.zip()) == (program.HOLDS, "")
    assert verify(after.zip(), checkpoint=notes_of(before)[1].encode()) == (program.HOLDS, "")
    code, said = verify(after.zip(), checkpoint=notes_of(before)[2].encode())
    assert code == program.DIFFERS
    assert said == (
        "held_checkpoint: your signed note: the first 3 lines of the log are not the ones that were signed"
    )


def test_a_note_about_more_lines_than_there_are_is_found():
    made = draft()
    note = notes_of(made)[4]
    made.log = made.log[:9]
    code, said = verify(made.zip(), checkpoint=note.encode())
    assert code == program.DIFFERS
    assert "your signed note: the log had 10 lines; here it has 9" in said


ORIGIN_LINE = b"member-vote/" + VOTE.encode() + b"\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"Hello",
        ORIGIN_LINE,
        ORIGIN_LINE + b"3\n",
        ORIGIN_LINE + b"x\ny\n\n\xe2\x80\x94 z 0\n",
    ],
)
def test_what_is_no_signed_note_says_nothing_about_the_vote(content):
    code, said = verify(draft().zip(), checkpoint=content)
    assert code == program.UNREADABLE
    assert "that you gave is not whole" in said or "no signed note" in said


def test_a_signed_note_about_another_vote_is_found():
    note = signed_note(leaves=[bytes(32)], size=1, origin="member-vote/another")
    code, said = verify(draft().zip(), checkpoint=note.encode())
    assert (code, said) == (program.DIFFERS, "held_checkpoint: your note is about another vote")


def test_a_note_that_nobody_signed_is_found():
    made = draft()
    note = notes_of(made)[1].replace("\n2\n", "\n1\n")
    code, said = verify(made.zip(), checkpoint=note.encode())
    assert code == program.DIFFERS
    assert "your signed note: its signature is not valid" in said


def test_a_note_about_a_vote_without_a_key_is_not_checked():
    code, said = verify(draft(log_key=False).zip(), checkpoint=notes_of(draft())[0].encode())
    assert code == program.NOT_CHECKED
    assert "held_checkpoint: the manifest of this vote names no key for signatures" in said


# --- a tracking code ---


def coded(tmp_path, **kind):
    path = tmp_path / "bundle.zip"
    path.write_bytes(draft(**{**KINDS["codes"], **kind}).zip())
    return path


def test_a_ballot_is_found_by_its_code_and_told_in_words(tmp_path):
    path = coded(tmp_path)
    for given in (CODES[0], CODES[0].lower(), CODES[0].replace("-", ""), "ol23 4567 89ab cdef"):
        code, text = run(path, "--code", given)
        assert code == program.HOLDS
        assert "Your ballot says\n   Who?\n      A\n   How good?\n      A: 5\n      B: no score\n" in text
    code, text = run(path, "--code", CODES[2])
    assert "   Who?\n      A\n   How good?\n      nothing was chosen\n" in text
    code, text = run(path, "--json", "--code", CODES[1])
    assert json.loads(text)["ballot"] == [
        {"question": "Who?", "says": ["B"]},
        {"question": "How good?", "says": ["A: 0", "B: 4"]},
    ]


@pytest.mark.parametrize("given", ["", "0", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", CODES[0] + "0", "\u202e", "é" * 16])
def test_a_code_that_nobody_has_is_told(given):
    content = draft(**KINDS["codes"]).zip()
    code, said = verify(content, code=given)
    assert code == program.DIFFERS
    assert said.startswith("held_code: no ballot has the code")


def test_a_code_of_a_vote_without_codes_is_not_checked():
    code, said = verify(draft().zip(), code=CODES[0])
    assert (code, said) == (
        program.NOT_CHECKED,
        "held_code: this vote publishes no list of tracking codes",
    )


CHOICES = [{"key": key, "label": {"en": f"Choice {key}"}} for key in "ABC"]


@pytest.mark.parametrize(
    ("method", "selection", "says"),
    [
        ("single_choice", "A", ["Choice A"]),
        ("single_choice", None, ["nothing was chosen"]),
        ("approval", ["C", "A"], ["Choice C", "Choice A"]),
        ("score", [5, None, 0], ["Choice A: 5", "Choice B: no score", "Choice C: 0"]),
        (
            "instant_runoff",
            ["B", ["A", "C"], [], None],
            ["1. Choice B", "2. Choice A and Choice C", "3. nobody", "4. cannot be read"],
        ),
        ("by_weight", {"A": 1}, ['{"A":1}']),
    ],
)
def test_ballots_of_every_form_are_told_in_words(method, selection, says):
    assert program.in_words(selection, {"method": method, "choices": CHOICES}) == says


# --- the proof that somebody was on the roll ---


def on_the_roll(people=6, *, at=2):
    """A vote with a real roll, and the proof of one person on it."""
    made = draft(eligible=people)
    entries = sorted(
        (sha256(bytes([number]) * 16 + f"member:{number}".encode()), number) for number in range(people)
    )
    leaves = [bytes.fromhex(leaf) for leaf, _number in entries]
    root = root_by_definition(leaves).hex()
    made.roll["root"] = made.event("opened")["payload"]["roll"]["root"] = root
    number = entries[at][1]
    proof = {
        "vote": VOTE,
        "voter_ref": f"member:{number}",
        "salt": (bytes([number]) * 16).hex(),
        "leaf": at,
        "size": people,
        "path": [step.hex() for step in path_by_definition(leaves, at)],
        "root": root,
    }
    return made, proof


def with_proof(made, proof):
    return verify(made.zip(), roll_proof=json.dumps(proof).encode())


@pytest.mark.parametrize(("people", "at"), [(5, 0), (6, 5), (7, 3), (8, 7), (13, 12)])
def test_a_proof_of_the_roll_holds(people, at):
    made, proof = on_the_roll(people, at=at)
    assert with_proof(made, proof) == (program.HOLDS, "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vote": "another"}, "the vote that your proof is about"),
        ({"voter_ref": "member:9"}, "does not lead to the root"),
        ({"salt": "00" * 16}, "does not lead to the root"),
        ({"leaf": 3}, "does not lead to the root"),
        ({"leaf": -1}, "does not lead to the root"),
        ({"leaf": 10**30}, "does not lead to the root"),
        ({"path": []}, "does not lead to the root"),
        ({"root": "00" * 32}, "a roll that this vote never had"),
        ({"size": 7}, "a roll that this vote never had"),
    ],
)
def test_a_proof_of_the_roll_that_is_wrong_is_found(change, said):
    made, proof = on_the_roll()
    code, text = with_proof(made, {**proof, **change})
    assert code == program.DIFFERS
    assert said in text


@pytest.mark.parametrize(
    "change",
    [
        {"path": ["00"]},
        {"path": ["00" * 32] * 64},
        {"path": [7]},
        {"salt": "0"},
        {"salt": "zz"},
        {"leaf": "2"},
        {"size": True},
        {"voter_ref": None},
        {"voter_ref": "\ud800"},
    ],
)
def test_a_proof_of_another_form_says_nothing_about_the_vote(change):
    made, proof = on_the_roll()
    code, said = with_proof(made, {**proof, **change})
    assert code == program.UNREADABLE
    assert said.startswith("What you gave is no proof of the roll")


@pytest.mark.parametrize("content", [b"", b"no", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_proof_of_the_roll_says_nothing_about_the_vote(content):
    code, said = verify(draft().zip(), roll_proof=content)
    assert code == program.UNREADABLE
    assert said.startswith("What you gave is no proof of the roll")


def test_what_does_not_fit_is_told_apart_from_a_file_that_differs(tmp_path):
    path = coded(tmp_path)
    code, text = run(path, "--code", "ZZZZ-ZZZZ-ZZZZ-ZZZZ")
    assert code == program.DIFFERS
    assert "The file agrees with itself, but what you brought does not fit it." in text
    assert "Do not rely on this result" not in text
    code, text = run(path, "--manifest-sha256", "abc")
    assert (code, text) == (
        program.UNREADABLE,
        "What you gave is no fingerprint: that has 64 signs, 0 to 9 and a to f.\n",
    )


def test_a_proof_from_before_the_roll_was_changed_asks_for_a_new_one():
    before, proof = on_the_roll()
    made = draft(eligible=5)
    now = made.event("opened")["payload"]["roll"]
    made.event("opened")["payload"]["roll"] = before.event("opened")["payload"]["roll"]
    made.insert("roll_strike_asked", before="closed", actor="user:2", reason="Moved away.")
    made.insert("roll_struck", before="closed", actor="user:3", reason="Moved away.", roll=now)
    made.roll["changes"] = 1
    assert verify(made.zip()) == (program.HOLDS, "")
    code, said = with_proof(made, proof)
    assert code == program.NOT_CHECKED
    assert said.startswith("held_roll_proof: your proof is about the roll before it was changed")


# --- the options ---


def test_everything_held_at_once_is_checked(tmp_path):
    made = draft(**KINDS["codes"])
    path, note = coded(tmp_path), tmp_path / "note.txt"
    note.write_text(notes_of(made)[2])
    arguments = ["--manifest-sha256", fingerprint_of(made), "--checkpoint", str(note), "--code", CODES[3]]
    code, text = run(path, *arguments)
    assert code == program.HOLDS
    assert text.count("   OK           ") > 25
    assert "What you brought" in text
    assert "--roll-proof" in text.partition("You can check more")[2]
    assert "--code" not in text.partition("You can check more")[2]


def test_a_file_of_an_option_that_is_not_there_cannot_be_read(tmp_path):
    code, text = run(coded(tmp_path), "--checkpoint", str(tmp_path / "nothing"))
    assert code == program.UNREADABLE
    assert "cannot be checked" in text


def test_what_is_held_needs_a_bundle(tmp_path):
    path = tmp_path / "count.json"
    path.write_bytes(draft().files()["count.json"])
    assert run(path)[0] == program.HOLDS
    code, text = run(path, "--code", CODES[0])
    assert code == program.UNREADABLE
    assert "only be checked with the bundle" in text
