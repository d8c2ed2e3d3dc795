/*
 * Single transferable vote by the Reference Meek Rule of the Proportional
 * Representation Foundation, with its arithmetic. Votes are whole numbers of
 * thousand-millionths.
 */

import { Fraction } from "../fraction.js";
import { asFractions } from "./marks.js";
import { readAll } from "./reading.js";

const ONE = 10n ** 9n;
const OMEGA = 1000n;

const roundedUp = (above, below) => (above + below - 1n) / below;
const separator = "\u0000";

class Meek {
  constructor({ keys, seats, options, ballots, lot }) {
    this.keys = keys;
    this.seats = seats;
    this.lot = lot;
    this.read = readAll(ballots, { mostRanks: options.max_ranks });
    this.keep = new Map(keys.map((key) => [key, ONE]));
    this.hopeful = new Set(keys);
    this.elected = [];
    this.rounds = [];
    this.surplus = 0n;
  }

  /**
   * How many ballots go which way: the elected choices that a ballot passes, and the
   * hopeful one that takes the rest. What follows below matters to nobody.
   */
  findWays() {
    const ways = new Map();
    for (const { number, places } of this.read.lines) {
      const way = [];
      for (const key of places) {
        if (!this.keep.get(key) || way.includes(key)) continue;
        way.push(key);
        if (this.hopeful.has(key)) break;
      }
      const name = way.join(separator);
      const known = ways.get(name);
      if (known) known.number += number;
      else ways.set(name, { way, number });
    }
    this.ways = [...ways.values()].map(({ way, number }) => ({ way, number: BigInt(number) }));
  }

  distribute() {
    this.votes = new Map(this.keys.filter((key) => this.keep.get(key)).map((key) => [key, 0n]));
    this.exhausted = 0n;
    for (const { way, number } of this.ways) {
      let left = ONE;
      for (const key of way) {
        const part = roundedUp(left * this.keep.get(key), ONE);
        this.votes.set(key, this.votes.get(key) + part * number);
        left -= part;
      }
      this.exhausted += left * number;
    }
    const sum = [...this.votes.values()].reduce((total, votes) => total + votes, 0n);
    this.quota = sum / BigInt(this.seats + 1) + 1n;
    return sum;
  }

  run() {
    this.findWays();
    const sum = this.distribute();
    if (!sum) {
      this.record([], []);
      return;
    }
    this.firstQuota = this.quota;
    if (this.isComplete) {
      this.record(this.elect([...this.hopeful]), []);
      return;
    }
    while (!this.isComplete) {
      this.findWays();
      const reached = this.iterate();
      const out = reached.length ? [] : [this.defeat()];
      this.elect(reached);
      const rest = this.isComplete && this.elected.length < this.seats ? this.elect([...this.hopeful]) : [];
      this.record([...reached, ...rest], out);
      for (const key of out) this.keep.set(key, 0n);
    }
  }

  get isComplete() {
    return this.elected.length >= this.seats || this.elected.length + this.hopeful.size <= this.seats;
  }

  /** Who reaches the quota; nobody once the surplus is small, or does not shrink any more. */
  iterate() {
    let before = null;
    for (;;) {
      this.distribute();
      const reached = [...this.hopeful].filter((key) => this.votes.get(key) >= this.quota);
      if (reached.length) return reached;
      const surplus = this.elected.reduce((sum, key) => sum + this.votes.get(key) - this.quota, 0n);
      this.surplus = surplus > 0n ? surplus : 0n;
      if (this.surplus < OMEGA || (before !== null && this.surplus >= before)) return [];
      before = this.surplus;
      for (const key of this.elected) {
        const kept = roundedUp(this.keep.get(key) * this.quota, ONE);
        this.keep.set(key, roundedUp(kept * ONE, this.votes.get(key)));
      }
    }
  }

  /** Those within the surplus of the fewest votes stand level; the lot says who of them goes. */
  defeat() {
    const hopeful = [...this.hopeful];
    const fewest = hopeful.reduce((least, key) => {
      const votes = this.votes.get(key);
      return least === null || votes < least ? votes : least;
    }, null);
    const out = this.lot.last(hopeful.filter((key) => this.votes.get(key) <= fewest + this.surplus));
    this.hopeful.delete(out);
    return out;
  }

  elect(keys) {
    const sorted = keys.sort((one, other) => (this.votes.get(one) > this.votes.get(other) ? -1 : 1));
    this.elected.push(...sorted);
    sorted.forEach((key) => this.hopeful.delete(key));
    return sorted;
  }

  record(elected, eliminated) {
    this.rounds.push({
      tallies: asFractions(this.votes, ONE),
      exhausted: new Fraction(this.exhausted, ONE),
      elected,
      eliminated,
      // The rule does not say whose votes went where, only what everybody has afterwards.
      moved: null,
    });
  }
}

export function countMeek(election) {
  const meek = new Meek(election);
  meek.run();
  const last = meek.rounds.at(-1).tallies;
  return {
    tallies: new Map(election.keys.map((key) => [key, last.get(key) ?? Fraction.ZERO])),
    withChoice: meek.read.withChoice,
    blank: meek.read.blank,
    winners: meek.elected,
    level: [],
    perBallot: 1,
    rounds: meek.rounds,
    // It falls from round to round; the one that is told is the first.
    quota: meek.firstQuota === undefined ? null : new Fraction(meek.firstQuota, ONE),
  };
}
