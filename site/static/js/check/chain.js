/* The log of a vote: lines that hold each other, in the only order in which a vote can go. */

import { fromHex, joined, same } from "./bytes.js";
import { canonicalBytes, isCanonical, isObject, parse } from "./canonical.js";
import { sha256 } from "./hashes.js";

const FIELDS = ["actor", "at", "hash", "kind", "number", "payload", "previous_hash", "vote"];
const LINE = Uint8Array.of(0);
const START = new Uint8Array(32);

/** The lines of a file with one JSON value a line: {values, wrong}; `wrong` is the first line that is not canonical. */
export function readLines(text) {
  if (text === "") return { values: [], wrong: null };
  const lines = text.split("\n");
  const values = [];
  if (lines.pop() !== "") return { values, wrong: lines.length + 1 };
  for (const [at, line] of lines.entries()) {
    let value;
    try {
      value = parse(line);
    } catch {
      return { values, wrong: at + 1 };
    }
    if (!isCanonical(line, value)) return { values, wrong: at + 1 };
    values.push(value);
  }
  return { values, wrong: null };
}

/** The hash of a line as it must be, from what it says and the 32 bytes of the line before. */
function hashOfLine({ vote, number, at, kind, actor, payload }, previous) {
  return sha256(joined(LINE, previous, canonicalBytes({ vote, number, at, kind, actor, payload })));
}

/** The number of the first line that does not follow from the one before; null when all do. */
export function firstBroken(events, vote) {
  let previous = START;
  for (const [at, event] of events.entries()) {
    if (!isObject(event) || Object.keys(event).sort().join() !== FIELDS.join()) return at + 1;
    const [before, hash] = [fromHex(event.previous_hash), fromHex(event.hash)];
    const right = event.vote === vote && event.number === at + 1 && isObject(event.payload) && before && hash
      && same(before, previous) && same(hash, hashOfLine(event, previous));
    if (!right) return at + 1;
    previous = hash;
  }
  return null;
}

export const lineHashes = (events) => events.map((event) => fromHex(event.hash));

// What may come next, by where a vote is; and where it is then ("" where it stays).
const DRAFT = { announced: "announced", imported: "open", tellers_appointed: "" };
const APPEALS = { appeal_made: "", appeal_settled: "" };
const ANNOUNCED = { ...APPEALS, opened: "open", tellers_appointed: "", officers_key_tested: "" };
const OPEN = {
  ...APPEALS,
  roll_added: "",
  roll_struck: "",
  tellers_appointed: "",
  roll_add_asked: "",
  roll_strike_asked: "",
  close_early_asked: "",
  void_asked: "",
  closed: "closed",
  closed_early: "closed",
};
const CLOSED = { lot_drawn: "drawn", tellers_appointed: "", void_asked: "", share_given: "" };
const DRAWN = { counted: "counted" };
const COUNTED = { recounted: "", recount_differs: "", signed: "", certified: "certified", void_asked: "" };
const CERTIFIED = { published: "published", secrets_destroyed: "", void_asked: "" };
const PUBLISHED = { secrets_destroyed: "", archived: "" };
const NEXT = new Map(
  Object.entries({
    draft: DRAFT,
    announced: ANNOUNCED,
    open: OPEN,
    closed: CLOSED,
    drawn: DRAWN,
    counted: COUNTED,
    certified: CERTIFIED,
    published: PUBLISHED,
  }),
);
const SIGNATURES = 2;
const KNOWN = new Set([...NEXT.values()].flatMap((steps) => Object.keys(steps)));

/**
 * What is wrong with the order of the steps, as facts. `isSurvey`: nobody signs a
 * survey, so that it is published from the count. `isRecounted`: a second program
 * counts before anybody signs, which older votes did not have. `told`: the state that
 * the bundle tells.
 */
export function problemsOfOrder(events, { isSurvey, isRecounted, told }) {
  const next = new Map(NEXT);
  if (isSurvey) next.set("counted", { published: "published" });
  let isCountedAgain = false;
  let state = "draft";
  let archived = 0;
  for (const { number, kind } of events) {
    const steps = next.get(state);
    if (!KNOWN.has(kind)) continue;
    if (kind === "recounted") isCountedAgain = true;
    if (kind === "signed" && isRecounted && !isCountedAgain) return [["not_counted_again", { line: number }]];
    if (!Object.hasOwn(steps, kind)) return [["step_out_of_order", { line: number }]];
    if (kind === "archived") archived += 1;
    state = steps[kind] || state;
  }
  if (state !== "published") return [["not_published", {}]];
  return archived < 2 && told === (archived ? "archived" : "published") ? [] : [["archived", {}]];
}

/** Lines of a kind that this program does not know. */
export const strangeLines = (events) => events.filter(({ kind }) => !KNOWN.has(kind));

// What one person asks for, and another one agrees to.
const ASKED_BY = new Map([
  ["closed_early", "close_early_asked"],
  ["roll_added", "roll_add_asked"],
  ["roll_struck", "roll_strike_asked"],
]);

/** What takes two people was done by two, of those who were appointed. */
export function problemsOfPeople(events, { isSurvey }) {
  const problems = [];
  const signers = [];
  let tellers = null;
  const asked = new Map();
  for (const { number, kind, actor, payload } of events) {
    if (kind === "tellers_appointed") tellers = payload.tellers;
    if (ASKED_BY.has(kind) || kind === "signed") {
      if (!actor) problems.push(["nobody_named", { line: number }]);
    }
    if (kind.endsWith("_asked")) asked.set(kind, actor);
    const by = asked.get(ASKED_BY.get(kind));
    if (ASKED_BY.has(kind) && (!by || by === actor)) problems.push(["acted_alone", { line: number }]);
    // What was agreed to once is used up.
    asked.delete(ASKED_BY.get(kind));
    if (kind !== "signed") continue;
    if (signers.includes(actor)) problems.push(["same_signer", { line: number }]);
    if (Array.isArray(tellers) && !tellers.includes(actor)) problems.push(["not_a_teller", { line: number }]);
    signers.push(actor);
  }
  if (!isSurvey && signers.length !== SIGNATURES) {
    problems.push(["signatures", { stored: `${signers.length}`, counted: `${SIGNATURES}` }]);
  }
  return problems;
}

/**
 * Whether the key that officers hold was tested before the vote, and enough of them
 * brought it afterwards. `box`: of the manifest; `keyHash`: the SHA-256 of its key.
 */
export function problemsOfOfficers(events, { box, keyHash }) {
  const opened = events.find(({ kind }) => kind === "opened");
  const problems = opened?.payload.officers_key?.public_key_sha256 === keyHash ? [] : [["key_not_tested", {}]];
  const given = new Set();
  for (const { number, payload } of events.filter(({ kind }) => kind === "share_given")) {
    if (!box.officers.includes(payload.officer)) problems.push(["not_an_officer", { line: number }]);
    given.add(payload.number);
  }
  // An empty box opens without a key.
  const isEmpty = events.find(({ kind }) => kind === "counted")?.payload.opened === 0;
  if (!isEmpty && !(given.size >= box.shares_needed)) {
    problems.push(["shares", { stored: `${given.size}`, counted: `${box.shares_needed}` }]);
  }
  return problems;
}

const HOUR = 3_600_000;
const MOMENT = /T.*(?:Z|[+-]\d\d:\d\d)$/;

/** Milliseconds; NaN for what is no time, or a time without its zone. */
const momentOf = (text) => (MOMENT.test(text) ? Date.parse(text) : NaN);

/** Steps that came before their time, by the clock of the site. */
export function problemsOfTimes(events, { opens_at: opens, closes_at: closes, challenge_hours: hours }) {
  const earliest = new Map([
    ["opened", momentOf(opens)],
    ["closed", momentOf(closes)],
  ]);
  const problems = [];
  for (const { number, kind, at } of events) {
    const moment = momentOf(at);
    const least = earliest.has(kind) ? earliest.get(kind) : moment;
    // Also where one of the two is no time.
    if (!(moment >= least)) problems.push(["too_early", { line: number }]);
    if (kind === "certified") {
      for (const later of ["published", "secrets_destroyed"]) earliest.set(later, moment + hours * HOUR);
    }
  }
  return problems;
}
