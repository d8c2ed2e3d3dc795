/*
 * Verifying Ed25519 signatures (RFC 8032), in whole numbers.
 *
 * A log has a handful of them, so that nothing here needs to be fast; and what
 * is verified is public, so that nothing needs to take the same time.
 */

import { joined } from "./bytes.js";
import { CUBE_ROOTS, SQUARE_ROOTS, padded } from "./hashes.js";

const LOW_64 = (1n << 64n) - 1n;
const right = (value, by) => ((value >> BigInt(by)) | (value << BigInt(64 - by))) & LOW_64;

export function sha512(bytes) {
  const view = padded(bytes, 128, 16);
  const state = [...SQUARE_ROOTS];
  for (let start = 0; start < view.byteLength; start += 128) {
    const words = Array.from({ length: 16 }, (_, at) => view.getBigUint64(start + at * 8));
    for (let at = 16; at < 80; at++) {
      const [a, b] = [words[at - 15], words[at - 2]];
      const first = right(a, 1) ^ right(a, 8) ^ (a >> 7n);
      const second = right(b, 19) ^ right(b, 61) ^ (b >> 6n);
      words.push((words[at - 16] + first + words[at - 7] + second) & LOW_64);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 80; at++) {
      const mixed = right(e, 14) ^ right(e, 18) ^ right(e, 41);
      const one = h + mixed + ((e & f) ^ (~e & LOW_64 & g)) + CUBE_ROOTS[at] + words[at];
      const turned = right(a, 28) ^ right(a, 34) ^ right(a, 39);
      const two = turned + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & LOW_64, c, b, a, (one + two) & LOW_64];
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => {
      state[at] = (state[at] + value) & LOW_64;
    });
  }
  const digest = new DataView(new ArrayBuffer(64));
  state.forEach((value, at) => digest.setBigUint64(at * 8, value));
  return new Uint8Array(digest.buffer);
}

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (base = mod(base); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result;
}

const inverse = (value) => power(value, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

const number = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** The x of a point from its y and the last bit of x; null where there is none. */
function recoverX(y, odd) {
  if (y >= P) return null;
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  if (square === 0n) return odd ? null : 0n;
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(x * x) !== square) return null;
  return (x & 1n) === BigInt(odd) ? x : P - x;
}

// Points as (X, Y, Z, T) with x = X/Z, y = Y/Z and x·y = T/Z.
const point = (x, y) => [x, y, 1n, mod(x * y)];
const NEUTRAL = [0n, 1n, 1n, 0n];
const BASE_Y = mod(4n * inverse(5n));
const BASE = point(recoverX(BASE_Y, 0), BASE_Y);

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, factor) {
  let sum = NEUTRAL;
  for (; scalar > 0n; scalar >>= 1n) {
    if (scalar & 1n) sum = add(sum, factor);
    factor = add(factor, factor);
  }
  return sum;
}

function decode(bytes) {
  const odd = bytes[31] >> 7;
  const y = number(bytes) & (2n ** 255n - 1n);
  const x = recoverX(y, odd);
  return x === null ? null : point(x, y);
}

const equal = ([x1, y1, z1], [x2, y2, z2]) => mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;

/** Whether 64 bytes are the signature of a message under a key of 32 bytes. */
export function verify(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const [key, commitment] = [decode(publicKey), decode(signature.slice(0, 32))];
  const scalar = number(signature.slice(32));
  if (!key || !commitment || scalar >= ORDER) return false;
  const challenge = number(sha512(joined(signature.slice(0, 32), publicKey, message))) % ORDER;
  return equal(times(scalar, BASE), add(commitment, times(challenge, key)));
}
