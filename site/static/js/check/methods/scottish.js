/*
 * Single transferable vote by the Scottish Local Government Elections Order 2007,
 * schedule 1, rules 45 to 52. Votes are whole numbers of hundred-thousandths.
 */

import { Fraction } from "../fraction.js";
import { asFractions } from "./marks.js";
import { counted, lastApart, readAll } from "./reading.js";

const ONE = 100_000n;

class Stages {
  constructor({ keys, seats, options, ballots, lot }) {
    this.seats = seats;
    this.lot = lot;
    // A skipped rank ends a ballot.
    this.read = readAll(ballots, { mostSkipped: 0, mostRanks: options.max_ranks });
    this.hands = new Map(keys.map((key) => [key, new Map()]));
    this.votes = new Map(keys.map((key) => [key, 0n]));
    this.standing = new Set(keys);
    this.elected = [];
    this.waiting = [];
    this.rounds = [];
    this.earlier = [];
    this.valid = 0n;
    this.exhausted = 0n;
    for (const line of this.read.lines) {
      const to = counted(line.places, this.standing);
      if (to === null) {
        this.exhausted += BigInt(line.number) * ONE;
        continue;
      }
      this.valid += BigInt(line.number);
      this.give(to, line, ONE);
    }
    this.quota = (this.valid / BigInt(seats + 1) + 1n) * ONE;
  }

  give(key, line, value) {
    const hand = this.hands.get(key);
    if (!hand.has(value)) hand.set(value, []);
    hand.get(value).push(line);
    this.votes.set(key, this.votes.get(key) + BigInt(line.number) * value);
  }

  run() {
    if (!this.valid) {
      this.record({});
      return;
    }
    while (this.play());
  }

  play() {
    const reached = this.byVotes([...this.standing].filter((key) => this.votes.get(key) >= this.quota));
    this.elect(reached);
    this.waiting.push(...reached.filter((key) => this.votes.get(key) > this.quota));
    const free = this.seats - this.elected.length;
    if (free <= 0 || this.standing.size <= free) {
      const rest = free > 0 ? this.byVotes([...this.standing]) : [];
      const round = { elected: [...reached, ...rest] };
      this.record(round);
      this.elect(rest);
      return false;
    }
    const moved = new Map();
    const round = this.record({ elected: reached, moved });
    if (this.waiting.length) this.passSurplus(moved);
    else round.eliminated = [this.exclude(moved)];
    return true;
  }

  elect(keys) {
    this.elected.push(...keys);
    keys.forEach((key) => this.standing.delete(key));
  }

  byVotes(keys) {
    return keys.sort((one, other) => (this.votes.get(one) > this.votes.get(other) ? -1 : 1));
  }

  passSurplus(moved) {
    const source = this.settle(this.waiting, 1);
    this.waiting = this.waiting.filter((key) => key !== source);
    const all = this.votes.get(source);
    const surplus = all - this.quota;
    this.move(source, (value) => (surplus * value) / all, surplus, moved);
    this.votes.set(source, this.quota);
  }

  exclude(moved) {
    const source = this.settle([...this.standing], -1);
    this.standing.delete(source);
    this.move(source, (value) => value, this.votes.get(source), moved);
    this.votes.delete(source);
    return source;
  }

  /** Hand the ballots of a choice on at another value; what nobody gets is exhausted. */
  move(source, valueOf, given, moved) {
    const hand = this.hands.get(source);
    this.hands.delete(source);
    const row = new Map();
    let lost = given;
    for (const [value, lines] of hand) {
      const worth = valueOf(value);
      for (const line of lines) {
        const to = counted(line.places, this.standing);
        if (to === null) continue;
        this.give(to, line, worth);
        const votes = BigInt(line.number) * worth;
        row.set(to, (row.get(to) ?? 0n) + votes);
        lost -= votes;
      }
    }
    if (lost) row.set(null, lost);
    this.exhausted += lost;
    moved.set(source, asFractions(row, ONE));
  }

  /** Who has most (or least); level ones by the latest stage at which they differed, then by the lot. */
  settle(keys, sign) {
    const tied = lastApart(keys, [...this.earlier.slice(0, -1), this.votes], sign);
    return sign > 0 ? this.lot.first(tied) : this.lot.last(tied);
  }

  record(decided) {
    const round = {
      tallies: asFractions(this.votes, ONE),
      exhausted: new Fraction(this.exhausted, ONE),
      elected: [],
      eliminated: [],
      moved: new Map(),
      ...decided,
    };
    this.rounds.push(round);
    this.earlier.push(new Map(this.votes));
    return round;
  }
}

export function countScottish(election) {
  const stages = new Stages(election);
  stages.run();
  const last = stages.rounds.at(-1).tallies;
  return {
    tallies: new Map(election.keys.map((key) => [key, last.get(key) ?? Fraction.ZERO])),
    withChoice: stages.read.withChoice,
    blank: stages.read.blank,
    winners: stages.elected,
    level: [],
    perBallot: 1,
    rounds: stages.rounds,
    quota: new Fraction(stages.quota, ONE),
  };
}
