/*
 * Making a key that three officers hold, and showing that their shares open. The same as
 * voting/plugins/secret/officers_key.py. Nothing here sends anything anywhere.
 */
import { open } from "./hpke.js";
import { NEEDED, join, split } from "./shamir.js";
import { ShareError, readShare, signsOf, textOf, votePrefix } from "./shares.js";

const FORMAT = "member-vote-officers-key/1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const toBase64Url = (bytes) => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const fromBase64Url = (text) => fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));

async function sha256(text) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// { publicText, shares }: what the site is told, and the text of a share for each name.
export async function makeKey(voteId, names) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const scalar = fromBase64Url((await crypto.subtle.exportKey("jwk", pair.privateKey)).d);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const prefix = votePrefix(voteId);
  const shares = [...split(scalar)].map(([number, value]) => ({ number, prefix, value }));
  scalar.fill(0);
  const officers = await Promise.all(
    shares.map(async (share, place) => ({ name: names[place], share_sha256: await sha256(signsOf(share)) })),
  );
  const publicText = JSON.stringify({ format: FORMAT, vote: voteId, public_key: toBase64(point), officers });
  return { publicText, shares: shares.map(textOf) };
}

// Whose share this is, of the key that `test` tells about; throws ShareError.
async function checked(test, text) {
  const share = readShare(text);
  if (share.prefix !== votePrefix(test.vote)) throw new ShareError("other_vote");
  const officer = test.officers[share.number - 1];
  if ((await sha256(share.signs)) !== officer.share_sha256) throw new ShareError("other_share", { name: officer.name });
  return share;
}

async function importKey(scalar, point) {
  const [x, y] = [point.slice(1, 33), point.slice(33)].map(toBase64Url);
  const jwk = { kty: "EC", crv: "P-256", x, y, d: toBase64Url(scalar) };
  return crypto.subtle.importKey("jwk", jwk, CURVE, false, ["deriveBits"]);
}

async function readWith(test, pair) {
  const point = fromBase64(test.public_key);
  const info = new TextEncoder().encode(`member-vote key test\n${test.vote}`);
  try {
    const privateKey = await importKey(join(new Map(pair.map((share) => [share.number, share.value]))), point);
    const sealed = fromBase64(test.sealed);
    return new TextDecoder().decode(await open({ sealed, privateKey, publicPoint: point, info }));
  } catch {
    throw new ShareError("unfit");
  }
}

// The random text that was sealed to the key. `texts`: what stands in each field, "" where
// nothing does. With three shares, each two of them must open it. Throws ShareError, with
// `field` where one share is to blame.
export async function answer(test, texts) {
  const shares = [];
  for (const [field, text] of texts.entries()) {
    if (!text.trim()) continue;
    try {
      const share = await checked(test, text);
      if (shares.some((other) => other.number === share.number)) throw new ShareError("twice");
      shares.push(share);
    } catch (error) {
      if (error instanceof ShareError) error.field = field;
      throw error;
    }
  }
  if (shares.length < NEEDED) throw new ShareError("too_few");
  const pairs = shares.flatMap((one, place) => shares.slice(place + 1).map((two) => [one, two]));
  let text = "";
  for (const pair of pairs) text = await readWith(test, pair);
  return text;
}
