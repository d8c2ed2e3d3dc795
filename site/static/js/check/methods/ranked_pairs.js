/* Ranked pairs (Tideman 1987): wins are locked in, the strongest first, but none that closes a circle. */

import { asFractions } from "./marks.js";
import { compareStrength, countPairs, inGroups, strength, winsOf } from "./pairs.js";
import { fillSeats } from "./seats.js";

export function countRankedPairs(election) {
  const { keys, seats, lot } = election;
  const { pairwise, ranked, withChoice, blank } = countPairs(election);
  const { below, steps } = lockWins(pairwise, election);
  const ranking = inGroups(keys, (one, other) => below.get(one).has(other));
  const able = ranking.map((group) => group.filter((key) => ranked.has(key)));
  const { winners, level } = fillSeats(able, seats, lot);
  return {
    tallies: asFractions(winsOf(pairwise)),
    withChoice,
    blank,
    winners,
    level,
    perBallot: 1,
    pairwise,
    ranking,
    steps: [...steps, { low: numbersBelow(below), high: numbersBelow(below) }],
  };
}

/**
 * Whom each choice stands above by locked wins. `steps`: for every strength, how
 * many each stands above while its wins are locked in, at least and at most.
 */
function lockWins(pairwise, { keys, options, lot }) {
  const order = new Map(lot.order(keys).map((key, at) => [key, at]));
  const wins = [];
  for (const one of keys) {
    for (const other of keys) {
      const strong = one === other ? null : strength(pairwise, one, other, options);
      if (strong) wins.push({ one, other, strong });
    }
  }
  // Equally strong wins: that of the choice goes first which the lot favors.
  wins.sort((a, b) => compareStrength(b.strong, a.strong) || order.get(a.one) - order.get(b.one));
  const below = new Map(keys.map((key) => [key, new Set()]));
  const steps = [];
  for (let at = 0; at < wins.length; ) {
    let next = at;
    while (next < wins.length && !compareStrength(wins[at].strong, wins[next].strong)) next++;
    const before = numbersBelow(below);
    for (const { one, other } of wins.slice(at, next)) lock(below, one, other);
    const after = numbersBelow(below);
    steps.push({ low: next - at > 1 ? before : after, high: after });
    at = next;
  }
  return { below, steps };
}

function lock(below, one, other) {
  if (below.get(other).has(one)) return;
  const gained = [other, ...below.get(other)];
  for (const [key, under] of below) {
    if (key === one || under.has(one)) gained.forEach((each) => under.add(each));
  }
}

const numbersBelow = (below) => asFractions(new Map([...below].map(([key, under]) => [key, under.size])));
