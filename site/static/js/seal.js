/*
 * Seals a ballot in the voter's browser. The bytes of this file have a fingerprint on the
 * page of each vote and in its log: it is short, so that people can read it.
 *
 * HPKE (RFC 9180) in base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, all
 * from the browser's own WebCrypto. What is sealed is canonical JSON (RFC 8785), padded so
 * that every ballot of a vote has one length, and bound to the hash of the vote's manifest.
 */
const text = (words) => new TextEncoder().encode(words);
const NOTHING = new Uint8Array();
const VERSION = text("HPKE-v1");
// KEM 0x0010; and with KDF 0x0001 and AEAD 0x0002.
const KEM = join(text("KEM"), [0, 16]);
const SUITE = join(text("HPKE"), [0, 16, 0, 1, 0, 2]);
const CURVE = { name: "ECDH", namedCurve: "P-256" };
// Crockford's base 32: no I, L, O or U, which are read as something else.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function join(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function hmac(key, ...parts) {
  // An empty key and one of zeros give the same; some browsers refuse the empty one.
  const raw = key.length ? key : new Uint8Array(32);
  const usable = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", usable, join(...parts)));
}

const extract = (suite, salt, label, secret) => hmac(salt, VERSION, suite, text(label), secret);

// One block of HKDF is enough: nothing here is longer than 32 bytes.
async function expand(suite, key, label, info, length) {
  return (await hmac(key, [0, length], VERSION, suite, text(label), info, [1])).slice(0, length);
}

/** HPKE's key schedule and one message: the encapsulated key, then the ciphertext. */
async function encrypt(message, publicKey, info) {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", publicKey, CURVE, false, []);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));

  const agreed = await extract(KEM, NOTHING, "eae_prk", new Uint8Array(secret));
  const shared = await expand(KEM, agreed, "shared_secret", join(encapsulated, publicKey), 32);
  const context = join(
    [0],
    await extract(SUITE, NOTHING, "psk_id_hash", NOTHING),
    await extract(SUITE, NOTHING, "info_hash", info),
  );
  const start = await extract(SUITE, shared, "secret", NOTHING);
  const iv = await expand(SUITE, start, "base_nonce", context, 12);
  const raw = await expand(SUITE, start, "key", context, 32);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  return join(encapsulated, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, message)));
}

/** RFC 8785: one way to write a value. Refuses what JSON cannot say. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value && typeof value === "object") {
    // sort() compares UTF-16 code units, which is the order of the RFC.
    return `{${Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`).join()}}`;
  }
  const isText = typeof value === "string";
  if (isText ? /\p{Surrogate}/u.test(value) : typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError("no JSON");
  }
  if (isText || value === null || ["number", "boolean"].includes(typeof value)) return JSON.stringify(value);
  throw new TypeError("no JSON");
}

/** The bytes behind their own length and before zeros: `length` bytes and four in all. */
export function pad(bytes, length) {
  if (bytes.length > length) throw new RangeError("too long");
  const padded = new Uint8Array(length + 4);
  new DataView(padded.buffer).setUint32(0, bytes.length);
  padded.set(bytes, 4);
  return padded;
}

/** Bytes from base64. */
export const fromBase64 = (words) => Uint8Array.from(atob(words), (letter) => letter.charCodeAt());
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromHex = (words) => Uint8Array.from(words.match(/../g), (pair) => parseInt(pair, 16));

/** Eighty random bits as XXXX-XXXX-XXXX-XXXX: by this a voter finds the own ballot again. */
export function newCode() {
  const letters = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => LETTERS[byte & 31]);
  return letters.join("").match(/.{4}/g).join("-");
}

/**
 * A ballot as base64 that only the key of its vote opens.
 *
 * `selections`: a selection, or null, by contest. `code`: a tracking code, or "" where the
 * vote has none. `terms`: what the ballot box says a browser needs.
 */
export async function seal({ selections, code, terms }) {
  const content = text(canonical(code ? { ballot: selections, code } : selections));
  const padded = pad(content, terms.ballot_length);
  return toBase64(await encrypt(padded, fromBase64(terms.public_key), fromHex(terms.manifest_sha256)));
}

/** Whether this browser can do all of that for these terms. */
export async function canSeal(terms) {
  if (terms.suite !== "P256-HKDF-SHA256-AES256GCM") return false;
  return Boolean(await seal({ selections: {}, code: "", terms }).catch(() => ""));
}
