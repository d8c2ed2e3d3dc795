/*
 * An officer's share as text that can be written down, and read back with its mistakes
 * noticed: the same as voting/plugins/secret/shares.py, which says why it is as it is.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const READ_AS = { I: "1", L: "1", O: "0" };
const LEFT_OUT = /[-\s\u2010-\u2014\u00a0]/gu;

const VERSION = "MV1";
const PREFIX_SIGNS = 8;
const VALUE_BYTES = 32;
const VALUE_SIGNS = 52;
const CHECK_SIGNS = 4;
const HEAD_SIGNS = VERSION.length + 1 + PREFIX_SIGNS;
const SIGNS = HEAD_SIGNS + VALUE_SIGNS + CHECK_SIGNS;
const PRIME = 1048573n;

// What is wrong with a share: `problem` names a sentence, `values` stand in it.
export class ShareError extends Error {
  constructor(problem, values = {}) {
    super(problem);
    this.problem = problem;
    this.values = values;
  }
}

const numberOf = (signs) => [...signs].reduce((sum, sign) => sum * 32n + BigInt(ALPHABET.indexOf(sign)), 0n);

function inBase32(number, length) {
  let signs = "";
  for (let place = 0; place < length; place += 1, number /= 32n) signs = ALPHABET[Number(number % 32n)] + signs;
  return signs;
}

const checkOf = (body) => inBase32(numberOf(body) % PRIME, CHECK_SIGNS);

const asNumber = (bytes) => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);

function asBytes(number) {
  const bytes = new Uint8Array(VALUE_BYTES);
  for (let place = VALUE_BYTES; place > 0; place -= 1, number /= 256n) bytes[place - 1] = Number(number % 256n);
  return bytes;
}

export const votePrefix = (voteId) => voteId.replaceAll("-", "").slice(0, PREFIX_SIGNS).toUpperCase();

// All signs of a share without dashes: what is hashed.
export function signsOf({ number, prefix, value }) {
  const body = `${VERSION}${number}${prefix}${inBase32(asNumber(value), VALUE_SIGNS)}`;
  return body + checkOf(body);
}

// For people.
export function textOf(share) {
  const signs = signsOf(share);
  const groups = signs.slice(HEAD_SIGNS).match(/.{4}/g);
  return [VERSION, share.number, share.prefix, ...groups].join("-");
}

// The share that somebody typed; throws ShareError.
export function readShare(text) {
  const typed = [...text.toUpperCase().replace(LEFT_OUT, "")].map((sign) => READ_AS[sign] ?? sign);
  const strange = typed.find((sign) => !ALPHABET.includes(sign));
  if (strange !== undefined) throw new ShareError("sign", { sign: strange });
  if (typed.length !== SIGNS) throw new ShareError("length", { needed: SIGNS, found: typed.length });
  const signs = typed.join("");
  if (checkOf(signs.slice(0, -CHECK_SIGNS)) !== signs.slice(-CHECK_SIGNS)) throw new ShareError("check");
  const number = Number(signs[VERSION.length]);
  const value = numberOf(signs.slice(HEAD_SIGNS, -CHECK_SIGNS));
  if (!signs.startsWith(VERSION) || ![1, 2, 3].includes(number) || value >> 256n) throw new ShareError("kind");
  return { number, prefix: signs.slice(VERSION.length + 1, HEAD_SIGNS), value: asBytes(value), signs };
}
