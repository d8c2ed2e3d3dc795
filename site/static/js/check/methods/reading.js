/* What the places of a ranked ballot mean that hold something else than one choice. */

const isEmpty = (place) => Array.isArray(place) && !place.length;

/**
 * The places that count, each a key, or a Set of keys that stand together; null for a blank ballot.
 *
 * `severalMarks`: exhaust, skip, or exhaust_if_several. A place of null has marks
 * that were not recorded.
 */
function readPlaces(
  selection,
  { severalMarks = "exhaust", mostSkipped = -1, endsOnDuplicate = false, mostRanks = 0 } = {},
) {
  const places = mostRanks ? selection?.slice(0, mostRanks) : selection;
  if (!places || places.every(isEmpty)) return null;
  const read = [];
  const seen = new Set();
  let skipped = 0;
  for (const place of places) {
    if (isEmpty(place)) {
      skipped += 1;
      continue;
    }
    if (mostSkipped >= 0 && skipped > mostSkipped) break;
    skipped = 0;
    const marks = new Set(typeof place === "string" ? [place] : (place ?? []));
    if (endsOnDuplicate) {
      if ([...marks].some((key) => seen.has(key))) break;
      marks.forEach((key) => seen.add(key));
    }
    if (marks.size === 1) {
      read.push([...marks][0]);
      continue;
    }
    if (severalMarks === "skip") continue;
    if (severalMarks === "exhaust" || place === null) break;
    read.push(marks);
  }
  return read;
}

/** For whom a ballot counts among those who stand; null when for nobody. */
export function counted(places, standing) {
  for (const place of places) {
    if (typeof place === "string") {
      if (standing.has(place)) return place;
      continue;
    }
    const left = [...place].filter((key) => standing.has(key));
    if (left.length === 1) return left[0];
    if (left.length) return null;
  }
  return null;
}

/** All ranked ballots of a contest as they are read: lines to count, and how many are blank. */
export function readAll(ballots, reading) {
  const lines = [];
  let [blank, withChoice] = [0, 0];
  for (const [number, selection] of ballots) {
    const places = readPlaces(selection, reading);
    if (places === null) {
      blank += number;
    } else {
      withChoice += number;
      lines.push({ number, places });
    }
  }
  return { lines, blank, withChoice };
}

/** Of choices that stand level, those with the most (sign 1) or least (-1) votes when they last differed. */
export function lastApart(tied, earlier, sign) {
  let left = tied;
  for (const votes of [...earlier].reverse()) {
    if (left.length === 1) break;
    const edge = left.reduce((best, key) => {
      const number = votes.get(key);
      return best === undefined || sign * (number > best ? 1 : -1) > 0 ? number : best;
    }, undefined);
    left = left.filter((key) => votes.get(key) === edge);
  }
  return left;
}
