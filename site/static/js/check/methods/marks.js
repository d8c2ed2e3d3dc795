/* Yes or no, single choice, approval: a vote for every choice that is marked. */

import { Fraction } from "../fraction.js";
import { fillSeats, levels } from "./seats.js";

export function countMarks({ keys, seats, options, ballots, lot }) {
  const votes = new Map(keys.map((key) => [key, 0]));
  const most = options.max_marks || keys.length;
  let withChoice = 0;
  let blank = 0;
  for (const [number, selection] of ballots) {
    const marked = new Set(typeof selection === "string" ? [selection] : selection);
    if (!marked.size || marked.size > most) {
      blank += number;
      continue;
    }
    withChoice += number;
    for (const key of marked) votes.set(key, votes.get(key) + number);
  }
  const tallies = asFractions(votes);
  const { winners, level } = fillSeats(levels(votes), seats, lot);
  const rounds = [{ tallies, exhausted: Fraction.ZERO, elected: winners, eliminated: [], moved: new Map() }];
  return { tallies, withChoice, blank, winners, level, perBallot: 1, rounds };
}

export function asFractions(numbers, unit = 1n) {
  return new Map([...numbers].map(([key, number]) => [key, new Fraction(number, unit)]));
}
