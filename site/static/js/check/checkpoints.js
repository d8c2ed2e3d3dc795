/* The signed checkpoints of a log: C2SP signed notes over RFC 6962 roots. */

import { fromBase64, joined, same, utf8 } from "./bytes.js";
import { verify } from "./ed25519.js";
import { merkleRoot, sha256 } from "./hashes.js";

const ED25519 = Uint8Array.of(1);
const NOTE = /^(.+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/=]+)\n\n— (.+) ([A-Za-z0-9+/=]+)\n$/;
const SIGNED_AFTER = ["announced", "opened", "closed", "closed_early", "certified", "published"];

/** The notes of the file, each whole; null where it is not made of notes. */
function notesOf(text) {
  if (text === "") return [];
  // A blank line stands inside a note too, before its signature.
  const parts = text.split("\n\n");
  if (parts.length % 2) return null;
  const notes = [];
  for (let at = 0; at < parts.length; at += 2) {
    const last = at + 2 >= parts.length;
    const match = NOTE.exec(`${parts[at]}\n\n${parts[at + 1]}${last ? "" : "\n"}`);
    if (!match) return null;
    const [, origin, size, root, signer, signature] = match;
    notes.push({ origin, size: Number(size), root, signer, signature, text: `${origin}\n${size}\n${root}\n` });
  }
  return notes;
}

function keyId(origin, publicKey) {
  return sha256(joined(utf8(`${origin}\n`), ED25519, publicKey)).slice(0, 4);
}

/**
 * What is wrong with the checkpoints, and how many lines of the log are signed.
 *
 * `key`: {origin, public_key} of the manifest. `events` and `hashes`: the log and its line hashes.
 */
export function checkCheckpoints(text, { key, events, hashes, onStep = () => {} }) {
  const publicKey = fromBase64(key.public_key);
  const notes = notesOf(text);
  if (!publicKey || publicKey.length !== 32 || !notes) return { problems: [["checkpoints_unreadable", {}]], signed: 0 };
  const id = keyId(key.origin, publicKey);
  const problems = [];
  let signed = 0;
  for (const [at, note] of notes.entries()) {
    onStep(at, notes.length);
    const values = { number: at + 1 };
    const bytes = fromBase64(note.signature);
    const right = note.origin === key.origin && note.signer === key.origin && bytes?.length === 68
      && same(bytes.slice(0, 4), id) && verify(publicKey, utf8(note.text), bytes.slice(4));
    const root = fromBase64(note.root);
    if (!right) problems.push(["checkpoint_signature", values]);
    if (note.size > hashes.length || note.size <= signed) problems.push(["checkpoint_size", values]);
    else if (!root || !same(root, merkleRoot(hashes.slice(0, note.size)))) problems.push(["checkpoint_root", values]);
    signed = note.size;
  }
  return { problems: [...problems, ...unsignedSteps(notes, events)], signed };
}

/** Each step must be signed before the next one, so that nothing between them could be written anew. */
function unsignedSteps(notes, events) {
  const steps = events.filter(({ kind }) => SIGNED_AFTER.includes(kind)).map(({ number }) => number);
  const missing = steps.filter((number, at) => {
    const end = steps[at + 1] ?? Infinity;
    return !notes.some(({ size }) => size >= number && size < end);
  });
  return missing.map((line) => ["checkpoint_missing", { line }]);
}
