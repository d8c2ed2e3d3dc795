/* Exact fractions. */

function divisor(one, other) {
  while (other) [one, other] = [other, one % other];
  return one < 0n ? -one : one;
}

export class Fraction {
  /** `below` must not be 0. Whole numbers as BigInt or as safe Number. */
  constructor(above, below = 1n) {
    const [n, d] = [BigInt(above), BigInt(below)];
    const common = divisor(n, d) * (d < 0n ? -1n : 1n);
    this.n = n / common;
    this.d = d / common;
  }

  static ZERO = new Fraction(0);

  /** A stored number: a whole one, or text such as 5/3; null for anything else. */
  static from(value) {
    if (Number.isSafeInteger(value)) return new Fraction(value);
    const parts = typeof value === "string" ? /^(-?\d+)(?:\/(\d*[1-9]\d*))?$/.exec(value) : null;
    return parts && new Fraction(parts[1], parts[2] ?? 1n);
  }

  plus(other) {
    return new Fraction(this.n * other.d + other.n * this.d, this.d * other.d);
  }

  minus(other) {
    return new Fraction(this.n * other.d - other.n * this.d, this.d * other.d);
  }

  times(other) {
    return new Fraction(this.n * other.n, this.d * other.d);
  }

  over(other) {
    return new Fraction(this.n * other.d, this.d * other.n);
  }

  compare(other) {
    const difference = this.n * other.d - other.n * this.d;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }

  equals(other) {
    return this.n === other.n && this.d === other.d;
  }

  get isZero() {
    return this.n === 0n;
  }

  /** The whole number at or below, and at or above; for numbers that are not negative. */
  get floor() {
    return this.n / this.d;
  }

  get ceiling() {
    return (this.n + this.d - 1n) / this.d;
  }

  /** As it is stored: 7, or 5/3. */
  toString() {
    return this.d === 1n ? `${this.n}` : `${this.n}/${this.d}`;
  }

  /** With its decimals, cut after the ninth. */
  toDecimal() {
    const size = this.n < 0n ? -this.n : this.n;
    const decimals = `${((size % this.d) * 10n ** 9n) / this.d}`.padStart(9, "0").replace(/0+$/, "");
    return `${this.n < 0n ? "-" : ""}${size / this.d}${decimals && `.${decimals}`}`;
  }
}
