"""Ballots, results and tracking codes of a bundle broken on purpose: it is found and named.

What is rewritten is what somebody could rewrite who keeps the site but cannot
undo what others hold: signed notes, fingerprints in mails, the log's earlier lines.
"""

import pytest
import rfc8785

from tests.tools.bundles import CODES, KINDS, draft, sha256
from tests.tools.judging import assert_found, program, verify


def test_a_ballot_that_was_moved_is_found_by_the_count_itself():
    made = draft()
    made.contest["ballots"] = [[1, "A"], [2, "B"], [1, None]]
    made.relink().recount()
    assert_found(made, "tallies", "A is stored with 2, counted are 1")
    assert_found(made, "second_count", "the second count did not agree")


def test_a_ballot_that_was_moved_after_the_count_is_found_by_the_log():
    made = draft()
    made.contest["ballots"] = [[1, "A"], [2, "B"], [1, None]]
    assert_found(made, "ballots", "the fingerprint of the ballots")
    assert_found(made, "recounted", "the fingerprint of count.json")


def test_a_ballot_that_was_moved_with_its_result_is_found_by_the_log():
    moved = [{"q1": "A"}, {"q1": "B"}, {"q1": "B"}, {"q1": None}]
    made, other = draft(), draft(ballots=moved)
    made.count = other.count
    assert_found(made, "ballots", "the fingerprint of the ballots")
    assert_found(made, "result", "the fingerprint of the result")
    assert_found(made, "recounted", "the fingerprint of count.json")


def test_a_result_that_was_changed_after_the_count_is_found():
    made = draft()
    made.contest["result"]["tallies"]["A"] = "3"
    assert_found(made, "result", "the fingerprint of the result")
    assert_found(made, "tallies", "A is stored with 3, counted are 2")


def test_a_decision_that_was_changed_is_found():
    made = draft()
    made.contest["result"]["decision"]["winners"] = ["B"]
    made.recount()
    assert_found(made, "decision", "decided for")


def test_a_decision_that_does_not_follow_from_totals_is_found():
    made = draft(publish="totals")
    made.contest["result"]["decision"]["winners"] = ["B"]
    assert_found(made, "decision_of_totals", "decided for stored: B; counted: A".partition(";")[0])


def test_totals_that_no_ballots_can_give_are_found():
    made = draft(publish="totals")
    made.contest["result"]["tallies"]["A"] = "4"
    made.relink()
    assert_found(made, "totals", "A has 4 votes, more than the ballots can give")


def test_a_lot_that_was_drawn_again_is_found():
    made = draft()
    made.contest["lot"] = made.contest["result"]["lot"] = "another"
    made.relink().recount()
    assert_found(made, "lot", "question 1, the lot: another is not seed")


def test_a_second_count_that_is_missing_is_found():
    made = draft()
    made.second = None
    assert_found(made, "second_count", "the report of the second count (second_count.json) is missing")


def test_a_second_count_that_the_log_does_not_name_is_found():
    made = draft()
    made.second += b" "
    assert_found(made, "second_count", "is not the report that the log names")
    made = draft()
    del made.event("recounted")["payload"]["report"]
    assert_found(made, "second_count", "and the log names none")


def test_a_second_count_of_another_file_is_found():
    made = draft()
    content = made.event("recounted")["payload"]["content"]
    made.recount({**made.count, "title": {"en": "Another"}})
    made.event("recounted")["payload"]["content"] = content
    assert_found(made, "second_count", "is about another file")


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
    assert_found(made, "codes", f"the code {CODES[0]} stands there 2 times")


@pytest.mark.parametrize(
    "code", ["", "0123", "0123-4567-89AB-CDEI", "0123456789ABCDEF", "0123-4567-89ab-cdef", "U" * 19, 7]
)
def test_a_code_that_is_none_is_found(code):
    made = coded()
    lines = [{**made.coded[0], "code": code}, *made.coded[1:]]
    made.instead["ballots.jsonl"] = b"".join(rfc8785.dumps(line) + b"\n" for line in lines)
    assert_found(made, "codes", "is not a code")


def test_codes_that_are_not_sorted_are_found():
    made = coded()
    made.instead["ballots.jsonl"] = b"".join(rfc8785.dumps(line) + b"\n" for line in made.coded[::-1])
    assert_found(made, "codes", "not sorted by code")


def test_a_ballot_in_the_list_that_was_not_counted_is_found():
    made = coded()
    made.coded[0] = {"code": CODES[0], "ballot": {"q1": "B", "q2": [5, None]}}
    assert_found(made, "codes", "question 1: 2 ballots stand in only one of")


def test_ballots_that_were_taken_apart_differently_are_found():
    """Each question adds up, but a question of one ballot is left out."""
    made = coded()
    del made.coded[0]["ballot"]["q2"]
    assert_found(made, "codes", "ballots.jsonl, line 1: “q2” is missing")


def test_a_list_with_codes_of_its_own_for_one_voter_is_found():
    made = coded()
    made.coded[0]["ballot"], made.coded[1]["ballot"] = made.coded[1]["ballot"], made.coded[0]["ballot"]
    assert_found(made, "list_of_codes", "the fingerprint of ballots.jsonl")
    del made.event("counted")["payload"]["codes_sha256"]
    code, said = verify(made.zip())
    assert code == program.NOT_CHECKED
    assert said == "list_of_codes: the log does not name this list, so others may have been shown another one"


def test_a_ballot_that_is_missing_in_the_list_is_found():
    made = coded()
    del made.coded[0]
    assert_found(made, "turnout", "ballots with codes: 3 is not 4")


def test_a_list_of_codes_must_be_there_when_it_was_promised_and_only_then():
    made = coded()
    made.coded = None
    assert_found(made, "published", "the list of ballots with codes (ballots.jsonl) is missing")
    made = coded()
    made.manifest["tracking_codes"] = False
    made.relink().recount()
    assert_found(made, "published", "the manifest promised none")
