/* What one ballot says, in words. */

import { METHODS } from "./methods/index.js";

/** The lines of an answer to one question. `named`: see words.js. */
export function ballotLines(selection, named) {
  const { words, contest } = named;
  const form = METHODS.get(contest.method)?.form;
  if (selection === null || selection === undefined) return [words.say("ballot", "blank")];
  if (form === "one") return [named.name(selection)];
  if (!Array.isArray(selection)) return [String(selection)];
  if (form === "marks") return selection.map((key) => named.name(key));
  if (form === "scores") return scoreLines(selection, named);
  return placeLines(selection, named);
}

function scoreLines(scores, named) {
  const { words, contest } = named;
  const keys = contest.choices.map(({ key }) => key);
  const lines = keys
    .filter((_, at) => scores[at] !== null)
    .map((key) => words.say("ballot", "score", { name: named.name(key), score: words.number(scores[keys.indexOf(key)]) }));
  const left = keys.filter((_, at) => scores[at] === null);
  return left.length ? [...lines, words.say("ballot", "unscored", { names: named.names(left) })] : lines;
}

function placeLines(places, named) {
  const { words, contest } = named;
  const lines = places.map((place, at) => {
    const number = words.number(at + 1);
    if (typeof place === "string") return words.say("ballot", "place", { number, name: named.name(place) });
    return words.say("ballot", "level", { number, names: named.names(place ?? []) });
  });
  const ranked = new Set(places.flat());
  const left = contest.choices.map(({ key }) => key).filter((key) => !ranked.has(key));
  return left.length ? [...lines, words.say("ballot", "unranked", { names: named.names(left) })] : lines;
}
