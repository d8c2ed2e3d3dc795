/* Tracking codes: 80 bits in the letters of Crockford's base 32. */

import { canonical, isObject } from "./canonical.js";

const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

/** A code as it is printed, from what somebody typed; null where it cannot be one. */
export function tidyCode(typed) {
  const letters = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const code = letters.match(/.{1,4}/g)?.join("-") ?? "";
  return CODE.test(code) ? code : null;
}

/** What is wrong with the list of codes, and whether its ballots are those that were counted. */
export function problemsOfCodes(lines, contests, valid) {
  const problems = [];
  const groups = new Map(contests.map(({ key }) => [key, new Map()]));
  let before = "";
  for (const [at, line] of lines.entries()) {
    const right = isObject(line) && Object.keys(line).sort().join() === "ballot,code" && CODE.test(line.code)
      && line.code > before && isObject(line.ballot)
      && Object.keys(line.ballot).length === groups.size
      && Object.keys(line.ballot).every((key) => groups.has(key));
    if (!right) {
      problems.push(["code_line", { line: at + 1 }]);
      continue;
    }
    before = line.code;
    for (const [key, group] of groups) {
      const text = canonical(line.ballot[key]);
      group.set(text, (group.get(text) ?? 0) + 1);
    }
  }
  if (lines.length !== valid) problems.push(["codes_number", { stored: `${lines.length}`, counted: `${valid}` }]);
  for (const contest of contests) {
    const counted = new Map((contest.ballots ?? []).map(([number, selection]) => [canonical(selection), number]));
    const listed = groups.get(contest.key);
    const alike = counted.size === listed.size && [...counted].every(([text, number]) => listed.get(text) === number);
    if (!alike) problems.push(["codes_other_ballots", { contest: contest.key }]);
  }
  return problems;
}
