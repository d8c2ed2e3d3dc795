"""Whole bundles, and broken ones, checked by the script in a browser."""

import base64

import pytest

from tests.tools.bundles import CODES, KINDS, draft, packed, sha256, summed
from tests.voting.check.broken import BROKEN
from tests.voting.check.whole import whole

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
    verdict, wrong, _report = check(engine, whole(kind).zip())
    assert (verdict, [line for line in wrong if kind in HOLD]) == ("holds" if kind in HOLD else "unknown", [])


def test_totals_alone_are_checked_as_far_as_they_go(engine):
    _verdict, wrong, report = check(engine, whole("totals").zip())
    assert wrong == ["ballots ballots_not_published", "count ballots_not_published"]
    assert "decision" in {each["id"] for each in report["contests"][0]["checks"]}


def test_vote_from_before_signed_logs_is_told_apart(engine):
    assert check(engine, whole("no log key").zip())[1] == ["checkpoints no_log_key"]


def test_lines_after_the_last_signature_are_told(engine):
    _verdict, _wrong, report = check(engine, whole().zip())
    (checkpoints,) = [each for each in report["checks"] if each["id"] == "checkpoints"]
    assert checkpoints["facts"] == [["lines_not_signed", {"number": 1}]]


def test_two_tellers_may_close_early_and_change_the_roll(engine):
    made = draft(eligible=7)
    made.insert("close_early_asked", before="closed", actor="user:2", reason="All have voted.")
    made.event("closed").update(kind="closed_early", actor="user:3")
    assert check(engine, made.zip())[:2] == ["holds", []]
    assert check(engine, with_roll_change().zip())[:2] == ["holds", []]


def test_appeals_before_the_close_change_nothing(engine):
    made = draft()
    made.insert("appeal_made", before="closed")
    made.insert("appeal_settled", before="closed", actor="user:2", how="declined")
    assert check(engine, made.zip())[:2] == ["holds", []]


def with_roll_change(kind="roll_added", *, size=7, actor="user:3", asked_by="user:2", **changes):
    made = draft(eligible=size)
    made.event("opened")["payload"]["roll"] = {"size": 6, "root": sha256(b"another roll")}
    asked = {"roll_added": "roll_add_asked", "roll_struck": "roll_strike_asked"}[kind]
    made.insert(asked, before="closed", actor=asked_by, reason="Left out.")
    roll = {"size": size, "root": made.roll["root"]}
    made.insert(kind, before="closed", actor=actor, **{"roll": roll, "reason": "Left out.", **changes})
    made.roll["changes"] = 1
    return made


def with_officers(*, shares=(1, 3), tested="the key", officer="Ada"):
    """A vote whose ballots only officers can open, with the key they tested and the shares they brought."""
    made = whole()
    made.manifest["box"] |= {"officers": ["Ada", "Ben", "Cleo"], "shares_needed": 2, "public_key": "the key"}
    made.insert("officers_key_tested", before="opened", public_key_sha256=sha256(tested.encode()))
    made.event("opened")["payload"]["officers_key"] = {"public_key_sha256": sha256(tested.encode())}
    for number in shares:
        made.insert("share_given", before="lot_drawn", number=number, officer=officer)
    return made.relink().recount()


def test_key_of_officers_was_tested_and_brought(engine):
    assert check(engine, with_officers().zip())[:2] == ["holds", []]
    for made, expected in [
        (with_officers(shares=(2,)), "officers shares"),
        (with_officers(shares=(2, 2)), "officers shares"),
        (with_officers(tested="another"), "officers key_not_tested"),
        (with_officers(officer="Dan"), "officers not_an_officer not_an_officer"),
    ]:
        assert check(engine, made.zip())[:2] == ["differs", [expected]]


def test_archived_vote_says_so(engine):
    made = whole()
    made.log.append({**made.event("published"), "kind": "archived"})
    assert check(engine, made.zip())[:2] == ["differs", ["order archived"]]
    made.state = "archived"
    assert check(engine, made.zip())[0] == "holds"


def test_step_that_is_not_known_is_not_called_wrong(engine):
    made = whole()
    made.insert("something_new", before="closed")
    assert check(engine, made.zip())[:2] == ["unknown", ["order line_not_known"]]


@pytest.mark.parametrize("name", BROKEN)
def test_broken_bundle_is_found_and_named(engine, name):
    change, expected = BROKEN[name]
    made = whole()
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
    made = whole()
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
    made = whole("codes")
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
    verdict, wrong, _report = check(engine, made.zip())
    assert verdict == "differs"
    assert any(each.startswith("codes ") and expected in each for each in wrong)


@pytest.mark.parametrize("name", sorted(whole("codes").files()))
def test_part_that_is_missing_is_found(engine, name):
    files = whole("codes").files()
    del files[name]
    verdict, wrong, _report = check(engine, packed(files if name == "SHA256SUMS" else summed(files)))
    if name in ("bundle.json", "manifest.json"):
        assert (verdict, wrong) == ("refused", ["other_zip"])
    else:
        assert verdict == "differs"
        assert any("part_missing" in each for each in wrong)


def test_archive_that_is_made_in_another_way_differs(engine):
    files = whole().files()
    assert check(engine, packed(files))[0] == "holds"
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
    content = base64.b64encode(whole("no log key").zip()).decode()
    assert engine.run(FLIP, [content, STEP, by]) == []


def test_two_second_counts_of_the_same_count_hold(engine):
    made = whole()
    again = {**made.event("recounted")["payload"], "program": sha256(b"a later program")}
    made.insert("recounted", before="certified", **again)
    assert check(engine, made.zip())[:2] == ["holds", []]
    second = [line for line in made.log if line["kind"] == "recounted"][1]
    second["payload"]["content"] = sha256(b"another count")
    assert check(engine, made.zip())[0] == "differs"
