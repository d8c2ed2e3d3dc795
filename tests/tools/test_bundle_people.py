"""Signers, times, roll and figures of a bundle broken on purpose: it is found and named.

What is rewritten is what somebody could rewrite who keeps the site but cannot
undo what others hold: signed notes, fingerprints in mails, the log's earlier lines.
"""

import pytest

from tests.tools.bundles import draft, sha256
from tests.tools.judging import assert_found, program, verify

OTHER_ROOT = sha256(b"another roll")


def test_a_teller_who_signed_twice_is_found():
    made = draft()
    for line in made.log:
        if line["kind"] == "signed":
            line["actor"] = "user:2"
    assert_found(made, "people", "user:2 signed twice")


def test_one_signature_is_not_enough():
    made = draft()
    made.drop("signed")
    assert_found(made, "people", "the result has 1 signatures; there must be two")


def test_a_signature_of_nobody_is_found():
    made = draft()
    made.event("signed")["actor"] = ""
    assert_found(made, "people", "nobody is named as signer")


def test_a_signer_who_was_not_appointed_is_found():
    made = draft()
    made.insert("tellers_appointed", before="announced", tellers=["user:2", "user:4"])
    assert_found(made, "people", "user:3 signed and is not an appointed teller")


def closed_early(*, asked_by, agreed_by):
    made = draft()
    if asked_by:
        made.insert("close_early_asked", before="closed", actor=asked_by, reason="All have voted.")
    made.event("closed").update(kind="closed_early", actor=agreed_by, at="2026-02-03T08:00:00+00:00")
    return made


def test_a_vote_that_two_tellers_closed_early_holds():
    assert verify(closed_early(asked_by="user:2", agreed_by="user:3").zip()) == (program.HOLDS, "")


def test_a_vote_that_one_person_closed_early_is_found():
    assert_found(
        closed_early(asked_by="user:2", agreed_by="user:2"), "people", "“closed_early” by user:2 alone"
    )
    assert_found(closed_early(asked_by="", agreed_by="user:2"), "people", "nobody had asked for it")


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
    assert_found(
        kept_by_officers(numbers=(2,)), "officers", "1 officers brought their share of the key; 2 are needed"
    )
    assert_found(kept_by_officers(numbers=(2, 2)), "officers", "1 officers brought their share of the key")
    assert_found(kept_by_officers(officers=("Ada", "Ben", "Dee")), "officers", "Cy is none of the officers")


def test_another_key_than_the_announced_one_is_found():
    other = sha256(b"another")
    assert_found(kept_by_officers(public_key_sha256=other), "officers", "is not the announced one")


def test_a_share_that_came_before_the_close_is_found():
    made = kept_by_officers()
    made.insert("share_given", before="closed", number=2, officer="Ben")
    assert_found(made, "order", "“share_given” cannot happen when the vote is open")


def test_a_survey_with_signatures_is_found():
    made = draft(survey=True)
    made.insert("signed", before="published", actor="user:2")
    assert_found(made, "order", "“signed” cannot happen")
    made = draft()
    made.manifest["kind"] = "advisory"
    made.relink().recount()
    assert_found(made, "order", "a survey is not signed")


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
    assert_found(made, "times", f"“{kind}” came too early")


def test_a_time_that_is_none_is_found():
    made = draft()
    made.event("opened")["at"] = "2026-02-01T08:00:00"
    assert_found(made, "times", "is a time without a time zone")
    made.event("opened")["at"] = "yesterday"
    assert_found(made, "times", "yesterday is not a time")


# --- roll and figures ---


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
    assert_found(with_roll_change("roll_struck", size=7), "roll", "“roll_struck” took the roll from 6 to 7")
    assert_found(with_roll_change(size=5), "roll", "“roll_added” took the roll from 6 to 5")
    assert_found(with_roll_change(reason=" "), "roll", "no reason is given")
    assert_found(with_roll_change(actor="user:2"), "people", "“roll_added” by user:2 alone")
    assert_found(with_roll_change(roll={"size": 7}), "roll", "“root” is missing")
    assert_found(with_roll_change(roll={"size": 7, "root": "7"}), "roll", "not a fingerprint")


def test_a_change_of_the_roll_after_the_close_is_found():
    made = draft()
    made.insert("roll_add_asked", before="closed", actor="user:2", reason="Late.")
    made.insert(
        "roll_added", before="lot_drawn", actor="user:3", roll=made.event("opened")["payload"]["roll"]
    )
    made.roll["changes"] = 1
    assert_found(made, "order", "“roll_added” cannot happen when the vote is closed")


def with_appeal(*, before="closed", how="declined"):
    """A vote in which somebody appealed against not being on the roll."""
    made = draft()
    made.insert("appeal_made", before=before)
    made.insert("appeal_settled", before=before, actor="user:2", how=how)
    return made


@pytest.mark.parametrize("before", ["opened", "closed"])
def test_appeals_before_the_close_change_nothing(before):
    assert verify(with_appeal(before=before).zip()) == (program.HOLDS, "")


def test_an_appeal_after_the_close_is_found():
    assert_found(
        with_appeal(before="lot_drawn"), "order", "“appeal_made” cannot happen when the vote is closed"
    )


def test_a_change_of_the_roll_that_is_not_told_is_found():
    made = with_roll_change()
    made.roll["changes"] = 0
    assert_found(made, "roll", "the number of changes to the roll: 0 is not 1")


@pytest.mark.parametrize(("name", "value"), [("size", 7), ("root", OTHER_ROOT)])
def test_another_roll_than_that_of_the_log_is_found(name, value):
    made = draft()
    made.roll[name] = value
    assert_found(made, "roll", f"the {name} of the roll")


@pytest.mark.parametrize(
    "name", ["eligible", "participated", "stored", "opened", "valid", "invalid", "counted"]
)
@pytest.mark.parametrize("by", [-1, 1])
def test_each_figure_that_is_changed_is_found(name, by):
    made = draft()
    made.numbers[name] += by
    assert_found(made, "reconciliation", str(made.numbers[name]))


def test_figures_that_are_changed_everywhere_must_still_follow_from_each_other():
    made = draft()
    made.numbers |= {"participated": 4, "stored": 5}
    made.event("closed")["payload"]["participated"] = 4
    made.event("counted")["payload"]["participated"] = 4
    made.contest["result"]["figures"]["participated"] = 4
    made.relink().recount()
    assert_found(made, "reconciliation", "ballots in the box, people who took part: 5 is not 4")


def test_more_voters_than_people_on_the_roll_are_found():
    assert_found(draft(eligible=4), "reconciliation", "more people took part than were on the roll")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("closed", "participated"), ("closed", "stored"), ("counted", "opened"), ("counted", "eligible")],
)
def test_figures_of_the_log_that_differ_are_found(kind, name):
    made = draft()
    made.event(kind)["payload"][name] += 1
    assert_found(made, "reconciliation", name)


@pytest.mark.parametrize("name", ["eligible", "ballots", "recused", "members"])
def test_a_turnout_that_differs_from_the_figures_is_found(name):
    made = draft()
    made.contest["turnout"][name] = 5
    made.relink().recount()
    assert_found(made, "turnout", f"question 1, {name} in the turnout")


@pytest.mark.parametrize("value", [True, "5", None, -1, 2**60, [5], {"n": 5}])
def test_a_figure_that_is_no_number_is_found(value):
    made = draft()
    made.instead["reconciliation.json"] = rfc8785_or_plain({**made.numbers, "stored": value})
    code, _said = verify(made.zip())
    assert code == program.DIFFERS


def rfc8785_or_plain(value):
    """Canonical, or nearly, for numbers that canonical JSON cannot hold."""
    return program.json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
