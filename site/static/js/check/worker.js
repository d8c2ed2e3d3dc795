/* Checks a bundle beside the page, so that the page stays usable meanwhile. */

import { answer } from "./answer.js";

addEventListener("message", ({ data }) => answer(data.bytes, data.asked, (told) => postMessage(told)));
