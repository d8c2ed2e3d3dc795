/* One question of a count, as it is published: its rules, its ballots and its result. */

import { Malformed, canonical, isObject } from "./canonical.js";
import { Lot } from "./lot.js";
import { METHODS } from "./methods/index.js";

// Sums of so many ballots, and of their scores, are exact in JavaScript's numbers.
const MOST_BALLOTS = 2 ** 40;
const MOST_SCORE = 4096;

const isNumber = (value) => Number.isSafeInteger(value) && value >= 0;

export function need(value, isRight) {
  if (!isRight(value)) throw new Malformed();
  return value;
}

const isText = (value) => typeof value === "string";
const isNumberOrNothing = (value) => value === null || value === undefined || isNumber(value);

/** A contest of count.json, ready to be counted. Throws Malformed. */
export function readContest(data) {
  need(data, isObject);
  const choices = need(data.choices, Array.isArray).map((choice) => need(choice, isObject));
  const keys = choices.map((choice) => need(choice.key, isText));
  need(new Set(keys).size, (size) => size === keys.length);
  const options = need(data.options, isObject);
  const turnout = need(data.turnout, isObject);
  const rule = need(data.rule, isObject);
  const method = METHODS.get(need(data.method, isText));
  const election = {
    keys,
    kinds: new Map(choices.map((choice) => [choice.key, choice.kind ?? "option"])),
    seats: need(data.seats, (value) => isNumber(value) && value > 0),
    options,
    lot: new Lot(need(data.lot, isText)),
    ballots: [],
  };
  const contest = {
    key: need(data.key, isText),
    methodName: data.method,
    method,
    rule: need(rule.slug, isText),
    settings: need(rule.settings, isObject),
    turnout: {
      eligible: need(turnout.eligible, isNumber),
      ballots: need(turnout.ballots, isNumber),
      recused: need(turnout.recused ?? 0, isNumber),
      members: need(turnout.members, isNumberOrNothing) ?? null,
    },
    election,
    result: need(data.result, isObject),
    hasBallots: data.ballots !== undefined,
  };
  if (contest.hasBallots) election.ballots = readBallots(need(data.ballots, Array.isArray), method?.form, election);
  return contest;
}

/** The lines of the ballots as they stand, once each is known to fit the question. */
function readBallots(lines, form, election) {
  const seen = new Set();
  let all = 0;
  for (const line of lines) {
    need(line, (pair) => Array.isArray(pair) && pair.length === 2 && isNumber(pair[0]) && pair[0] > 0);
    all += need(line[0], (number) => all + number <= MOST_BALLOTS);
    seen.add(need(canonical(line[1]), (text) => !seen.has(text)));
    if (form) need(line[1], (selection) => fits(selection, form, election));
  }
  return lines;
}

/** Whether a selection is one that a ballot of this form may hold. */
function fits(selection, form, { keys, options }) {
  if (selection === null) return true;
  const isKey = (key) => keys.includes(key);
  if (form === "one") return isKey(selection);
  if (!Array.isArray(selection)) return false;
  if (form === "marks") {
    const most = options.max_marks || keys.length;
    return selection.every(isKey) && selection.length > 0 && new Set(selection).size === selection.length
      && selection.length <= most;
  }
  if (form === "scores") {
    const most = Math.min(options.max_score ?? 5, MOST_SCORE);
    return selection.length === keys.length
      && selection.every((score) => score === null || (isNumber(score) && score <= most));
  }
  return selection.every((place) => place === null || (Array.isArray(place) ? place.every(isKey) : isKey(place)));
}
