/* What the page shows of a contest. */

import { isObject } from "./canonical.js";

/** A contest as plain values, without a word of ours. `frozen`: the contest of the manifest. */
export function shownContest(data, frozen, { checks, found, ruling }) {
  const choices = Array.isArray(data.choices) ? data.choices.filter(isObject) : [];
  const pages = Array.isArray(frozen?.choices) ? frozen.choices.filter((choice) => choice?.page) : [];
  return {
    key: data.key,
    question: data.question,
    method: data.method,
    seats: data.seats,
    choices,
    // Whom to support is endorsed; what to say, or a day, is chosen.
    isEndorsement: pages.length > 0 || choices.some(({ kind }) => kind === "no_endorsement"),
    checks,
    isCounted: Boolean(found),
    tallies: found ? texts(found.tallies) : null,
    stored: isObject(data.result?.tallies) ? data.result.tallies : {},
    rounds: (found?.rounds ?? []).map(shownRound),
    pairs: found?.pairwise ? [...found.pairwise].map(([key, row]) => [key, Object.fromEntries(row)]) : null,
    decision: ruling && { outcome: ruling.outcome, winners: ruling.winners, tied: ruling.tied },
  };
}

const shownRound = ({ tallies, exhausted }) => ({ tallies: texts(tallies), exhausted: exhausted.toDecimal() });

const texts = (numbers) => Object.fromEntries([...numbers].map(([key, number]) => [key, number.toDecimal()]));
