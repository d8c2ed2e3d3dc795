/*
 * What is found, without a word of any language: the page puts it into words.
 *
 * A check is {id, status, facts}: holds, differs, or unknown where it could not
 * be checked. A fact is [name, values], the name of a sentence with what is to be
 * put into it.
 */

const HOLDS = "holds";
const DIFFERS = "differs";
const UNKNOWN = "unknown";

// A page that lists a hundred thousand differences helps nobody.
const MOST_FACTS = 8;

export class Checks {
  constructor() {
    this.list = [];
  }

  #add(id, status, facts) {
    const more = facts.length - MOST_FACTS;
    const told = more > 0 ? [...facts.slice(0, MOST_FACTS), ["more", { number: more }]] : facts;
    this.list.push({ id, status, facts: told });
  }

  /** It holds where there is no problem. `notes` are told when it does. */
  add(id, problems, notes = []) {
    this.#add(id, problems.length ? DIFFERS : HOLDS, problems.length ? problems : notes);
  }

  unknown(id, ...facts) {
    this.#add(id, UNKNOWN, facts);
  }
}

/** One word for many checks. */
export function verdictOf(checks) {
  const has = (status) => checks.some((check) => check.status === status);
  return has(DIFFERS) ? DIFFERS : has(UNKNOWN) ? UNKNOWN : HOLDS;
}
