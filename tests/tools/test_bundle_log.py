"""The log of a bundle broken on purpose, everything around it made to fit: it is found and named.

What is rewritten is what somebody could rewrite who keeps the site but cannot
undo what others hold: signed notes, fingerprints in mails, the log's earlier lines.
"""

import copy

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.tools.bundles import draft
from tests.tools.judging import assert_found, program, verify


def test_a_log_line_that_was_taken_out_no_longer_fits_the_signatures():
    whole, made = draft(), draft()
    made.insert("tellers_appointed", before="opened", tellers=["user:2", "user:3"])
    signed = made.files()["checkpoints.txt"]
    made.drop("tellers_appointed")
    assert made.files() == whole.files()
    made.instead["checkpoints.txt"] = signed
    assert_found(made, "checkpoints", "are not the ones that were signed")


def test_a_log_line_that_was_added_no_longer_fits_the_signatures():
    made = draft()
    made.instead["checkpoints.txt"] = made.files()["checkpoints.txt"]
    made.insert("tellers_appointed", before="closed", tellers=["user:2", "user:3"])
    assert_found(made, "checkpoints", "the first 3 lines of the log are not the ones that were signed")


def test_a_log_that_ends_early_no_longer_fits_the_signatures():
    made = draft()
    made.instead["checkpoints.txt"] = made.files()["checkpoints.txt"]
    del made.log[-2:]
    assert_found(made, "checkpoints", "the log had 10 lines; here it has 9")


def test_a_log_signed_with_another_key_is_found():
    made = draft()
    made.key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert_found(made, "checkpoints", "signature 1: it was signed with another key")


def test_a_signature_under_another_text_is_found():
    made = draft()
    lines = made.files()["checkpoints.txt"].decode().split("\n")
    lines[4], lines[10] = lines[10], lines[4]
    made.instead["checkpoints.txt"] = "\n".join(lines).encode()
    assert_found(made, "checkpoints", "signature 1: its signature is not valid", "signature 2")


@pytest.mark.parametrize("number", range(5))
def test_each_step_must_be_signed(number):
    made = draft()
    notes = made.files()["checkpoints.txt"].decode().split("\n\n— ")
    assert len(notes) == 6
    whole = made.notes(list(made.lines()))
    made.instead["checkpoints.txt"] = "\n".join(whole[:number] + whole[number + 1 :]).encode()
    assert_found(made, "checkpoints", "no signature of the log was made after line")


def test_signatures_that_do_not_grow_are_found():
    made = draft()
    notes = made.notes(list(made.lines()))
    made.instead["checkpoints.txt"] = "\n".join([notes[0], *notes]).encode()
    assert_found(made, "checkpoints", "signature 2: the signed log became shorter, or did not grow")


def test_no_signatures_at_all_are_found():
    made = draft()
    made.instead["checkpoints.txt"] = b""
    assert_found(made, "checkpoints", "no signature of the log was made after line 1, “announced”")


def test_signatures_without_a_key_in_the_manifest_are_found():
    made = draft(log_key=False)
    made.instead["checkpoints.txt"] = draft().files()["checkpoints.txt"]
    assert_found(made, "checkpoints", "the manifest names no key")


def test_lines_after_the_last_signature_are_told():
    made = draft()
    program_bundle = program.Bundle(made.files())
    _code, report = program.verify_bundle(program_bundle)
    [check] = [
        check for part in report["parts"] for check in part["checks"] if check["check"] == "checkpoints"
    ]
    assert check["agrees"] is True
    assert check["detail"] == "line 11 came after the last signature: chained, and not yet signed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": 9}, "line 2 has the number 9"),
        ({"previous_hash": "11" * 32}, "line 2 does not follow from the line before it"),
        ({"actor": "user:9"}, "line 2 is not what its fingerprint says"),
        ({"at": "2026-02-01T09:00:00+00:00"}, "line 2 is not what its fingerprint says"),
        ({"hash": "11" * 32}, "line 3 does not follow from the line before it"),
    ],
)
def test_a_line_that_does_not_fit_the_chain_is_named(change, said):
    made = draft()
    lines = list(made.lines())
    lines[1] |= change
    made.instead["log.jsonl"] = b"".join(rfc8785.dumps(line) + b"\n" for line in lines)
    assert_found(made, "chain", said)


def dropped(kind):
    made = draft()
    made.drop(kind)
    return made


@pytest.mark.parametrize(
    "kind", ["announced", "opened", "closed", "lot_drawn", "counted", "recounted", "certified", "published"]
)
def test_a_step_that_is_missing_is_found(kind):
    code, said = verify(dropped(kind).zip())
    assert code == program.DIFFERS
    assert "order: " in said


@pytest.mark.parametrize(
    ("kind", "before", "said"),
    [
        ("opened", "closed", "“opened” cannot happen when the vote is open"),
        ("closed", "counted", "“closed” cannot happen when the vote is lot drawn"),
        ("counted", "recounted", "“counted” cannot happen when the vote is counted"),
        ("lot_drawn", "recounted", "“lot_drawn” cannot happen when the vote is counted"),
        ("published", "certified", "“published” cannot happen when the vote is signed twice"),
        ("archived", "published", "“archived” cannot happen when the vote is certified"),
        ("close_early_asked", "counted", "“close_early_asked” cannot happen when the vote is lot drawn"),
        ("tellers_appointed", "certified", "“tellers_appointed” cannot happen when the vote is signed twice"),
    ],
)
def test_a_step_out_of_order_is_found(kind, before, said):
    made = draft()
    made.insert(kind, before=before, **copy.deepcopy(made.event("opened")["payload"]))
    assert_found(made, "order", said)


def test_a_step_that_this_program_does_not_know_is_not_checked():
    made = draft()
    made.insert("something_new", before="closed")
    code, said = verify(made.zip())
    assert (code, said) == (
        program.NOT_CHECKED,
        "order: line 3: this program does not know “something_new”",
    )


def test_a_second_count_that_differed_once_is_told_and_is_no_fault():
    made = draft()
    made.insert("recount_differs", before="recounted", content="", program="", differences=[])
    assert verify(made.zip()) == (program.HOLDS, "")
    code, report = program.verify_bundle(program.Bundle(made.files()))
    assert "a second count differed at that time" in program.bundle_as_text(code, report)


def test_an_archived_vote_holds_and_must_say_so():
    made = draft()
    made.log.append({**made.event("published"), "kind": "archived"})
    assert_found(made, "facts", "the state of the vote: published is not archived")
    made.state = "archived"
    assert verify(made.zip()) == (program.HOLDS, "")
