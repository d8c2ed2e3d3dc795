/*
 * Shamir's sharing of a secret, two of three, byte by byte over GF(2^8) with the field of
 * AES: the same as voting/plugins/secret/shamir.py, and tested against it.
 */
export const SHARES = 3;
export const NEEDED = 2;

function times(one, other) {
  let product = 0;
  for (; other; other >>= 1) {
    if (other & 1) product ^= one;
    one <<= 1;
    if (one > 0xff) one ^= 0x11b;
  }
  return product;
}

// Every number but zero has one that undoes it: its 254th power.
function undoing(number) {
  let result = 1;
  for (let power = 0; power < 254; power += 1) result = times(result, number);
  return result;
}

// The shares by their number; slopes: as many random bytes as the secret has.
export function split(secret, slopes = crypto.getRandomValues(new Uint8Array(secret.length))) {
  const shares = new Map();
  for (let number = 1; number <= SHARES; number += 1) {
    shares.set(number, Uint8Array.from(secret, (byte, place) => byte ^ times(slopes[place], number)));
  }
  return shares;
}

// The secret of two shares by their number; wrong shares give a wrong secret.
export function join(shares) {
  if (shares.size !== NEEDED) throw new RangeError("Two shares are needed.");
  const [[one, ofOne], [two, ofTwo]] = shares;
  const across = undoing(one ^ two);
  const [weightOne, weightTwo] = [times(two, across), times(one, across)];
  return Uint8Array.from(ofOne, (byte, place) => times(byte, weightOne) ^ times(ofTwo[place], weightTwo));
}
