"""Each rule of a bundle broken on purpose, everything around it made to fit: it is found and named.

What is rewritten is what somebody could rewrite who keeps the site but cannot
undo what others hold: signed notes, fingerprints in mails, the log's earlier lines.
"""

import copy

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.tools.bundles import CODES, KINDS, draft, packed, sha256, summed
from tests.tools.test_bundle import program, verify

OTHER_ROOT = sha256(b"another roll")


def found(made, rule, *words):
    """The bundle differs, by this rule and with these words."""
    code, said = verify(made.zip() if hasattr(made, "zip") else packed(summed(made)))
    assert code == program.DIFFERS, said
    assert rule in {line.partition(":")[0] for line in said.splitlines()}, said
    for word in words:
        assert word in said


# --- the log ---


def test_a_log_line_that_was_taken_out_no_longer_fits_the_signatures():
    whole, made = draft(), draft()
    made.insert("tellers_appointed", before="opened", tellers=["user:2", "user:3"])
    signed = made.files()["checkpoints.txt"]
    made.drop("tellers_appointed")
    assert made.files() == whole.files()
    made.instead["checkpoints.txt"] = signed
    found(made, "checkpoints", "are not the ones that were signed")


def test_a_log_line_that_was_added_no_longer_fits_the_signatures():
    made = draft()
    made.instead["checkpoints.txt"] = made.files()["checkpoints.txt"]
    made.insert("tellers_appointed", before="closed", tellers=["user:2", "user:3"])
    found(made, "checkpoints", "the first 3 lines of the log are not the ones that were signed")


def test_a_log_that_ends_early_no_longer_fits_the_signatures():
    made = draft()
    made.instead["checkpoints.txt"] = made.files()["checkpoints.txt"]
    del made.log[-2:]
    found(made, "checkpoints", "the log had 10 lines; here it has 9")


def test_a_log_signed_with_another_key_is_found():
    made = draft()
    made.key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    found(made, "checkpoints", "signature 1: it was signed with another key")


def test_a_signature_under_another_text_is_found():
    made = draft()
    lines = made.files()["checkpoints.txt"].decode().split("\n")
    lines[4], lines[10] = lines[10], lines[4]
    made.instead["checkpoints.txt"] = "\n".join(lines).encode()
    found(made, "checkpoints", "signature 1: its signature is not valid", "signature 2")


@pytest.mark.parametrize("number", range(5))
def test_each_step_must_be_signed(number):
    made = draft()
    notes = made.files()["checkpoints.txt"].decode().split("\n\n— ")
    assert len(notes) == 6
    whole = made.notes(list(made.lines()))
    made.instead["checkpoints.txt"] = "\n".join(whole[:number] + whole[number + 1 :]).encode()
    found(made, "checkpoints", "no signature of the log was made after line")


def test_signatures_that_do_not_grow_are_found():
    made = draft()
    notes = made.notes(list(made.lines()))
    made.instead["checkpoints.txt"] = "\n".join([notes[0], *notes]).encode()
    found(made, "checkpoints", "signature 2: the signed log became shorter, or did not grow")


def test_no_signatures_at_all_are_found():
    made = draft()
    made.instead["checkpoints.txt"] = b""
    found(made, "checkpoints", "no signature of the log was made after line 1, “announced”")


def test_signatures_without_a_key_in_the_manifest_are_found():
    made = draft(log_key=False)
    made.instead["checkpoints.txt"] = draft().files()["checkpoints.txt"]
    found(made, "checkpoints", "the manifest names no key")


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
    found(made, "chain", said)


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
    found(made, "order", said)


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
    found(made, "facts", "the state of the vote: published is not archived")
    made.state = "archived"
    assert verify(made.zip()) == (program.HOLDS, "")


# --- who did it, and when ---


def test_a_teller_who_signed_twice_is_found():
    made = draft()
    for line in made.log:
        if line["kind"] == "signed":
            line["actor"] = "user:2"
    found(made, "people", "user:2 signed twice")


def test_one_signature_is_not_enough():
    found(dropped("signed"), "people", "the result has 1 signatures; there must be two")


def test_a_signature_of_nobody_is_found():
    made = draft()
    made.event("signed")["actor"] = ""
    found(made, "people", "nobody is named as signer")


def test_a_signer_who_was_not_appointed_is_found():
    made = draft()
    made.insert("tellers_appointed", before="announced", tellers=["user:2", "user:4"])
    found(made, "people", "user:3 signed and is not an appointed teller")


def closed_early(*, asked_by, agreed_by):
    made = draft()
    if asked_by:
        made.insert("close_early_asked", before="closed", actor=asked_by, reason="All have voted.")
    made.event("closed").update(kind="closed_early", actor=agreed_by, at="2026-02-03T08:00:00+00:00")
    return made


def test_a_vote_that_two_tellers_closed_early_holds():
    assert verify(closed_early(asked_by="user:2", agreed_by="user:3").zip()) == (program.HOLDS, "")


def test_a_vote_that_one_person_closed_early_is_found():
    found(closed_early(asked_by="user:2", agreed_by="user:2"), "people", "“closed_early” by user:2 alone")
    found(closed_early(asked_by="", agreed_by="user:2"), "people", "nobody had asked for it")


def kept_by_officers(*, numbers=(1, 3), officers=("Ada", "Ben", "Cy"), **tested):
    """A vote whose key three officers hold, two of whom brought their shares."""
    made = draft()
    key = {"public_key": "the key", "key_kept_by": "officers", "shares_needed": 2, "officers": [*officers]}
    made.manifest["box"] = {"slug": "secret_officers", **key}
    made.event("opened")["payload"]["officers_key"] = {"public_key_sha256": sha256(b"the key"), **tested}
    made.insert("officers_key_tested", before="opened", actor="user:2")
    for number in numbers:
        made.insert(
            "share_given", before="lot_drawn", number=number, officer=["Ada", "Ben", "Cy"][number - 1]
        )
    return made.relink().recount()


def test_a_key_that_officers_held_and_brought_holds():
    assert verify(kept_by_officers().zip()) == (program.HOLDS, "")


def test_a_key_that_too_few_officers_brought_is_found():
    found(
        kept_by_officers(numbers=(2,)), "officers", "1 officers brought their share of the key; 2 are needed"
    )
    found(kept_by_officers(numbers=(2, 2)), "officers", "1 officers brought their share of the key")
    found(kept_by_officers(officers=("Ada", "Ben", "Dee")), "officers", "Cy is none of the officers")


def test_another_key_than_the_announced_one_is_found():
    other = sha256(b"another")
    found(kept_by_officers(public_key_sha256=other), "officers", "is not the announced one")


def test_a_share_that_came_before_the_close_is_found():
    made = kept_by_officers()
    made.insert("share_given", before="closed", number=2, officer="Ben")
    found(made, "order", "“share_given” cannot happen when the vote is open")


def test_a_survey_with_signatures_is_found():
    made = draft(survey=True)
    made.insert("signed", before="published", actor="user:2")
    found(made, "order", "“signed” cannot happen")
    made = draft()
    made.manifest["kind"] = "advisory"
    made.relink().recount()
    found(made, "order", "a survey is not signed")


@pytest.mark.parametrize(
    ("kind", "at"),
    [
        ("opened", "2026-02-01T07:59:59+00:00"),
        ("closed", "2026-02-08T07:59:59.999999+00:00"),
        ("published", "2026-02-11T07:59:59+00:00"),
        ("secrets_destroyed", "2026-02-11T03:00:00-04:30"),
    ],
)
def test_a_step_that_came_too_early_is_found(kind, at):
    made = draft()
    made.event(kind)["at"] = at
    found(made, "times", f"“{kind}” came too early")


def test_a_time_that_is_none_is_found():
    made = draft()
    made.event("opened")["at"] = "2026-02-01T08:00:00"
    found(made, "times", "is a time without a time zone")
    made.event("opened")["at"] = "yesterday"
    found(made, "times", "yesterday is not a time")


# --- people and ballots ---


def with_roll_change(kind="roll_added", *, size=7, actor="user:3", **changes):
    """A vote in which two tellers added somebody to the roll while it was open."""
    made = draft(eligible=size)
    made.event("opened")["payload"]["roll"] = {"size": 6, "root": OTHER_ROOT}
    asked = {"roll_added": "roll_add_asked", "roll_struck": "roll_strike_asked"}[kind]
    made.insert(asked, before="closed", actor="user:2", reason="Left out by mistake.")
    payload = {"roll": {"size": size, "root": made.roll["root"]}, "reason": "Left out by mistake.", **changes}
    made.insert(kind, before="closed", actor=actor, **payload)
    made.roll["changes"] = 1
    return made


def test_a_change_of_the_roll_by_two_people_holds():
    assert verify(with_roll_change().zip()) == (program.HOLDS, "")
    assert verify(with_roll_change("roll_struck", size=5).zip()) == (program.HOLDS, "")


def test_a_change_of_the_roll_must_be_as_it_says():
    found(with_roll_change("roll_struck", size=7), "roll", "“roll_struck” took the roll from 6 to 7")
    found(with_roll_change(size=5), "roll", "“roll_added” took the roll from 6 to 5")
    found(with_roll_change(reason=" "), "roll", "no reason is given")
    found(with_roll_change(actor="user:2"), "people", "“roll_added” by user:2 alone")
    found(with_roll_change(roll={"size": 7}), "roll", "“root” is missing")
    found(with_roll_change(roll={"size": 7, "root": "7"}), "roll", "not a fingerprint")


def test_a_change_of_the_roll_after_the_close_is_found():
    made = draft()
    made.insert("roll_add_asked", before="closed", actor="user:2", reason="Late.")
    made.insert(
        "roll_added", before="lot_drawn", actor="user:3", roll=made.event("opened")["payload"]["roll"]
    )
    made.roll["changes"] = 1
    found(made, "order", "“roll_added” cannot happen when the vote is closed")


def test_a_change_of_the_roll_that_is_not_told_is_found():
    made = with_roll_change()
    made.roll["changes"] = 0
    found(made, "roll", "the number of changes to the roll: 0 is not 1")


@pytest.mark.parametrize(("name", "value"), [("size", 7), ("root", OTHER_ROOT)])
def test_another_roll_than_that_of_the_log_is_found(name, value):
    made = draft()
    made.roll[name] = value
    found(made, "roll", f"the {name} of the roll")


@pytest.mark.parametrize(
    "name", ["eligible", "participated", "stored", "opened", "valid", "invalid", "counted"]
)
@pytest.mark.parametrize("by", [-1, 1])
def test_each_figure_that_is_changed_is_found(name, by):
    made = draft()
    made.numbers[name] += by
    found(made, "reconciliation", str(made.numbers[name]))


def test_figures_that_are_changed_everywhere_must_still_follow_from_each_other():
    made = draft()
    made.numbers |= {"participated": 4, "stored": 5}
    made.event("closed")["payload"]["participated"] = 4
    made.event("counted")["payload"]["participated"] = 4
    made.contest["result"]["figures"]["participated"] = 4
    made.relink().recount()
    found(made, "reconciliation", "ballots in the box, people who took part: 5 is not 4")


def test_more_voters_than_people_on_the_roll_are_found():
    found(draft(eligible=4), "reconciliation", "more people took part than were on the roll")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("closed", "participated"), ("closed", "stored"), ("counted", "opened"), ("counted", "eligible")],
)
def test_figures_of_the_log_that_differ_are_found(kind, name):
    made = draft()
    made.event(kind)["payload"][name] += 1
    found(made, "reconciliation", name)


@pytest.mark.parametrize("name", ["eligible", "ballots", "recused", "members"])
def test_a_turnout_that_differs_from_the_figures_is_found(name):
    made = draft()
    made.contest["turnout"][name] = 5
    made.relink().recount()
    found(made, "turnout", f"question 1, {name} in the turnout")


@pytest.mark.parametrize("value", [True, "5", None, -1, 2**60, [5], {"n": 5}])
def test_a_figure_that_is_no_number_is_found(value):
    made = draft()
    made.instead["reconciliation.json"] = rfc8785_or_plain({**made.numbers, "stored": value})
    code, _said = verify(made.zip())
    assert code == program.DIFFERS


def rfc8785_or_plain(value):
    """Canonical, or nearly, for numbers that canonical JSON cannot hold."""
    return program.json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


# --- ballots and result ---


def test_a_ballot_that_was_moved_is_found_by_the_count_itself():
    made = draft()
    made.contest["ballots"] = [[1, "A"], [2, "B"], [1, None]]
    made.relink().recount()
    found(made, "tallies", "A is stored with 2, counted are 1")
    found(made, "second_count", "the second count did not agree")


def test_a_ballot_that_was_moved_after_the_count_is_found_by_the_log():
    made = draft()
    made.contest["ballots"] = [[1, "A"], [2, "B"], [1, None]]
    found(made, "ballots", "the fingerprint of the ballots")
    found(made, "recounted", "the fingerprint of count.json")


def test_a_ballot_that_was_moved_with_its_result_is_found_by_the_log():
    moved = [{"q1": "A"}, {"q1": "B"}, {"q1": "B"}, {"q1": None}]
    made, other = draft(), draft(ballots=moved)
    made.count = other.count
    found(made, "ballots", "the fingerprint of the ballots")
    found(made, "result", "the fingerprint of the result")
    found(made, "recounted", "the fingerprint of count.json")


def test_a_result_that_was_changed_after_the_count_is_found():
    made = draft()
    made.contest["result"]["tallies"]["A"] = "3"
    found(made, "result", "the fingerprint of the result")
    found(made, "tallies", "A is stored with 3, counted are 2")


def test_a_decision_that_was_changed_is_found():
    made = draft()
    made.contest["result"]["decision"]["winners"] = ["B"]
    made.recount()
    found(made, "decision", "decided for")


def test_a_decision_that_does_not_follow_from_totals_is_found():
    made = draft(publish="totals")
    made.contest["result"]["decision"]["winners"] = ["B"]
    found(made, "decision_of_totals", "decided for stored: B; counted: A".partition(";")[0])


def test_totals_that_no_ballots_can_give_are_found():
    made = draft(publish="totals")
    made.contest["result"]["tallies"]["A"] = "4"
    made.relink()
    found(made, "totals", "A has 4 votes, more than the ballots can give")


def test_a_lot_that_was_drawn_again_is_found():
    made = draft()
    made.contest["lot"] = made.contest["result"]["lot"] = "another"
    made.relink().recount()
    found(made, "lot", "question 1, the lot: another is not seed")


def test_a_second_count_that_is_missing_is_found():
    made = draft()
    made.second = None
    found(made, "second_count", "the report of the second count (second_count.json) is missing")


def test_a_second_count_that_the_log_does_not_name_is_found():
    made = draft()
    made.second += b" "
    found(made, "second_count", "is not the report that the log names")
    made = draft()
    del made.event("recounted")["payload"]["report"]
    found(made, "second_count", "and the log names none")


def test_a_second_count_of_another_file_is_found():
    made = draft()
    content = made.event("recounted")["payload"]["content"]
    made.recount({**made.count, "title": {"en": "Another"}})
    made.event("recounted")["payload"]["content"] = content
    found(made, "second_count", "is about another file")


def test_a_vote_whose_log_names_no_report_is_not_checked_there():
    made = draft()
    made.second = None
    del made.event("recounted")["payload"]["report"]
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert said == "second_count: this vote is older than this check: its log names no report"


def test_two_second_counts_of_the_same_count_hold():
    made = draft()
    again = {**made.event("recounted")["payload"], "program": sha256(b"a later program")}
    made.insert("recounted", before="certified", **again)
    made.log[7], made.log[8] = made.log[8], made.log[7]
    assert [line["kind"] for line in made.log[5:9]] == ["recounted", "signed", "recounted", "signed"]
    assert verify(made.zip()) == (program.HOLDS, "")


# --- tracking codes ---


def coded():
    return draft(**KINDS["codes"])


def test_a_code_that_stands_twice_is_found():
    made = coded()
    made.coded[1]["code"] = made.coded[0]["code"]
    found(made, "codes", f"the code {CODES[0]} stands there 2 times")


@pytest.mark.parametrize(
    "code", ["", "0123", "0123-4567-89AB-CDEI", "0123456789ABCDEF", "0123-4567-89ab-cdef", "U" * 19, 7]
)
def test_a_code_that_is_none_is_found(code):
    made = coded()
    lines = [{**made.coded[0], "code": code}, *made.coded[1:]]
    made.instead["ballots.jsonl"] = b"".join(rfc8785.dumps(line) + b"\n" for line in lines)
    found(made, "codes", "is not a code")


def test_codes_that_are_not_sorted_are_found():
    made = coded()
    made.instead["ballots.jsonl"] = b"".join(rfc8785.dumps(line) + b"\n" for line in made.coded[::-1])
    found(made, "codes", "not sorted by code")


def test_a_ballot_in_the_list_that_was_not_counted_is_found():
    made = coded()
    made.coded[0] = {"code": CODES[0], "ballot": {"q1": "B", "q2": [5, None]}}
    found(made, "codes", "question 1: 2 ballots stand in only one of")


def test_ballots_that_were_taken_apart_differently_are_found():
    """Each question adds up, but a question of one ballot is left out."""
    made = coded()
    del made.coded[0]["ballot"]["q2"]
    found(made, "codes", "ballots.jsonl, line 1: “q2” is missing")


def test_a_list_with_codes_of_its_own_for_one_voter_is_found():
    made = coded()
    made.coded[0]["ballot"], made.coded[1]["ballot"] = made.coded[1]["ballot"], made.coded[0]["ballot"]
    found(made, "list_of_codes", "the fingerprint of ballots.jsonl")
    del made.event("counted")["payload"]["codes_sha256"]
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert said == "list_of_codes: the log does not name this list, so others may have been shown another one"


def test_a_ballot_that_is_missing_in_the_list_is_found():
    made = coded()
    del made.coded[0]
    found(made, "turnout", "ballots with codes: 3 is not 4")


def test_a_list_of_codes_must_be_there_when_it_was_promised_and_only_then():
    made = coded()
    made.coded = None
    found(made, "published", "the list of ballots with codes (ballots.jsonl) is missing")
    made = coded()
    made.manifest["tracking_codes"] = False
    made.relink().recount()
    found(made, "published", "the manifest promised none")


# --- what was voted on ---


def test_ballots_that_were_to_stay_secret_are_found():
    made = draft()
    made.manifest["publish"] = "totals"
    made.relink().recount()
    found(made, "published", "the manifest promised that they stay secret")
    del made.manifest["publish"]
    made.relink().recount()
    found(made, "published", "the manifest promised that they stay secret")


def test_ballots_that_are_too_few_or_all_alike_are_found():
    made = draft()
    made.manifest["least_published"] = 5
    made.relink().recount()
    found(made, "published", "although there are fewer than 5 of them")
    found(draft(ballots=[{"q1": "A"}] * 5), "published", "although there are only equal ones")


def test_ballots_with_public_names_have_nothing_to_keep_back():
    made = draft()
    made.manifest |= {"least_published": 5, "names": {"shown_to": "public", "live": False}}
    assert verify(made.relink().recount().zip()) == (program.HOLDS, "")
    made.manifest["names"]["shown_to"] = "members"
    found(made.relink().recount(), "published", "although there are fewer than 5 of them")


def test_ballots_that_were_promised_and_are_held_back_are_not_checked():
    made = draft(publish="totals")
    made.manifest |= {"publish": "ballots", "least_published": 5}
    made.relink()
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert "published: the ballots are not published: there are fewer than 5 of them" in said
    made.manifest["least_published"] = 2
    made.relink()
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert "published: the ballots are not published: count.json has none; ballots that are all" in said
    made.event("counted")["payload"]["ballots_sha256"] = sha256(b"ballots")
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert "the log has the fingerprint of ballots, and count.json has none" in said


def test_a_manifest_that_was_changed_after_it_was_announced_is_found():
    made = draft()
    made.manifest["closes_at"] = "2026-02-07T08:00:00Z"
    made.count["manifest_sha256"] = sha256(rfc8785.dumps(made.manifest))
    made.recount()
    found(made, "manifest", "the manifest that was announced")


def change_frozen(name, value):
    made = draft()
    made.contest[name] = value
    made.recount()
    return made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", {"en": "Who else?"}),
        ("seats", 2),
        ("options", {"max_marks": 1}),
        ("rule", {"slug": "advice", "settings": {}}),
        ("method", "approval"),
    ],
)
def test_a_question_that_is_not_the_announced_one_is_found(name, value):
    found(change_frozen(name, value), "contests", f"question 1, {name}")


@pytest.mark.parametrize("name", ["label", "kind", "key"])
def test_a_choice_that_is_not_the_announced_one_is_found(name):
    choices = copy.deepcopy(draft().contest["choices"])
    choices[0][name] = {"en": "Somebody else"} if name == "label" else "B2"
    found(change_frozen("choices", choices), "contests", "question 1, the choices")


def test_choices_in_another_order_are_found():
    choices = draft().contest["choices"]
    found(change_frozen("choices", choices[::-1]), "contests", "question 1, the choices")


def test_a_title_and_a_number_of_questions_that_differ_are_found():
    made = draft()
    made.count["title"] = {"en": "Another vote"}
    found(made.recount(), "contests", "the title")
    made = coded()
    del made.count["contests"][1]
    found(made.relink().recount(), "contests", "the number of questions: 1 is not 2")


def test_a_number_is_not_true_and_true_is_not_a_number():
    made = draft()
    made.manifest["contests"][0]["seats"] = True
    found(made.relink().recount(), "contests", "question 1, seats: 1 is not true")


# --- the file ---


@pytest.mark.parametrize("name", sorted(draft(**KINDS["codes"]).files()))
def test_a_file_that_is_missing_is_found(name):
    files = coded().files()
    del files[name]
    content = packed(files if name == "SHA256SUMS" else summed(files))
    code, said = verify(content)
    if name == "bundle.json":
        assert (code, said) == (
            program.UNREADABLE,
            "This is not the bundle of a vote: there is no bundle.json in it.",
        )
    else:
        assert code == program.DIFFERS
        assert name in said


def test_a_file_that_has_no_place_there_is_found():
    made = draft()
    made.instead["more.txt"] = b"Read me."
    found(made, "names", "more.txt has no place in it")


def test_a_file_that_is_not_as_listed_is_found():
    files = draft().files()
    found(packed_as_is({**files, "README.txt": b"Other words."}), "sums", "README.txt is not as listed")
    more = files["SHA256SUMS"] + b"00  more.txt\n"
    found(packed_as_is({**files, "SHA256SUMS": more}), "sums", "lists more than there is")


class packed_as_is:  # noqa: N801
    """Files in a ZIP with the sums that they came with."""

    def __init__(self, files):
        self.files = files

    def zip(self):
        return packed(self.files)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("bundle.json", {"vote": "another"}, "the vote in bundle.json"),
        ("bundle.json", {"state": "archived"}, "the state of the vote"),
        ("bundle.json", {"more": 1}, "“more” has no place there"),
        ("bundle.json", {"manifest_sha256": OTHER_ROOT}, "the manifest that bundle.json names"),
        ("count.json", {"vote": "another"}, "the vote in count.json"),
        ("count.json", {"format": "member-vote-count/2"}, "the form of count.json"),
        ("count.json", {"manifest_sha256": OTHER_ROOT}, "the manifest that count.json names"),
        ("count.json", {"more": 1}, "“more” has no place there"),
        ("roll.json", {"more": 1}, "“more” has no place there"),
        ("reconciliation.json", {"more": 1}, "“more” has no place there"),
    ],
)
def test_a_part_about_something_else_is_found(name, change, said):
    files = draft().files()
    value = {**program.json.loads(files[name]), **change}
    code, text = verify(packed(summed({**files, name: rfc8785.dumps(value)})))
    assert code == program.DIFFERS
    assert said in text


def test_a_bundle_of_another_form_is_not_read():
    files = draft().files()
    facts = {**program.json.loads(files["bundle.json"]), "format": "member-vote-bundle/2"}
    code, said = verify(packed(summed({**files, "bundle.json": rfc8785.dumps(facts)})))
    assert (code, said) == (program.UNREADABLE, "This is not of the form “member-vote-bundle/1”.")


@pytest.mark.parametrize(
    "name", ["bundle.json", "manifest.json", "roll.json", "reconciliation.json", "count.json"]
)
def test_json_that_is_not_canonical_is_found(name):
    files = draft().files()
    for content in (files[name] + b"\n", b" " + files[name], files[name].replace(b":", b": ", 1)):
        code, said = verify(packed(summed({**files, name: content})))
        assert code in (program.DIFFERS, program.UNREADABLE)
        assert f"{name} is not written in the one form" in said
