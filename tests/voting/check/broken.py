"""Bundles broken in one place, with everything around it made to fit: what is done, and what must be found.

What is rewritten is what somebody could rewrite who keeps the site.
"""

import json

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.tools.bundles import draft, sha256


def signatures(made, change):
    notes = made.notes(list(made.lines()))
    made.instead["checkpoints.txt"] = "\n".join(change(notes)).encode()


def drop(kind):
    return lambda made: made.drop(kind)


def insert(kind, before, **payload):
    return lambda made: made.insert(kind, before=before, **payload)


def line(which, **change):
    def alter(made):
        lines = list(made.lines())
        lines[which - 1] |= change
        made.instead["log.jsonl"] = b"".join(rfc8785.dumps(each) + b"\n" for each in lines)

    return alter


def event(what, **change):
    return lambda made: made.event(what).update(change)


def payload(kind, **change):
    return lambda made: made.event(kind)["payload"].update(change)


def contest(**change):
    """The count says something else than the manifest, and everything else was made to fit."""

    def alter(made):
        made.contest.update(change)
        made.relink().recount()

    return alter


def manifest(**change):
    def alter(made):
        made.manifest.update(change)
        made.relink().recount()

    return alter


def turnout(**change):
    def alter(made):
        made.contest["turnout"].update(change)
        made.relink().recount()

    return alter


def part(name, **change):
    def alter(made):
        value = json.loads(made.files()[name])
        made.instead[name] = rfc8785.dumps({**value, **change})

    return alter


def other_key(made):
    made.key = Ed25519PrivateKey.from_private_bytes(bytes(32))


def swapped_signatures(made):
    lines = made.files()["checkpoints.txt"].decode().split("\n")
    lines[4], lines[10] = lines[10], lines[4]
    made.instead["checkpoints.txt"] = "\n".join(lines).encode()


def rewritten_after_signing(made):
    made.instead["checkpoints.txt"] = made.files()["checkpoints.txt"]
    made.insert("tellers_appointed", before="closed", tellers=["user:2", "user:3"])


def cut_after_signing(made):
    made.instead["checkpoints.txt"] = made.files()["checkpoints.txt"]
    del made.log[-2:]


def moved_ballot(made):
    made.contest["ballots"] = [[1, "A"], [2, "B"], [1, None]]


def moved_with_its_result(made):
    made.count = draft(ballots=[{"q1": "A"}, {"q1": "B"}, {"q1": "B"}, {"q1": None}]).count


def moved_and_everything_rewritten(made):
    moved_ballot(made)
    made.relink().recount()


def all_signed_by_one(made):
    for each in made.log:
        if each["kind"] == "signed":
            each["actor"] = "user:2"


def closed_early_alone(made):
    made.insert("close_early_asked", before="closed", actor="user:2", reason="Late.")
    made.event("closed").update(kind="closed_early", actor="user:2")


def manifest_rewritten_later(made):
    made.manifest["closes_at"] = "2026-02-07T08:00:00Z"
    made.count["manifest_sha256"] = sha256(rfc8785.dumps(made.manifest))
    made.recount()


def other_lot(made):
    made.contest["lot"] = made.contest["result"]["lot"] = "another"
    made.relink().recount()


def no_second_count(made):
    made.second = None


def longer_second_count(made):
    made.second += b" "


def second_count_not_in_log(made):
    del made.event("recounted")["payload"]["report"]


def second_count_of_another(made):
    content = made.event("recounted")["payload"]["content"]
    made.recount({**made.count, "title": {"en": "Another"}})
    made.event("recounted")["payload"]["content"] = content


BROKEN = {
    "signed with another key": (other_key, "checkpoints checkpoint_signature"),
    "signatures in each other's place": (swapped_signatures, "checkpoints checkpoint_signature"),
    "log rewritten after signing": (rewritten_after_signing, "checkpoints checkpoint_root"),
    "log cut after signing": (cut_after_signing, "checkpoints checkpoint_size"),
    "a step that is not signed": (
        lambda made: signatures(made, lambda notes: notes[:2] + notes[3:]),
        "checkpoints checkpoint_missing",
    ),
    "a signature twice": (
        lambda made: signatures(made, lambda notes: [notes[0], *notes]),
        "checkpoints checkpoint_size",
    ),
    "no signatures": (
        lambda made: made.instead.update({"checkpoints.txt": b""}),
        "checkpoints checkpoint_missing",
    ),
    "signatures that are none": (
        lambda made: made.instead.update({"checkpoints.txt": b"Signed by me.\n"}),
        "checkpoints checkpoints_unreadable",
    ),
    "a line with another number": (line(2, number=9), "chain line_broken"),
    "a line after another one": (line(2, previous_hash="11" * 32), "chain line_broken"),
    "a line by somebody else": (line(2, actor="user:9"), "chain line_broken"),
    "a line at another time": (line(2, at="2026-02-01T09:00:00+00:00"), "chain line_broken"),
    "a line of another vote": (line(2, vote="another"), "chain line_broken"),
    "a line with more in it": (line(2, more=1), "chain line_broken"),
    "no log": (lambda made: made.instead.update({"log.jsonl": b""}), "chain line_broken"),
    "a log that is none": (lambda made: made.instead.update({"log.jsonl": b"{}"}), "canonical line_form"),
    "never announced": (drop("announced"), "order step_out_of_order"),
    "never opened": (drop("opened"), "order step_out_of_order"),
    "never closed": (drop("closed"), "order step_out_of_order"),
    "no lot": (drop("lot_drawn"), "order step_out_of_order"),
    "never certified": (drop("certified"), "order step_out_of_order"),
    "never published": (drop("published"), "order not_published"),
    "never counted again": (drop("recounted"), "order not_counted_again"),
    "opened twice": (insert("opened", "closed"), "order step_out_of_order"),
    "published too soon": (insert("published", "certified"), "order step_out_of_order"),
    "tellers appointed too late": (insert("tellers_appointed", "certified"), "order step_out_of_order"),
    "signed by one": (all_signed_by_one, "people same_signer"),
    "one signature": (drop("signed"), "people signatures"),
    "signed by nobody": (event("signed", actor=""), "people nobody_named"),
    "signed by somebody": (
        insert("tellers_appointed", "announced", tellers=["user:2", "user:4"]),
        "people not_a_teller",
    ),
    "closed early alone": (closed_early_alone, "people acted_alone"),
    "opened too early": (event("opened", at="2026-02-01T07:59:59+00:00"), "times too_early"),
    "published too early": (event("published", at="2026-02-11T07:59:59+00:00"), "times too_early"),
    "closed at no time": (event("closed", at="yesterday"), "times too_early"),
    "opened in no time zone": (event("opened", at="2026-02-01T09:00:00"), "times too_early"),
    "another roll": (lambda made: made.roll.update(root=sha256(b"x")), "roll roll_not_in_log"),
    "a change of the roll that is not told": (
        lambda made: made.roll.update(changes=1),
        "roll roll_changes",
    ),
    "other figures when closed": (payload("closed", stored=4), "figures figure"),
    "other figures when counted": (payload("counted", valid=5), "figures figure"),
    "other members": (turnout(members=9), "figures turnout_differs"),
    "others recused": (turnout(recused=1), "figures turnout_differs"),
    "another turnout": (turnout(eligible=5), "figures figure"),
    "another question": (contest(question={"en": "Who else?"}), "questions question_differs"),
    "more seats": (contest(seats=2), "questions question_differs"),
    "another rule": (contest(rule={"slug": "advice", "settings": {}}), "questions question_differs"),
    "another method": (contest(method="yes_no"), "questions question_differs"),
    "another lot": (other_lot, "questions lot_differs"),
    "another title": (
        lambda made: made.count.update(title={"en": "Other"}) or made.recount(),
        "manifest title_differs",
    ),
    "rules rewritten later": (manifest_rewritten_later, "manifest manifest_not_announced"),
    "ballots that should be secret": (manifest(publish="totals"), "ballots ballots_not_promised"),
    "too few ballots": (manifest(least_published=5), "ballots ballots_say_who"),
    "codes that were promised": (manifest(tracking_codes=True), "codes part_missing"),
    "a ballot moved": (moved_ballot, "ballots ballots_not_in_log"),
    "a ballot moved with its result": (moved_with_its_result, "result result_not_in_log"),
    "a ballot moved and all rewritten": (moved_and_everything_rewritten, "tallies votes"),
    "another result": (
        lambda made: made.contest["result"]["tallies"].update(A="3"),
        "result result_not_in_log",
    ),
    "another decision": (
        lambda made: made.contest["result"]["decision"].update(winners=["B"]) or made.recount(),
        "decision winners",
    ),
    "no second count": (no_second_count, "second_count part_missing"),
    "a longer second count": (longer_second_count, "second_count second_not_in_log"),
    "a second count that is not in the log": (second_count_not_in_log, "second_count second_not_in_log"),
    "a second count of something else": (second_count_of_another, "second_count second_of_other_count"),
    "a part about another vote": (part("bundle.json", vote="another"), "manifest other_vote"),
    "a part of another kind": (part("bundle.json", format="2"), "manifest other_format"),
    "a part that names other rules": (
        part("bundle.json", manifest_sha256="0"),
        "manifest manifest_not_named",
    ),
    "more in a part": (part("roll.json", more=1), "canonical part_keys"),
    "more in the count": (part("count.json", more=1), "canonical part_keys"),
    "a part that is no JSON": (
        lambda made: made.instead.update({"roll.json": b"size: 6"}),
        "canonical part_form",
    ),
    "a part that is no text": (
        lambda made: made.instead.update({"manifest.json": b"\xff{}"}),
        "canonical part_form",
    ),
    "a part that is spaced out": (
        lambda made: made.instead.update({"roll.json": made.files()["roll.json"].replace(b":", b": ")}),
        "canonical part_form",
    ),
    "one part more": (lambda made: made.instead.update({"more.txt": b""}), "parts part_unknown"),
    "one part less": (lambda made: made.instead.update({"README.txt": None}), "parts part_missing"),
}
