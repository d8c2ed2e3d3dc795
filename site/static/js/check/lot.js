/* The lot: choices in the order of the SHA-256 of seed, colon and key, the smallest first. */

import { sha256OfText } from "./hashes.js";

export class Lot {
  constructor(seed) {
    this.seed = seed;
    this.places = new Map();
  }

  place(key) {
    if (!this.places.has(key)) this.places.set(key, sha256OfText(`${this.seed}:${key}`));
    return this.places.get(key);
  }

  /** All the keys, the favored one first. */
  order(keys) {
    return [...keys].sort((one, other) => (this.place(one) < this.place(other) ? -1 : 1));
  }

  first(keys) {
    return this.order(keys)[0];
  }

  last(keys) {
    return this.order(keys).at(-1);
  }
}
