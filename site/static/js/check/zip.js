/*
 * The ZIP of a bundle, read and built again.
 *
 * A ZIP can hide bytes between its entries, hold two entries of one name, or
 * say something else at its end than in its middle. So only the entries are
 * taken from it; what the one right ZIP of these entries is, is built anew and
 * compared byte for byte.
 */

import { joined, same, text, utf8 } from "./bytes.js";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const VERSION = 20;
const MADE_BY = (3 << 8) | VERSION;
// 1 January 1980, the first day that a ZIP knows.
const DAY = 0x21;
const ATTRIBUTES = 0o644 << 16;
const NAME_IS_UTF8 = 0x800;

/** The file is no ZIP, or is one that no bundle is. `reason`: not_zip or cut. */
export class NotABundle extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes) {
  let sum = -1;
  for (let at = 0; at < bytes.length; at++) sum = (sum >>> 8) ^ TABLE[(sum ^ bytes[at]) & 255];
  return (sum ^ -1) >>> 0;
}

/** The entries of a ZIP in its order, as [name, bytes]. Throws NotABundle. */
export function entriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint32(0, true) !== LOCAL) throw new NotABundle("not_zip");
  // A ZIP without a comment ends with the 22 bytes that say where its list is.
  const end = bytes.length - 22;
  if (end < 0 || view.getUint32(end, true) !== END) throw new NotABundle("cut");
  try {
    return listed(bytes, view, end);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new NotABundle("cut");
    throw error;
  }
}

function listed(bytes, view, end) {
  const entries = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== CENTRAL) throw new NotABundle("cut");
    const lengths = [28, 30, 32].map((where) => view.getUint16(at + where, true));
    const [size, start] = [view.getUint32(at + 24, true), view.getUint32(at + 42, true)];
    const name = text(bytes.subarray(at + 46, at + 46 + lengths[0]));
    const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (data + size > end) throw new NotABundle("cut");
    entries.push([name, bytes.subarray(data, data + size)]);
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return entries;
}

function header(signature, fields) {
  const view = new DataView(new ArrayBuffer(4 + fields.reduce((sum, [size]) => sum + size, 0)));
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

/** The one ZIP of these entries: stored, without dates, comments or anything else that is free. */
export function zipOf(entries) {
  const parts = [];
  const list = [];
  let at = 0;
  for (const [name, bytes] of entries) {
    const letters = utf8(name);
    const flags = letters.length === name.length ? 0 : NAME_IS_UTF8;
    // Flags, method, time, day, checksum, both sizes, and the lengths of name and extra.
    const common = [[2, flags], [2, 0], [2, 0], [2, DAY], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length]];
    const lengths = [[2, letters.length], [2, 0]];
    const local = joined(header(LOCAL, [[2, VERSION], ...common, ...lengths]), letters, bytes);
    const rest = [[2, 0], [2, 0], [2, 0], [4, ATTRIBUTES], [4, at]];
    list.push(header(CENTRAL, [[2, MADE_BY], [2, VERSION], ...common, ...lengths, ...rest]), letters);
    parts.push(local);
    at += local.length;
  }
  const directory = joined(...list);
  const number = entries.length;
  const sizes = [[2, 0], [2, 0], [2, number], [2, number], [4, directory.length], [4, at], [2, 0]];
  return joined(...parts, directory, header(END, sizes));
}

/** Whether a ZIP is the one ZIP of its entries, and these are sorted and each there once. */
export function isOneWay(bytes, entries) {
  const names = entries.map(([name]) => name);
  const sorted = names.every((name, at) => at === 0 || names[at - 1] < name);
  return sorted && same(zipOf(entries), bytes);
}
