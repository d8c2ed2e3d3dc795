"""Whole bundles, and broken ones, checked by the script in a browser."""

import base64
import copy
import json

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.tools.bundles import CODES, KINDS, draft, packed, sha256, summed

CHECK = """
async (load, [content, asked]) => {
  const { checkBundle } = await load("bundle.js");
  const { fromBase64 } = await load("bytes.js");
  try {
    const report = checkBundle(fromBase64(content), asked);
    const all = [...report.checks, ...report.contests.flatMap(({ checks }) => checks)];
    const wrong = all.filter(({ status }) => status !== "holds");
    const said = wrong.map(({ id, facts }) => [id, ...facts.map(([name]) => name)].join(" "));
    return [report.verdict, said, report];
  } catch (error) {
    if (!error.reason) throw error;
    return ["refused", [error.reason], null];
  }
}
"""
HOLD = {"ballots", "codes", "survey", "stv"}


def check(engine, content, **asked):
    """The verdict, what does not hold (the check and its facts), and the whole report."""
    return engine.run(CHECK, [base64.b64encode(content).decode(), asked])


@pytest.mark.parametrize("kind", KINDS)
def test_whole_bundle_differs_in_nothing(engine, kind):
    verdict, wrong, _report = check(engine, draft(**KINDS[kind]).zip())
    assert (verdict, [line for line in wrong if kind in HOLD]) == ("holds" if kind in HOLD else "unknown", [])


def test_totals_alone_are_checked_as_far_as_they_go(engine):
    _verdict, wrong, report = check(engine, draft(**KINDS["totals"]).zip())
    assert wrong == ["ballots ballots_not_published", "count ballots_not_published"]
    assert "decision" in {each["id"] for each in report["contests"][0]["checks"]}


def test_vote_from_before_signed_logs_is_told_apart(engine):
    assert check(engine, draft(**KINDS["no log key"]).zip())[1] == ["checkpoints no_log_key"]


def test_lines_after_the_last_signature_are_told(engine):
    _verdict, _wrong, report = check(engine, draft().zip())
    (checkpoints,) = [each for each in report["checks"] if each["id"] == "checkpoints"]
    assert checkpoints["facts"] == [["lines_not_signed", {"number": 1}]]


def test_two_tellers_may_close_early_and_change_the_roll(engine):
    made = draft(eligible=7)
    made.insert("close_early_asked", before="closed", actor="user:2", reason="All have voted.")
    made.event("closed").update(kind="closed_early", actor="user:3")
    assert check(engine, made.zip())[:2] == ["holds", []]
    assert check(engine, with_roll_change().zip())[:2] == ["holds", []]


def with_roll_change(kind="roll_added", *, size=7, actor="user:3", asked_by="user:2", **changes):
    made = draft(eligible=size)
    made.event("opened")["payload"]["roll"] = {"size": 6, "root": sha256(b"another roll")}
    asked = {"roll_added": "roll_add_asked", "roll_struck": "roll_strike_asked"}[kind]
    made.insert(asked, before="closed", actor=asked_by, reason="Left out.")
    roll = {"size": size, "root": made.roll["root"]}
    made.insert(kind, before="closed", actor=actor, **{"roll": roll, "reason": "Left out.", **changes})
    made.roll["changes"] = 1
    return made


def test_archived_vote_says_so(engine):
    made = draft()
    made.log.append({**made.event("published"), "kind": "archived"})
    assert check(engine, made.zip())[:2] == ["differs", ["order archived"]]
    made.state = "archived"
    assert check(engine, made.zip())[0] == "holds"


def test_step_that_is_not_known_is_not_called_wrong(engine):
    made = draft()
    made.insert("something_new", before="closed")
    assert check(engine, made.zip())[:2] == ["unknown", ["order line_not_known"]]


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


@pytest.mark.parametrize("name", BROKEN)
def test_broken_bundle_is_found_and_named(engine, name):
    change, expected = BROKEN[name]
    made = draft()
    change(made)
    verdict, wrong, _report = check(engine, made.zip())
    named, fact = expected.split()
    assert verdict == "differs"
    assert fact in next((found.split()[1:] for found in wrong if found.startswith(f"{named} ")), []), wrong


@pytest.mark.parametrize(
    "name", ["eligible", "participated", "stored", "opened", "valid", "invalid", "counted"]
)
@pytest.mark.parametrize("by", [-1, 1])
def test_each_figure_that_is_changed_is_found(engine, name, by):
    made = draft()
    made.numbers[name] += by
    verdict, wrong, _report = check(engine, made.zip())
    assert verdict == "differs"
    assert any(each.startswith("figures figure") for each in wrong)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "roll_struck", "size": 7}, "roll roll_other_way"),
        ({"size": 5}, "roll roll_other_way"),
        ({"reason": " "}, "roll roll_without_reason"),
        ({"actor": "user:2"}, "people acted_alone"),
        ({"actor": ""}, "people nobody_named"),
    ],
)
def test_change_of_the_roll_must_be_as_it_says(engine, change, expected):
    _verdict, wrong, _report = check(engine, with_roll_change(**change).zip())
    assert expected in wrong


def coded(change):
    made = draft(**KINDS["codes"])
    change(made.coded)
    return made


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda lines: lines[1].update(code=CODES[0]), "code_line"),
        (lambda lines: lines[0].update(code="0123-4567-89AB-CDEI"), "code_line"),
        (lambda lines: lines[0]["ballot"].update(q1="B"), "codes_other_ballots"),
        (lambda lines: lines[0]["ballot"].pop("q2"), "code_line"),
        (lambda lines: lines.pop(), "codes_number"),
    ],
)
def test_list_of_codes_that_is_not_in_order_is_found(engine, change, expected):
    made = coded(change)
    if expected == "code_line":
        # Changing one draft must not change the ballots that all of them are made of.
        made.coded = copy.deepcopy(made.coded)
    verdict, wrong, _report = check(engine, made.zip())
    assert verdict == "differs"
    assert any(each.startswith("codes ") and expected in each for each in wrong)


@pytest.mark.parametrize("name", sorted(draft(**KINDS["codes"]).files()))
def test_part_that_is_missing_is_found(engine, name):
    files = draft(**KINDS["codes"]).files()
    del files[name]
    verdict, wrong, _report = check(engine, packed(files if name == "SHA256SUMS" else summed(files)))
    if name in ("bundle.json", "manifest.json"):
        assert (verdict, wrong) == ("refused", ["other_zip"])
    else:
        assert verdict == "differs"
        assert any("part_missing" in each for each in wrong)


def test_archive_that_is_made_in_another_way_differs(engine):
    files = draft().files()
    whole = packed(files)
    assert check(engine, whole)[0] == "holds"
    readme = {**files, "README.txt": b"Other words."}
    assert check(engine, packed(readme))[1] == ["sums part_changed"]
    assert check(engine, packed(summed(readme)))[0] == "holds"
    more = {**files, "SHA256SUMS": files["SHA256SUMS"] + b"00  more.txt\n"}
    assert check(engine, packed(more))[1] == ["sums sums_differ"]


# Not every byte: a prime number of them apart, so that each kind of place has its turn.
STEP = 29
# In the browser itself, so that not every one of thousands of files has to go there.
FLIP = """
async (load, [content, step, by]) => {
  const { checkBundle } = await load("bundle.js");
  const { fromBase64 } = await load("bytes.js");
  const { entriesOf, zipOf } = await load("zip.js");
  const { sha256Hex } = await load("hashes.js");
  const { utf8 } = await load("bytes.js");
  const missed = [];
  const whole = fromBase64(content);
  const verdict = (bytes) => {
    try {
      return checkBundle(bytes).verdict;
    } catch {
      return "refused";
    }
  };
  for (let at = 0; at < whole.length; at += step) {
    const bytes = whole.slice();
    bytes[at] ^= by;
    if (!["differs", "refused"].includes(verdict(bytes))) missed.push(["zip", at]);
  }
  const parts = entriesOf(whole).filter(([name]) => name !== "SHA256SUMS");
  for (const [name, before] of parts.filter(([name]) => name !== "README.txt")) {
    for (let at = 0; at < before.length; at += step) {
      const bytes = before.slice();
      bytes[at] ^= by;
      const changed = parts.map((each) => (each[0] === name ? [name, bytes] : each));
      const sums = changed.map(([name, bytes]) => `${sha256Hex(bytes)}  ${name}\\n`).join("");
      const all = [...changed, ["SHA256SUMS", utf8(sums)]].sort(([one], [other]) => (one < other ? -1 : 1));
      if (!["differs", "refused"].includes(verdict(zipOf(all)))) missed.push([name, at]);
    }
  }
  return missed;
}
"""


@pytest.mark.parametrize("by", [0x01, 0x20])
def test_byte_that_is_changed_and_sealed_again_is_found(engine, by):
    """Without signatures, which would find most of them: what is left to the other checks."""
    content = base64.b64encode(draft(log_key=False).zip()).decode()
    assert engine.run(FLIP, [content, STEP, by]) == []
