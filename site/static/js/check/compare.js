/* Counting one question again, and comparing everything with what is stored. */

import { Malformed, isObject } from "./canonical.js";
import { need, readContest } from "./contest.js";
import { Fraction } from "./fraction.js";
import { Checks } from "./report.js";
import { RULES, Unknown } from "./rules.js";

const ZERO = Fraction.ZERO;

const exact = (value) => need(Fraction.from(value), (number) => number !== null);
const listed = (value) => need(value ?? [], Array.isArray);
const tableOf = (value) => new Map(Object.entries(need(value, isObject)).map(([key, number]) => [key, exact(number)]));
const textsOf = (value) => listed(value).map((key) => need(key, (each) => typeof each === "string"));

/** What is wrong with a table of votes. A choice that is not in it has none. */
function numbers(stored, counted, name, values = {}) {
  const keys = new Set([...counted.keys(), ...stored.keys()]);
  return [...keys]
    .map((choice) => ({ choice, stored: stored.get(choice) ?? ZERO, counted: counted.get(choice) ?? ZERO }))
    .filter((pair) => !pair.stored.equals(pair.counted))
    .map((pair) => [name, { ...values, choice: pair.choice, stored: `${pair.stored}`, counted: `${pair.counted}` }]);
}

function sets(stored, counted, name, values = {}) {
  const alike = [...stored].sort().join("\n") === [...counted].sort().join("\n");
  return alike ? [] : [[name, { ...values, storedChoices: stored, countedChoices: counted }]];
}

function value(stored, counted, name) {
  const here = stored === null || stored === undefined ? null : `${stored}`;
  const there = counted === null || counted === undefined ? null : `${counted}`;
  return here === there ? [] : [[name, { stored: here ?? "–", counted: there ?? "–" }]];
}

/**
 * Everything about one contest of count.json: its checks, and what was counted to show.
 *
 * Without ballots nothing is counted; whether the decision follows from the stored votes is still checked.
 */
export function recount(data) {
  const checks = new Checks();
  const shown = { key: data?.key, found: null, ruling: null };
  try {
    const contest = readContest(data);
    if (!contest.hasBallots) {
      checks.unknown("count", ["ballots_not_published", {}]);
      const stored = asStored(contest.result);
      compareTotals(checks, contest, stored);
      decide(checks, shown, contest, stored);
    } else {
      compareTurnout(checks, contest);
      if (!contest.method) {
        checks.unknown("count", ["method_not_known", { method: contest.methodName }]);
      } else {
        const found = contest.method.count(contest.election);
        shown.found = found;
        compareCount(checks, contest, found);
        compareLot(checks, contest);
        decide(checks, shown, contest, found);
      }
    }
  } catch (error) {
    // A value of another kind than it must be, somewhere deep in the file.
    if (!(error instanceof Malformed || error instanceof TypeError || error instanceof RangeError)) throw error;
    checks.add("count", [["malformed", {}]]);
  }
  return { checks: checks.list, ...shown };
}

function compareTurnout(checks, { election, turnout, result }) {
  const inside = election.ballots.reduce((sum, [number]) => sum + number, 0);
  const problems = value(turnout.ballots, inside, "ballots_in_file");
  if (inside > turnout.eligible) problems.push(["more_than_eligible", { counted: `${inside}`, stored: `${turnout.eligible}` }]);
  const figures = result.figures;
  if (figures !== undefined) {
    need(figures, isObject);
    problems.push(...value(figures.valid, inside, "ballots_in_file"));
  }
  checks.add("turnout", problems);
}

function compareCount(checks, contest, found) {
  const { result } = contest;
  checks.add("tallies", [
    ...numbers(tableOf(result.tallies), found.tallies, "votes"),
    ...value(result.with_choice, found.withChoice, "with_choice"),
    ...value(result.blank, found.blank, "blank"),
    ...value(result.per_ballot ?? 1, found.perBallot, "per_ballot"),
  ]);
  checks.add("winners", sets(textsOf(result.winners), found.winners, "winners"));
  const rounds = listed(result.rounds).map((round) => need(round, isObject));
  checks.add("rounds", found.rounds ? compareRounds(rounds, found.rounds) : compareSteps(rounds, found));
  const storedQuota = result.quota === null || result.quota === undefined ? null : exact(result.quota);
  if (storedQuota || found.quota) checks.add("quota", value(storedQuota, found.quota, "quota"));
  const storedPairs = result.pairwise ?? null;
  if (storedPairs || found.pairwise) {
    checks.add("pairs", comparePairs(storedPairs, found.pairwise));
  }
  if (found.ranking || listed(result.ranking).length) checks.add("ranking", compareRanking(result, found.ranking ?? []));
  if (found.distribution || result.distribution) {
    checks.add("scores", compareScores(result.distribution, found.distribution ?? new Map()));
  }
}

function compareRounds(stored, counted) {
  const problems = value(stored.length, counted.length, "rounds");
  for (const [at, now] of counted.slice(0, stored.length).entries()) {
    const old = stored[at];
    const round = { round: at + 1 };
    problems.push(
      ...numbers(tableOf(old.tallies), now.tallies, "round_votes", round),
      ...numbers(new Map([["", exact(old.exhausted ?? 0)]]), new Map([["", now.exhausted]]), "round_exhausted", round),
      ...sets(textsOf(old.elected), now.elected, "round_elected", round),
      ...sets(textsOf(old.eliminated), now.eliminated, "round_out", round),
      ...compareMoves(listed(old.transfers), now, counted[at + 1], round),
    );
  }
  return problems;
}

/** The votes that moved, as a Map of Maps: from, to (null for nobody), votes. */
function movesOf(transfers) {
  const moves = new Map();
  for (const move of transfers) {
    const { from, to, votes } = need(move, isObject);
    const row = moves.get(from) ?? moves.set(from, new Map()).get(from);
    row.set(to, (row.get(to) ?? ZERO).plus(exact(votes)));
  }
  return moves;
}

function compareMoves(transfers, now, following, round) {
  const stored = movesOf(transfers);
  if (now.moved === null) return following ? compareFlow(stored, now, following, round) : [];
  const problem = ["round_moves", round];
  const all = (moves) => [...moves].flatMap(([from, row]) => [...row].map(([to, votes]) => [from, to, votes]));
  const differs = (moves, others) => {
    return all(moves).some(([from, to, votes]) => !votes.equals(others.get(from)?.get(to) ?? ZERO));
  };
  return differs(stored, now.moved) || differs(now.moved, stored) ? [problem] : [];
}

/** Whether the transfers lead from the votes of one round to those of the next. */
function compareFlow(stored, now, following, round) {
  const after = new Map([...now.tallies, [null, now.exhausted]]);
  for (const [from, row] of stored) {
    for (const [to, votes] of row) {
      after.set(from, (after.get(from) ?? ZERO).minus(votes));
      after.set(to, (after.get(to) ?? ZERO).plus(votes));
    }
  }
  const next = new Map([...following.tallies, [null, following.exhausted]]);
  const right = [...after].every(([key, votes]) => votes.equals(next.get(key) ?? ZERO));
  return right ? [] : [["round_moves", round]];
}

/**
 * Where pairs decide, rounds tell how many others each choice beats, step by step.
 *
 * A round may tell of a part of a step, or of several at once; the last one tells the end.
 */
function compareSteps(stored, found) {
  const problems = [];
  const steps = [...found.steps];
  const elected = [];
  if (!stored.length) problems.push(["rounds", { stored: "0", counted: `${steps.length}` }]);
  stored.forEach((old, at) => {
    const wins = tableOf(old.tallies);
    const last = at === stored.length - 1;
    elected.push(...textsOf(old.elected));
    if (last) steps.splice(0, steps.length - 1);
    while (steps.length > 1 && !isWithin(wins, steps[0])) steps.shift();
    if (!isWithin(wins, steps[0])) problems.push(...numbers(wins, steps[0].high, "round_votes", { round: at + 1 }));
    if (listed(old.transfers).length || listed(old.eliminated).length || !exact(old.exhausted ?? 0).isZero) {
      problems.push(["round_moves", { round: at + 1 }]);
    }
  });
  return [...problems, ...sets(elected, found.winners, "winners")];
}

function isWithin(wins, { low, high }) {
  if (wins.size !== low.size) return false;
  return [...low].every(([key, least]) => {
    const here = wins.get(key);
    return here && here.compare(least) >= 0 && here.compare(high.get(key)) <= 0;
  });
}

function comparePairs(stored, counted) {
  if (!isObject(stored) || !counted) return [["other", {}]];
  const problems = [];
  if (Object.keys(stored).sort().join("\n") !== [...counted.keys()].sort().join("\n")) problems.push(["other", {}]);
  for (const [one, row] of counted) {
    for (const [other, number] of row) {
      const old = stored[one]?.[other];
      if (old !== number) problems.push(["pair", { choice: one, other, stored: `${old ?? "–"}`, counted: `${number}` }]);
    }
  }
  return problems;
}

function compareRanking(result, counted) {
  const line = (groups) => groups.map((group) => textsOf(group).sort().join("\n")).join("\n\n");
  return line(listed(result.ranking)) === line(counted.map((group) => [...group])) ? [] : [["other", {}]];
}

function compareScores(stored, counted) {
  if (!isObject(stored)) return [["other", {}]];
  const line = (entries) =>
    entries
      .map(([score, number]) => [String(score), exact(number)])
      .filter(([, number]) => !number.isZero)
      .map(([score, number]) => `${score}:${number}`)
      .sort()
      .join();
  const keys = new Set([...Object.keys(stored), ...counted.keys()]);
  return [...keys]
    .filter((key) => line(Object.entries(stored[key] ?? {})) !== line([...(counted.get(key) ?? [])]))
    .map((choice) => ["scores_of", { choice }]);
}

/** What the lot settled must follow from the seed. Wins that it ordered were checked by counting. */
function compareLot(checks, { result, election }) {
  const drawn = listed(result.ties)
    .map((tie) => need(tie, isObject))
    .filter((tie) => tie.settled_by === "lot" && tie.what !== "ranked");
  if (!drawn.length) return;
  const problems = drawn.flatMap((tie) => {
    const favored = textsOf(tie.favored);
    return sets(favored, election.lot.order(textsOf(tie.choices)).slice(0, favored.length), "favored");
  });
  checks.add("lot", problems);
}

/** Whether the stored votes are some that so many ballots can give. */
function compareTotals(checks, { method, turnout, result }, { tallies, withChoice, perBallot, pairwise, quota }) {
  const problems = value(withChoice + need(result.blank, Number.isSafeInteger), turnout.ballots, "ballots_in_file");
  if (!pairwise && !quota) {
    const most = new Fraction(withChoice).times(new Fraction(perBallot));
    for (const [choice, votes] of tallies) {
      if (votes.compare(most) > 0 || votes.compare(ZERO) < 0) problems.push(["votes_beyond", { choice }]);
    }
    const sum = [...tallies.values()].reduce((all, votes) => all.plus(votes), ZERO);
    if (method?.form === "one") problems.push(...value(sum, new Fraction(withChoice), "with_choice"));
  }
  checks.add("turnout", problems);
}

/** A stored result in the form that rules take; of the ties, those that only the lot could settle. */
function asStored(result) {
  const winners = textsOf(result.winners);
  const row = (wins) => new Map(Object.entries(need(wins, isObject)));
  const level = listed(result.ties)
    .filter((tie) => tie.what === "elected" && tie.settled_by === "lot")
    .filter((tie) => textsOf(tie.favored).every((key) => winners.includes(key)))
    .flatMap((tie) => textsOf(tie.choices));
  return {
    tallies: tableOf(result.tallies),
    withChoice: need(result.with_choice, Number.isSafeInteger),
    perBallot: result.per_ballot ?? 1,
    winners,
    level,
    pairwise: result.pairwise ? new Map(Object.entries(result.pairwise).map(([key, wins]) => [key, row(wins)])) : null,
    quota: result.quota ? exact(result.quota) : null,
  };
}

function decide(checks, shown, contest, found) {
  const rule = RULES.get(contest.rule);
  if (!rule) {
    checks.unknown("decision", ["rule_not_known", { rule: contest.rule }]);
    return;
  }
  try {
    shown.ruling = rule(contest.settings, contest.election, found, contest.turnout);
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    checks.unknown("decision", ["rule_not_known", { rule: contest.rule }]);
    return;
  }
  const { result } = contest;
  const { ruling } = shown;
  const decision = need(result.decision, isObject);
  checks.add("decision", [
    ...(decision.outcome === ruling.outcome
      ? []
      : [["outcome", { storedOutcome: String(decision.outcome), countedOutcome: ruling.outcome }]]),
    ...sets(textsOf(decision.winners), ruling.winners, "winners"),
    ...sets(textsOf(result.tied), ruling.tied, "tied"),
    ...value(result.base, ruling.base, "base"),
    ...value(result.needed, ruling.needed, "needed"),
    ...value(result.threshold, ruling.threshold, "threshold"),
    ...numbers(tableOf(result.shares ?? {}), ruling.shares, "share"),
  ]);
}
