/* The list of voters, and the numbers of people and ballots that must fit together. */

import { alike } from "./canonical.js";

export const FIGURES = ["eligible", "participated", "stored", "opened", "valid", "invalid", "counted"];

/** The last line of the log of one of these kinds. */
export const lastOf = (events, ...kinds) => events.findLast(({ kind }) => kinds.includes(kind));
/** All lines of the log of these kinds. */
export const all = (events, ...kinds) => events.filter(({ kind }) => kinds.includes(kind));

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

/** What is wrong with the roll at the close; null where the log says nothing about it. */
export function problemsOfRoll(roll, events) {
  const last = lastOf(events, "opened", "roll_added", "roll_struck");
  if (!last) return null;
  const changes = all(events, "roll_added", "roll_struck");
  const closed = lastOf(events, "closed", "closed_early");
  const problems = [];
  if (!alike(last.payload.roll, { size: roll.size, root: roll.root })) problems.push(["roll_not_in_log", {}]);
  if (changes.length !== roll.changes) {
    problems.push(["roll_changes", { stored: `${roll.changes}`, counted: `${changes.length}` }]);
  }
  changes.forEach(({ kind, number, payload }, at) => {
    const before = at ? changes[at - 1] : lastOf(events, "opened");
    const grown = payload.roll?.size - before?.payload.roll?.size;
    if (!(kind === "roll_added" ? grown > 0 : grown < 0)) problems.push(["roll_other_way", { line: number }]);
  });
  if (changes.some(({ payload }) => typeof payload.reason !== "string" || !payload.reason.trim())) {
    problems.push(["roll_without_reason", {}]);
  }
  if (closed && changes.some(({ number }) => number > closed.number)) problems.push(["roll_after_close", {}]);
  return problems;
}

/** What of the numbers does not fit together, or is not what the log has. */
export function problemsOfFigures(figures, { roll, events, contests }) {
  if (FIGURES.some((name) => !isCount(figures[name]))) return [["malformed", {}]];
  const problems = [];
  const expect = (name, counted) => {
    if (figures[name] !== counted) {
      problems.push(["figure", { figure: name, stored: `${figures[name]}`, counted: `${counted}` }]);
    }
  };
  const closed = lastOf(events, "closed", "closed_early")?.payload ?? {};
  const logged = lastOf(events, "counted")?.payload ?? {};
  expect("eligible", roll.size);
  for (const name of ["participated", "stored"]) {
    if (closed[name] !== undefined) expect(name, closed[name]);
  }
  for (const name of ["eligible", "participated", "opened", "valid", "invalid"]) expect(name, logged[name]);
  expect("stored", figures.participated);
  expect("opened", figures.stored);
  expect("opened", figures.valid + figures.invalid);
  expect("counted", figures.valid);
  if (figures.participated > figures.eligible) {
    problems.push(["more_than_eligible", { counted: `${figures.participated}`, stored: `${figures.eligible}` }]);
  }
  for (const contest of contests) {
    expect("eligible", contest.turnout?.eligible);
    expect("valid", contest.turnout?.ballots);
    const told = contest.result?.figures;
    const members = [contest.turnout?.members, told?.members, logged.members].map((number) => number ?? null);
    const isSame = members.every((number) => number === members[0]);
    if (!isSame || (contest.turnout?.recused ?? 0) !== (told?.recused ?? 0)) {
      problems.push(["turnout_differs", { contest: contest.key }]);
    }
    for (const name of ["eligible", "participated", "opened", "valid", "invalid"]) {
      expect(name, contest.result?.figures?.[name]);
    }
  }
  return problems;
}
