/*
 * Opening what was sealed with HPKE (RFC 9180) in base mode: DHKEM(P-256, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM. The encapsulated key stands before the ciphertext.
 */
const KEM = Uint8Array.of(0x00, 0x10);
const SUITE = Uint8Array.of(0x00, 0x10, 0x00, 0x01, 0x00, 0x02);
const POINT_BYTES = 65;
const NONE = new Uint8Array(0);
const encoder = new TextEncoder();

function joined(...parts) {
  const bytes = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const whole = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of bytes) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

async function hmac(key, content) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, content));
}

// No salt is the same to HMAC as one of zeros, and some browsers refuse an empty key.
const extract = (suite, salt, label, content) =>
  hmac(salt.length ? salt : new Uint8Array(32), joined("HPKE-v1", suite, label, content));

// At most 32 bytes: one round of the expansion.
const expand = async (suite, key, label, context, length) =>
  (await hmac(key, joined(Uint8Array.of(0, length), "HPKE-v1", suite, label, context, Uint8Array.of(1)))).slice(
    0,
    length,
  );

// The text that was sealed to this key for this purpose; throws when it was not.
export async function open({ sealed, privateKey, publicPoint, info }) {
  const encapsulated = sealed.slice(0, POINT_BYTES);
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", encapsulated, curve, false, []);
  const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256));
  const kem = joined("KEM", KEM);
  const shared = await expand(
    kem,
    await extract(kem, NONE, "eae_prk", agreed),
    "shared_secret",
    joined(encapsulated, publicPoint),
    32,
  );
  const suite = joined("HPKE", SUITE);
  const context = joined(
    Uint8Array.of(0),
    await extract(suite, NONE, "psk_id_hash", NONE),
    await extract(suite, NONE, "info_hash", info),
  );
  const secret = await extract(suite, shared, "secret", NONE);
  const key = await crypto.subtle.importKey("raw", await expand(suite, secret, "key", context, 32), "AES-GCM", false, [
    "decrypt",
  ]);
  const iv = await expand(suite, secret, "base_nonce", context, 12);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(POINT_BYTES)));
}
