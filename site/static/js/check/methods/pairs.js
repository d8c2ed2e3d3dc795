/* Comparing choices two by two. */

/** How many ballots prefer each choice to each other one, as a Map of Maps; and who is ranked at all. */
export function countPairs({ keys, options, ballots }) {
  const size = keys.length;
  const index = new Map(keys.map((key, at) => [key, at]));
  const above = Array.from({ length: size }, () => new Float64Array(size));
  const isRanked = new Array(size).fill(false);
  const lastsBelow = options.unranked !== "no_opinion";
  let [withChoice, blank] = [0, 0];
  for (const [number, selection] of ballots) {
    const read = options.max_ranks ? selection?.slice(0, options.max_ranks) : selection;
    const place = new Array(size).fill(0);
    const ranked = [];
    (read ?? []).forEach((marks, at) => {
      for (const key of typeof marks === "string" ? [marks] : (marks ?? [])) {
        const here = index.get(key);
        // Of a choice that stands there twice, the better place counts.
        if (place[here]) continue;
        place[here] = at + 1;
        ranked.push(here);
        isRanked[here] = true;
      }
    });
    if (ranked.length) withChoice += number;
    else blank += number;
    for (const one of ranked) {
      const row = above[one];
      for (let other = 0; other < size; other++) {
        if (place[other] ? place[one] < place[other] : lastsBelow) row[other] += number;
      }
    }
  }
  const row = (one) => new Map(keys.flatMap((key, at) => (at === one ? [] : [[key, above[one][at]]])));
  return {
    pairwise: new Map(keys.map((key, at) => [key, row(at)])),
    ranked: new Set(keys.filter((_, at) => isRanked[at])),
    withChoice,
    blank,
  };
}

/** How many others each choice beats. */
export function winsOf(pairwise) {
  const wins = ([key, row]) => [...row].filter(([other, votes]) => votes > pairwise.get(other).get(key)).length;
  return new Map([...pairwise].map((entry) => [entry[0], wins(entry)]));
}

/**
 * How strong the win of one over the other is, to compare; null where it does not win.
 *
 * By margins, equal leads are equally strong. By winning votes, of two wins with
 * the same votes the one with fewer votes against it is stronger.
 */
export function strength(pairwise, one, other, options) {
  const [votes, against] = [pairwise.get(one).get(other), pairwise.get(other).get(one)];
  if (votes <= against) return null;
  return options.strength === "margins" ? [votes - against, 0] : [votes, -against];
}

export function compareStrength(one, other) {
  if (!one || !other) return (one ? 1 : 0) - (other ? 1 : 0);
  return one[0] - other[0] || one[1] - other[1];
}

const weaker = (one, other) => (compareStrength(one, other) < 0 ? one : other);
const stronger = (one, other) => (compareStrength(one, other) < 0 ? other : one);

/** The strength of the strongest chain of wins from each key to each other one. */
export function strongestChains(pairwise, keys, options) {
  const others = (key) => keys.filter((other) => other !== key);
  const row = (one) => new Map(others(one).map((other) => [other, strength(pairwise, one, other, options)]));
  const chains = new Map(keys.map((one) => [one, row(one)]));
  for (const via of keys) {
    for (const from of others(via)) {
      for (const to of others(via)) {
        if (from === to) continue;
        const around = weaker(chains.get(from).get(via), chains.get(via).get(to));
        chains.get(from).set(to, stronger(chains.get(from).get(to), around));
      }
    }
  }
  return chains;
}

/** Groups of level choices: whom nobody beats, then whom nobody of the rest beats, and so on. */
export function inGroups(keys, beats) {
  const groups = [];
  let left = [...keys];
  while (left.length) {
    const best = left.filter((key) => !left.some((other) => other !== key && beats(other, key)));
    groups.push(best);
    left = left.filter((key) => !best.includes(key));
  }
  return groups;
}

export function schulzeGroups(pairwise, keys, options) {
  const chains = strongestChains(pairwise, keys, options);
  return inGroups(keys, (one, other) => {
    return compareStrength(chains.get(one).get(other), chains.get(other).get(one)) > 0;
  });
}
