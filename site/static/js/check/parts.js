/* The parts of a bundle: the archive that they lie in, the list of their hashes, and the form of each. */

import { Malformed, isCanonical, isObject, parse, read } from "./canonical.js";
import { readLines } from "./chain.js";
import { FIGURES } from "./figures.js";
import { sha256Hex } from "./hashes.js";
import { Checks } from "./report.js";
import { NotABundle, entriesOf, isOneWay } from "./zip.js";

const JSON_PARTS = ["bundle.json", "manifest.json", "roll.json", "reconciliation.json", "count.json"];
const LINE_PARTS = ["log.jsonl"];
const PARTS = [...JSON_PARTS, ...LINE_PARTS, "README.txt", "SHA256SUMS", "checkpoints.txt"];
const KEYS = {
  "bundle.json": ["format", "manifest_sha256", "state", "vote"],
  "roll.json": ["changes", "root", "size"],
  "reconciliation.json": [...FIGURES].sort(),
  "count.json": ["contests", "format", "manifest_sha256", "title", "vote"],
};
const CONTEST_KEYS = ["choices", "key", "lot", "method", "options", "question", "result", "rule", "seats", "turnout"];
const SOMETIMES = ["ballots.jsonl", "second_count.json"];
const SURVEY = "advisory";

export class Bundle {
  /** Throws NotABundle, also where the file is another kind of ZIP. `onProgress`: see checkBundle. */
  constructor(bytes, onProgress) {
    this.bytes = bytes;
    this.entries = entriesOf(bytes);
    this.parts = new Map(this.entries);
    if (!this.parts.has("bundle.json") || !this.parts.has("manifest.json")) throw new NotABundle("other_zip");
    this.onProgress = onProgress;
    this.checks = new Checks();
    this.sums = new Map();
    this.json = {};
    this.lines = {};
  }

  /** The SHA-256 of a part, found once; nothing for one that is missing. */
  sum(name) {
    if (!this.parts.has(name)) return "";
    if (!this.sums.has(name)) {
      this.onProgress("reading", this.sums.size, this.parts.size);
      this.sums.set(name, sha256Hex(this.parts.get(name)));
    }
    return this.sums.get(name);
  }

  /** The text of a part; empty for one that is missing, or is no text. */
  text(name) {
    try {
      return this.parts.has(name) ? read(this.parts.get(name)) : "";
    } catch (error) {
      if (error instanceof Malformed) return "";
      throw error;
    }
  }

  /** The archive itself, its list of hashes, and the form of every part. */
  archive() {
    this.checks.add("archive", isOneWay(this.bytes, this.entries) ? [] : [["not_one_way", {}]]);
    const names = [...this.parts.keys()];
    this.checks.add("parts", [
      ...PARTS.filter((name) => !this.parts.has(name)).map((name) => ["part_missing", { part: name }]),
      ...names
        .filter((name) => !PARTS.includes(name) && !SOMETIMES.includes(name))
        .map((name) => ["part_unknown", { part: name }]),
    ]);
    this.checks.add("sums", this.problemsOfSums());
    this.checks.add("canonical", this.readParts());
  }

  problemsOfSums() {
    const names = [...this.parts.keys()].filter((name) => name !== "SHA256SUMS").sort();
    const right = names.map((name) => `${this.sum(name)}  ${name}\n`);
    const there = this.text("SHA256SUMS");
    if (there === right.join("")) return [];
    const wrong = names.filter((_, at) => !there.includes(right[at]));
    return wrong.length ? wrong.map((name) => ["part_changed", { part: name }]) : [["sums_differ", {}]];
  }

  readParts() {
    const problems = [];
    const wrong = (name, line) => problems.push(line ? ["line_form", { part: name, line }] : ["part_form", { part: name }]);
    for (const name of JSON_PARTS.filter((name) => this.parts.has(name))) {
      try {
        const text = read(this.parts.get(name));
        this.json[name] = parse(text);
        if (!isCanonical(text, this.json[name])) wrong(name);
      } catch {
        wrong(name);
      }
      if (!isObject(this.json[name])) this.json[name] = {};
      if (KEYS[name] && !hasKeys(this.json[name], KEYS[name])) problems.push(["part_keys", { part: name }]);
    }
    // Nothing may stand there that nobody would look at.
    const choices = this.contests.flatMap((contest) => (Array.isArray(contest.choices) ? contest.choices : []));
    const right = this.contests.every((contest) => hasKeys(contest, CONTEST_KEYS, "ballots")
      && hasKeys(contest.turnout, ["ballots", "eligible", "members", "recused"])
      && hasKeys(contest.result?.decision, ["outcome", "winners"]))
      && choices.every((choice) => hasKeys(choice, ["key", "kind", "label"]));
    if (!right) problems.push(["part_keys", { part: "count.json" }]);
    for (const name of [...LINE_PARTS, "ballots.jsonl"].filter((name) => this.parts.has(name))) {
      try {
        const { values, wrong: line } = readLines(read(this.parts.get(name)));
        this.lines[name] = values;
        if (line) wrong(name, line);
      } catch {
        wrong(name);
      }
    }
    return problems;
  }

  get events() {
    return (this.lines["log.jsonl"] ?? []).filter(isObject);
  }

  get manifest() {
    return this.json["manifest.json"] ?? {};
  }

  get count() {
    return this.json["count.json"] ?? {};
  }

  get contests() {
    return Array.isArray(this.count.contests) ? this.count.contests.filter(isObject) : [];
  }

  get manifestHash() {
    return this.sum("manifest.json");
  }

  /** Whether the vote said that so few ballots would not be published. */
  get holdsBack() {
    return this.leastPublished !== null && this.json["reconciliation.json"]?.valid < this.leastPublished;
  }

  /** Fewer ballots than this are not published; nothing of the kind was said in older votes. */
  get leastPublished() {
    // Where everybody reads the names, there is nothing to keep back.
    if (this.manifest.names?.shown_to === "public") return null;
    return Number.isSafeInteger(this.manifest.least_published) ? this.manifest.least_published : null;
  }

  get isSurvey() {
    return this.manifest.kind === SURVEY;
  }
}

/** Whether an object has these keys and no others, but perhaps the one that it may have. */
function hasKeys(value, keys, maybe) {
  return isObject(value) && Object.keys(value).filter((key) => key !== maybe).sort().join() === keys.join();
}
