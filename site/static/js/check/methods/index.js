/* Every counting method that this program knows, with the form of its ballots. */

import { countMarks } from "./marks.js";
import { countMeek } from "./meek.js";
import { countRankedPairs } from "./ranked_pairs.js";
import { countRunoff } from "./runoff.js";
import { countSchulze } from "./schulze.js";
import { countScore, countStar } from "./scores.js";
import { countScottish } from "./scottish.js";

export const METHODS = new Map([
  ["yes_no", { form: "one", count: countMarks }],
  ["single_choice", { form: "one", count: countMarks }],
  ["approval", { form: "marks", count: countMarks }],
  ["score", { form: "scores", count: countScore }],
  ["star", { form: "scores", count: countStar }],
  ["instant_runoff", { form: "ranking", count: countRunoff }],
  ["stv_scottish", { form: "ranking", count: countScottish }],
  ["stv_meek", { form: "ranking", count: countMeek }],
  ["schulze", { form: "ranking", count: countSchulze }],
  ["ranked_pairs", { form: "ranking", count: countRankedPairs }],
]);
