/* Everything that can be checked about the bundle of a vote: with its bytes alone, and nothing else. */

import { utf8 } from "./bytes.js";
import { Malformed, alike, canonicalBytes, isObject, parse, read } from "./canonical.js";
import {
  firstBroken,
  lineHashes,
  problemsOfOfficers,
  problemsOfOrder,
  problemsOfPeople,
  problemsOfTimes,
  strangeLines,
} from "./chain.js";
import { checkCheckpoints } from "./checkpoints.js";
import { problemsOfCodes } from "./codes.js";
import { recount } from "./compare.js";
import { FIGURES, all, lastOf, problemsOfFigures, problemsOfRoll } from "./figures.js";
import { sha256Hex } from "./hashes.js";
import { Bundle } from "./parts.js";
import { verdictOf } from "./report.js";
import { shownContest } from "./shown.js";

const FORMAT = "member-vote-bundle/1";
const COUNT_FORMAT = "member-vote-count/1";
const LISTS_BALLOTS = "ballots";

class Check extends Bundle {
  constructor(bytes, { fingerprint, code, onProgress }) {
    super(bytes, onProgress);
    this.fingerprint = fingerprint;
    this.code = code;
  }

  identity() {
    const { manifest, count, manifestHash } = this;
    const bundle = this.json["bundle.json"] ?? {};
    const problems = [];
    const expect = (right, fact) => right || problems.push([fact, {}]);
    expect(bundle.format === FORMAT, "other_format");
    expect(count.format === COUNT_FORMAT, "other_format");
    expect(bundle.vote === manifest.vote && count.vote === manifest.vote, "other_vote");
    expect(bundle.manifest_sha256 === manifestHash && count.manifest_sha256 === manifestHash, "manifest_not_named");
    if (isObject(manifest.log)) expect(manifest.log.origin === `member-vote/${manifest.vote}`, "other_vote");
    expect(alike(count.title, manifest.title), "title_differs");
    const announced = lastOf(this.events, "announced");
    if (announced) expect(announced.payload?.manifest_sha256 === manifestHash, "manifest_not_announced");
    const told = ["fingerprint_is", { fingerprint: manifestHash }];
    if (announced || problems.length) this.checks.add("manifest", problems, [told]);
    else this.checks.unknown("manifest", ["never_announced", {}], told);
    if (this.fingerprint) {
      this.checks.add("fingerprint", this.fingerprint === manifestHash ? [] : [["fingerprint_differs", { fingerprint: manifestHash }]]);
    }
  }

  log() {
    const { events, manifest } = this;
    const lines = this.lines["log.jsonl"] ?? [];
    const broken = lines.length ? firstBroken(lines, manifest.vote) : 1;
    const problems = broken === null ? [] : [["line_broken", { line: broken }]];
    this.checks.add("chain", problems, [["lines", { number: lines.length }]]);
    const order = problemsOfOrder(events, {
      isSurvey: this.isSurvey,
      told: this.json["bundle.json"]?.state,
      isRecounted: isObject(manifest.log),
    });
    const strange = strangeLines(events);
    if (strange.length && !order.length) {
      this.checks.unknown("order", ...strange.map(({ number }) => ["line_not_known", { line: number }]));
    } else {
      this.checks.add("order", order);
    }
    this.checks.add("people", problemsOfPeople(events, { isSurvey: this.isSurvey }));
    const box = isObject(manifest.box) ? manifest.box : {};
    if (Array.isArray(box.officers)) {
      const keyHash = sha256Hex(utf8(String(box.public_key)));
      this.checks.add("officers", problemsOfOfficers(events, { box, keyHash }));
    }
    this.checks.add("times", problemsOfTimes(events, manifest));
    this.checkpoints(broken);
  }

  /** `broken`: the number of the first line of the log that does not follow, if there is one. */
  checkpoints(broken) {
    const { events, manifest } = this;
    if (broken !== null) {
      this.checks.unknown("checkpoints", ["log_is_broken", {}]);
      return;
    }
    if (!isObject(manifest.log)) {
      if (this.text("checkpoints.txt")) this.checks.add("checkpoints", [["checkpoints_without_key", {}]]);
      else this.checks.unknown("checkpoints", ["no_log_key", {}]);
      return;
    }
    const { problems, signed } = checkCheckpoints(this.text("checkpoints.txt"), {
      key: { origin: String(manifest.log.origin), public_key: String(manifest.log.public_key) },
      events,
      hashes: lineHashes(events),
      onStep: (done, all) => this.onProgress("checkpoints", done, all),
    });
    const open = events.length - signed;
    this.checks.add("checkpoints", problems, open ? [["lines_not_signed", { number: open }]] : []);
  }

  people() {
    const roll = this.json["roll.json"] ?? {};
    const problems = problemsOfRoll(roll, this.events);
    if (problems) this.checks.add("roll", problems);
    else this.checks.unknown("roll", ["roll_not_in_log_at_all", {}]);
    const figures = this.json["reconciliation.json"] ?? {};
    this.checks.add("figures", problemsOfFigures(figures, { roll, events: this.events, contests: this.contests }));
  }

  /** What was counted is what the manifest asked, under its rules, with the lot of the log. */
  questions() {
    const asked = Array.isArray(this.manifest.contests) ? this.manifest.contests : [];
    const seed = lastOf(this.events, "lot_drawn")?.payload?.seed;
    const problems = [];
    if (!alike(asked.map((each) => each?.key), this.contests.map(({ key }) => key)) || !asked.length) {
      problems.push(["other_questions", {}]);
    }
    for (const contest of this.contests) {
      const frozen = asked.find((each) => each?.key === contest.key) ?? {};
      const same = (name) => alike(frozen[name], contest[name]);
      if (!["question", "method", "seats", "options", "rule"].every(same) || !alike(wordsOf(frozen), wordsOf(contest))) {
        problems.push(["question_differs", { contest: contest.key }]);
      }
      if (seed === undefined || contest.lot !== seed || contest.result?.lot !== seed) {
        problems.push(["lot_differs", { contest: contest.key }]);
      }
    }
    this.checks.add("questions", problems);
  }

  hashes() {
    const counted = lastOf(this.events, "counted")?.payload ?? {};
    const results = {};
    for (const { key, result } of this.contests) {
      const { decision: _decision, ...rest } = isObject(result) ? result : {};
      results[key] = rest;
    }
    const right = sha256Hex(canonicalBytes(results)) === counted.result_sha256;
    this.checks.add("result", right ? [] : [["result_not_in_log", {}]]);
    this.ballotHashes(counted);
  }

  ballotHashes(counted) {
    const recounted = all(this.events, "recounted");
    const given = this.contests.filter(({ ballots }) => ballots !== undefined);
    if (this.manifest.publish !== LISTS_BALLOTS) {
      if (given.length) this.checks.add("ballots", [["ballots_not_promised", {}]]);
      else this.checks.unknown("ballots", ["ballots_not_published", {}]);
      return;
    }
    if (given.length < this.contests.length) {
      if (given.length) this.checks.add("ballots", [["ballots_missing", {}]]);
      else this.checks.unknown("ballots", [this.holdsBack ? "ballots_too_few" : "ballots_not_published", {}]);
      return;
    }
    const alikes = this.leastPublished !== null && given.every(({ ballots }) => ballots.length < 2);
    const problems = this.holdsBack || alikes ? [["ballots_say_who", {}]] : [];
    const ballots = Object.fromEntries(this.contests.map(({ key, ballots }) => [key, ballots]));
    if (counted.ballots_sha256 && counted.ballots_sha256 !== sha256Hex(canonicalBytes(ballots))) {
      problems.push(["ballots_not_in_log", {}]);
    }
    if (recounted.some(({ payload }) => payload.content !== this.sum("count.json"))) {
      problems.push(["count_not_in_log", {}]);
    }
    if (counted.ballots_sha256 || recounted.length) this.checks.add("ballots", problems);
    else this.checks.unknown("ballots", ["ballots_without_hash", {}]);
  }

  secondCount() {
    const recounted = all(this.events, "recounted").map(({ payload }) => payload);
    const bytes = this.parts.get("second_count.json");
    // Nobody signs a survey, so that nobody counts it a second time.
    if (this.isSurvey && !recounted.length && !bytes) return;
    if (!recounted.length) {
      if (bytes) this.checks.add("second_count", [["second_not_in_log", {}]]);
      else this.checks.unknown("second_count", ["second_never_ran", {}]);
    } else if (!recounted.some(({ report }) => report)) {
      if (bytes) this.checks.add("second_count", [["second_not_in_log", {}]]);
      else this.checks.unknown("second_count", ["second_not_kept", {}]);
    } else {
      this.checks.add("second_count", problemsOfSecondCount(bytes, recounted, this.contests));
    }
  }

  codes() {
    const { manifest } = this;
    const lines = this.lines["ballots.jsonl"];
    const hasBallots = this.contests.some(({ ballots }) => ballots !== undefined);
    const wanted = manifest.tracking_codes === true && manifest.publish === LISTS_BALLOTS && hasBallots;
    if (!wanted) {
      if (lines) this.checks.add("codes", [["codes_not_promised", {}]]);
      if (this.code) this.checks.unknown("your_code", ["no_codes", {}]);
      return null;
    }
    if (!lines) {
      this.checks.add("codes", [["part_missing", { part: "ballots.jsonl" }]]);
      return null;
    }
    const valid = this.json["reconciliation.json"]?.valid;
    const problems = problemsOfCodes(lines, this.contests, valid);
    const logged = lastOf(this.events, "counted")?.payload?.codes_sha256;
    if (logged !== undefined && logged !== this.sum("ballots.jsonl")) problems.push(["codes_not_in_log", {}]);
    this.checks.add("codes", problems, [["codes_in_list", { number: lines.length }]]);
    if (!this.code) return null;
    const mine = lines.find((line) => line?.code === this.code);
    this.checks.add("your_code", mine ? [] : [["code_not_there", { code: this.code }]]);
    return mine && isObject(mine.ballot) ? mine.ballot : null;
  }

  recounts() {
    return this.contests.map((data, at) => {
      this.onProgress("counting", at, this.contests.length);
      return recount(data);
    });
  }
}

const wordsOf = ({ choices }) =>
  Array.isArray(choices) ? choices.map((choice) => ({ key: choice?.key, kind: choice?.kind, label: choice?.label })) : null;

function problemsOfSecondCount(bytes, recounted, contests) {
  if (!bytes) return [["part_missing", { part: "second_count.json" }]];
  const hash = sha256Hex(bytes);
  if (!recounted.some((line) => line.report === hash)) return [["second_not_in_log", {}]];
  try {
    const report = parse(read(bytes));
    const problems = [];
    const keys = report.contests.map(({ key }) => key);
    const isOfThese = alike(keys, contests.map(({ key }) => key));
    if (!isOfThese || !recounted.some((line) => line.content === report.sha256)) problems.push(["second_of_other_count", {}]);
    const checks = report.contests.flatMap((contest) => contest.checks);
    if (checks.some(({ agrees }) => agrees === false) || !["holds", "not_checked"].includes(report.status)) {
      problems.push(["second_differs", {}]);
    }
    return problems;
  } catch (error) {
    if (error instanceof Malformed || error instanceof TypeError) return [["malformed", {}]];
    throw error;
  }
}

/**
 * Check a bundle and count it again. Throws NotABundle.
 *
 * `fingerprint`: 64 small hexadecimal digits, or empty; `code`: a tracking code as
 * it is printed, or empty. `onProgress(step, done, all)` is told how far it is.
 */
export function checkBundle(bytes, { fingerprint = "", code = "", onProgress = () => {} } = {}) {
  onProgress("reading", 0, 1);
  const check = new Check(bytes, { fingerprint, code, onProgress });
  check.archive();
  check.identity();
  onProgress("log", 0, 1);
  check.log();
  check.people();
  check.questions();
  check.hashes();
  check.secondCount();
  const ballot = check.codes();
  const asked = Array.isArray(check.manifest.contests) ? check.manifest.contests : [];
  const contests = check.recounts().map((counted, at) => {
    const data = check.contests[at];
    return shownContest(data, asked.find((frozen) => frozen?.key === data.key), counted);
  });
  const figures = check.json["reconciliation.json"] ?? {};
  return {
    verdict: verdictOf([...check.checks.list, ...contests.flatMap((contest) => contest.checks)]),
    vote: check.manifest.vote,
    title: check.manifest.title,
    fingerprint: check.manifestHash,
    isSurvey: check.isSurvey,
    checks: check.checks.list,
    figures: FIGURES.map((name) => [name, Number.isSafeInteger(figures[name]) ? figures[name] : null]),
    contests,
    code,
    ballot,
  };
}

