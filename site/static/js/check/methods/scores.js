/* Score, and STAR: score, then automatic runoff. */

import { Fraction } from "../fraction.js";
import { asFractions } from "./marks.js";
import { fillSeats, levels } from "./seats.js";

/** What all ballots with scores say; a choice without a score has 0. */
class Sheets {
  constructor({ keys, ballots }) {
    this.keys = keys;
    this.marked = [];
    this.blank = 0;
    this.withChoice = 0;
    this.totals = new Map(keys.map((key) => [key, 0]));
    this.given = new Map(keys.map((key) => [key, new Map()]));
    for (const [number, scores] of ballots) {
      if (!scores || scores.every((score) => score === null)) {
        this.blank += number;
        continue;
      }
      this.withChoice += number;
      this.marked.push([number, scores]);
      keys.forEach((key, at) => this.#add(key, scores[at] ?? 0, number));
    }
  }

  #add(key, score, number) {
    this.totals.set(key, this.totals.get(key) + score * number);
    const given = this.given.get(key);
    given.set(score, (given.get(score) ?? 0) + number);
  }

  /** How many ballots score the first above the second, and the second above the first. */
  preferring(one, other) {
    const [here, there] = [this.keys.indexOf(one), this.keys.indexOf(other)];
    let [first, second] = [0, 0];
    for (const [number, scores] of this.marked) {
      const difference = (scores[here] ?? 0) - (scores[there] ?? 0);
      if (difference > 0) first += number;
      if (difference < 0) second += number;
    }
    return [first, second];
  }
}

const round = (tallies, rest) => ({
  tallies,
  exhausted: Fraction.ZERO,
  elected: [],
  eliminated: [],
  moved: new Map(),
  ...rest,
});

function found(sheets, options, rest) {
  return {
    tallies: asFractions(sheets.totals),
    withChoice: sheets.withChoice,
    blank: sheets.blank,
    perBallot: options.max_score ?? 5,
    distribution: sheets.given,
    ...rest,
  };
}

export function countScore(election) {
  const sheets = new Sheets(election);
  const { winners, level } = fillSeats(levels(sheets.totals), election.seats, election.lot);
  const rounds = [round(asFractions(sheets.totals), { elected: winners })];
  return found(sheets, election.options, { winners, level, rounds });
}

export function countStar(election) {
  const { keys, lot, options } = election;
  const sheets = new Sheets(election);
  const scoring = asFractions(sheets.totals);
  if (![...sheets.totals.values()].some(Boolean)) {
    return found(sheets, options, { winners: [], level: [], rounds: [round(scoring)] });
  }
  const top = options.max_score ?? 5;
  const stars = new Map(keys.map((key) => [key, sheets.given.get(key).get(top) ?? 0]));
  const fiveStar = options.five_star ?? true;
  const [one, other] = finalists({ sheets, stars, fiveStar, lot });
  const [first, second] = sheets.preferring(one, other);
  // More ballots; then the higher total; then, where a vote has that step, more top scores.
  const steps = [first - second, sheets.totals.get(one) - sheets.totals.get(other)];
  if (fiveStar) steps.push(stars.get(one) - stars.get(other));
  const lead = steps.find(Boolean) ?? 0;
  const winner = lead > 0 ? one : lead < 0 ? other : lot.first([one, other]);
  const runoff = new Map([
    [one, new Fraction(first)],
    [other, new Fraction(second)],
  ]);
  return found(sheets, options, {
    winners: [winner],
    level: lead ? [] : [one, other],
    rounds: [
      round(scoring, { eliminated: keys.filter((key) => key !== one && key !== other) }),
      round(runoff, { exhausted: new Fraction(sheets.withChoice - first - second), elected: [winner] }),
    ],
  });
}

function finalists({ sheets, stars, fiveStar, lot }) {
  const chosen = [];
  const without = sheets.keys.filter((key) => !sheets.totals.get(key));
  for (const group of [...levels(sheets.totals), without]) {
    let left = group;
    while (chosen.length < 2 && left.length) {
      const room = 2 - chosen.length;
      const going = left.length <= room ? left : narrowed(left, room, { sheets, stars, fiveStar, lot });
      if (going.length <= room) {
        chosen.push(...going);
        left = left.filter((key) => !going.includes(key));
      } else {
        left = going;
      }
    }
  }
  return chosen;
}

/** Fewer of those who stand level, by the first step of the protocol that tells any of them apart. */
function narrowed(tied, room, { sheets, stars, fiveStar, lot }) {
  const losses = tied.map((key) => {
    return tied.filter((rival) => {
      if (rival === key) return false;
      const [above, below] = sheets.preferring(rival, key);
      return above > below;
    }).length;
  });
  const most = Math.max(...losses);
  const better = tied.filter((_, at) => losses[at] < most);
  if (better.length) return better;
  const numbers = tied.map((key) => (fiveStar ? stars.get(key) : 0));
  const [least, best] = [Math.min(...numbers), Math.max(...numbers)];
  if (least < best) {
    const first = tied.filter((_, at) => numbers[at] === best);
    return first.length <= room ? first : tied.filter((_, at) => numbers[at] > least);
  }
  return [lot.first(tied)];
}
