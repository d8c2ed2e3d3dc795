/* Checks a bundle beside the page, so that the page stays usable meanwhile. */

import { checkBundle } from "./bundle.js";
import { NotABundle } from "./zip.js";

addEventListener("message", ({ data }) => {
  const onProgress = (step, done, all) => postMessage({ step, done, all });
  try {
    postMessage({ report: checkBundle(data.bytes, { ...data.asked, onProgress }) });
  } catch (error) {
    postMessage({ problem: error instanceof NotABundle ? error.reason : "broken" });
  }
});
