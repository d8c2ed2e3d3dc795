/* Schulze (2011): head-to-head wins, and chains of wins where wins go in a circle. */

import { asFractions } from "./marks.js";
import { compareStrength, countPairs, schulzeGroups, strongestChains, winsOf } from "./pairs.js";
import { fillSeats } from "./seats.js";

export function countSchulze(election) {
  const { keys, seats, options, lot } = election;
  const { pairwise, ranked, withChoice, blank } = countPairs(election);
  const ranking = schulzeGroups(pairwise, keys, options);
  const wins = winsOf(pairwise);
  const able = ranking.map((group) => group.filter((key) => ranked.has(key)));
  const { winners, level } = fillSeats(able, seats, lot);
  const beatsAll = ranking[0].length === 1 && wins.get(ranking[0][0]) === keys.length - 1;
  const steps = [step(asFractions(wins))];
  // Who beats everybody needs no chains.
  if (!beatsAll || seats > 1) steps.push(step(asFractions(chainWins(pairwise, election))));
  return {
    tallies: asFractions(wins),
    withChoice,
    blank,
    winners,
    level,
    perBallot: 1,
    pairwise,
    ranking,
    steps,
  };
}

const step = (numbers) => ({ low: numbers, high: numbers });

function chainWins(pairwise, { keys, options }) {
  const chains = strongestChains(pairwise, keys, options);
  const wins = (one) =>
    keys.filter((other) => {
      return other !== one && compareStrength(chains.get(one).get(other), chains.get(other).get(one)) > 0;
    }).length;
  return new Map(keys.map((key) => [key, wins(key)]));
}
