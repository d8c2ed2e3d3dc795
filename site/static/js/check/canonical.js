/* Canonical JSON (RFC 8785). JavaScript writes numbers and texts as that standard asks. */

import { text, utf8 } from "./bytes.js";

/** A part of the file is not what it must be. */
export class Malformed extends Error {}

/** The one text for a JSON value. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value !== null && typeof value === "object") {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
  }
  // A float is none of the exact numbers of a vote; all of those are whole, or text.
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Malformed();
  return JSON.stringify(value);
}

export const canonicalBytes = (value) => utf8(canonical(value));

/** The JSON value of a text. Throws Malformed where it is none. */
export function parse(words) {
  try {
    return JSON.parse(words);
  } catch {
    throw new Malformed();
  }
}

/** The text of bytes. Throws Malformed where they are no UTF-8. */
export function read(bytes) {
  try {
    return text(bytes);
  } catch {
    throw new Malformed();
  }
}

/** Whether a text is the canonical one for its value; a repeated key or a rounded number is not. */
export function isCanonical(words, value) {
  return canonical(value) === words && !/[\ud800-\udfff]/u.test(words);
}

export const alike = (one, other) => one !== undefined && other !== undefined && canonical(one) === canonical(other);

export const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
