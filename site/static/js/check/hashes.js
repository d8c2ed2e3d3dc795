/*
 * SHA-256 (FIPS 180-4) and the Merkle tree of RFC 6962.
 *
 * Not crypto.subtle: browsers offer that on encrypted pages only, and a copy of
 * this page opened from a disk must find the same hashes.
 */

import { hex, joined, utf8 } from "./bytes.js";

const PRIMES = [];
for (let number = 2; PRIMES.length < 80; number++) {
  if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);
}

function root(value, power) {
  let low = 0n;
  let high = 1n << 80n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= value) low = middle;
    else high = middle;
  }
  return low;
}

// The standard takes its constants from the decimals of roots of the first primes.
const LOW_64 = (1n << 64n) - 1n;
export const CUBE_ROOTS = PRIMES.map((prime) => root(BigInt(prime) << 192n, 3n) & LOW_64);
export const SQUARE_ROOTS = PRIMES.slice(0, 8).map((prime) => root(BigInt(prime) << 128n, 2n) & LOW_64);

const ROUND = Int32Array.from(CUBE_ROOTS.slice(0, 64), (value) => Number(value >> 32n));
const START = Int32Array.from(SQUARE_ROOTS, (value) => Number(value >> 32n));

/** A message with its padding: a one, zeros, and its length in bits in the last bytes of a block. */
export function padded(bytes, block, lengthBytes) {
  const whole = new Uint8Array(Math.ceil((bytes.length + 1 + lengthBytes) / block) * block);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setBigUint64(whole.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

const words = new Int32Array(64);

function addBlock(state, view, start) {
  for (let at = 0; at < 16; at++) words[at] = view.getInt32(start + at * 4);
  for (let at = 16; at < 64; at++) {
    const far = words[at - 15];
    const near = words[at - 2];
    const first = ((far >>> 7) | (far << 25)) ^ ((far >>> 18) | (far << 14)) ^ (far >>> 3);
    const second = ((near >>> 17) | (near << 15)) ^ ((near >>> 19) | (near << 13)) ^ (near >>> 10);
    words[at] = (words[at - 16] + first + words[at - 7] + second) | 0;
  }
  // Written out: this is where a large file spends its time.
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let at = 0; at < 64; at++) {
    const mixed = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + mixed + ((e & f) ^ (~e & g)) + ROUND[at] + words[at]) | 0;
    const turned = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (turned + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** The 32 bytes of the SHA-256 of bytes. */
export function sha256(bytes) {
  const view = padded(bytes, 64, 8);
  const state = START.slice();
  for (let start = 0; start < view.byteLength; start += 64) addBlock(state, view, start);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((value, at) => digest.setInt32(at * 4, value));
  return new Uint8Array(digest.buffer);
}

export const sha256Hex = (bytes) => hex(sha256(bytes));

export const sha256OfText = (words) => hex(sha256(utf8(words)));

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The Merkle root over leaves in their order. An odd one out moves up unchanged, which is RFC 6962's tree. */
export function merkleRoot(leaves) {
  if (!leaves.length) return sha256(new Uint8Array());
  let level = leaves.map((leaf) => sha256(joined(LEAF, leaf)));
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at < level.length; at += 2) {
      above.push(at + 1 < level.length ? sha256(joined(NODE, level[at], level[at + 1])) : level[at]);
    }
    level = above;
  }
  return level[0];
}
