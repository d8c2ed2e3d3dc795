/* Instant-runoff: the weakest drops out, until one has more than half of the votes that still count. */

import { Fraction } from "../fraction.js";
import { asFractions } from "./marks.js";
import { counted, lastApart, readAll } from "./reading.js";

const NOBODY = null;

class Runoff {
  constructor({ keys, kinds, options, ballots, lot }) {
    this.options = options;
    this.lot = lot;
    this.kept = new Set(options.keep_no_endorsement ? keys.filter((key) => kinds.get(key) === "no_endorsement") : []);
    this.writeIns = keys.filter((key) => kinds.get(key) === "write_ins");
    this.least = options.minimum_votes ?? 0;
    this.read = readAll(ballots, {
      severalMarks: options.overvote,
      mostSkipped: options.max_skipped_ranks,
      endsOnDuplicate: options.exhaust_on_duplicate,
      mostRanks: options.max_ranks,
    });
    this.votes = new Map(keys.map((key) => [key, 0]));
    this.piles = new Map(keys.map((key) => [key, []]));
    this.exhausted = 0;
    this.rounds = [];
    this.earlier = [];
    this.winner = null;
    this.level = [];
    this.deal(this.read.lines, () => {});
  }

  deal(lines, note) {
    for (const line of lines) {
      const to = counted(line.places, this.votes);
      note(to, line.number);
      if (to === NOBODY) {
        this.exhausted += line.number;
      } else {
        this.piles.get(to).push(line);
        this.votes.set(to, this.votes.get(to) + line.number);
      }
    }
  }

  get standing() {
    return [...this.votes.keys()];
  }

  get sum() {
    return this.standing.reduce((sum, key) => sum + this.votes.get(key), 0);
  }

  run() {
    while (this.play());
  }

  /** One round; whether another one follows. */
  play() {
    if (this.winner === null) {
      this.winner = this.findWinner();
      if (this.winner !== null) {
        this.record({ elected: [this.winner] });
        return Boolean(this.options.until_two) && this.ableToLeave().length > 0 && this.votes.size > 2;
      }
    }
    const over = this.winner !== null && (this.votes.size <= 2 || !this.ableToLeave().length);
    const out = !this.sum || over ? [] : this.losers();
    if (!out.length) {
      this.record({});
      return false;
    }
    this.drop(out);
    return true;
  }

  findWinner() {
    const standing = this.standing;
    // Written names that nobody declared cannot win, and leave before anybody does.
    if (!this.sum || this.writeIns.some((key) => this.votes.get(key))) return null;
    const best = Math.max(...this.votes.values());
    const first = standing.filter((key) => this.votes.get(key) === best);
    if (standing.length === 1) return best >= this.least || this.kept.has(first[0]) ? first[0] : null;
    if (best < this.least) return null;
    if (2 * best > this.sum) return first[0];
    if (standing.length > 2 || standing.some((key) => this.kept.has(key))) return null;
    const left = this.apart(first, 1);
    if (left.length > 1) this.level = left;
    return this.lot.first(left);
  }

  ableToLeave() {
    const others = this.standing.filter((key) => key !== this.winner);
    const free = others.filter((key) => !this.kept.has(key));
    return free.length || this.winner !== null ? free : others;
  }

  losers() {
    const writeIns = this.writeIns.filter((key) => this.votes.get(key));
    if (writeIns.length) return writeIns;
    const able = this.ableToLeave();
    const few = able.filter((key) => this.votes.get(key) < this.least);
    // Where nobody has enough votes, nobody can win.
    if (few.length) return few.length === this.votes.size ? [] : few;
    const batch = this.options.batch_elimination ? this.batch(able) : [];
    if (batch.length > 1) return batch;
    const fewest = Math.min(...able.map((key) => this.votes.get(key)));
    const last = able.filter((key) => this.votes.get(key) === fewest);
    return [this.lot.last(this.apart(last, -1))];
  }

  /** The most choices from the last one up that have fewer votes together than the next one alone. */
  batch(able) {
    const leave = this.options.until_two ? 2 : 1;
    const free = this.standing.filter((key) => !this.kept.has(key)).length;
    const numbers = [...new Set(able.map((key) => this.votes.get(key)))].sort((one, other) => one - other);
    let batch = [];
    let [below, sum] = [[], 0];
    for (const number of numbers) {
      if (sum < number && free - below.length >= leave) batch = below;
      const here = able.filter((key) => this.votes.get(key) === number);
      below = [...below, ...here];
      sum += number * here.length;
    }
    return batch;
  }

  apart(tied, sign) {
    return this.options.ties === "earlier_rounds" ? lastApart(tied, this.earlier, sign) : tied;
  }

  drop(out) {
    const moved = new Map();
    this.record({ eliminated: out, moved });
    const piles = out.map((key) => [key, this.piles.get(key)]);
    for (const key of out) this.votes.delete(key);
    for (const [from, lines] of piles) {
      this.piles.delete(from);
      this.deal(lines, (to, number) => {
        const row = moved.get(from) ?? moved.set(from, new Map()).get(from);
        row.set(to, (row.get(to) ?? Fraction.ZERO).plus(new Fraction(number)));
      });
    }
  }

  record(decided) {
    const exhausted = new Fraction(this.exhausted);
    const tallies = asFractions(this.votes);
    this.rounds.push({ tallies, exhausted, elected: [], eliminated: [], moved: new Map(), ...decided });
    this.earlier.push(new Map(this.votes));
  }
}

export function countRunoff(election) {
  const runoff = new Runoff(election);
  runoff.run();
  const last = runoff.rounds.at(-1).tallies;
  return {
    tallies: new Map(election.keys.map((key) => [key, last.get(key) ?? Fraction.ZERO])),
    withChoice: runoff.read.withChoice,
    blank: runoff.read.blank,
    winners: runoff.winner === null ? [] : [runoff.winner],
    level: runoff.level,
    perBallot: 1,
    rounds: runoff.rounds,
  };
}
