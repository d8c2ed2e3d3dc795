/* What becomes of a file: how far the check is, then a report, or why there is none. */

import { checkBundle } from "./bundle.js";
import { NotABundle } from "./zip.js";

/** `tell` is called with {step, done, all} on the way, and at the end with {report} or {problem}. */
export function answer(bytes, asked, tell) {
  const onProgress = (step, done, all) => tell({ step, done, all });
  try {
    tell({ report: checkBundle(bytes, { ...asked, onProgress }) });
  } catch (error) {
    tell({ problem: error instanceof NotABundle ? error.reason : "broken" });
  }
}
