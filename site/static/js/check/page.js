/* The page “Check this result”: what is chosen on it, and what becomes of that. */

import { answer } from "./answer.js";
import { tidyCode } from "./codes.js";
import { icon, reportView, shownChecks, verdictNotice } from "./view.js";
import { Words } from "./words.js";

// Beyond this a browser may run out of memory.
const MOST_BYTES = 200 * 2 ** 20;
const FINGERPRINT = /^[0-9a-f]{64}$/;
// How much of the whole each step is, roughly, for the bar.
const SHARES = { loading: [0, 10], reading: [10, 25], log: [25, 35], checkpoints: [35, 55], counting: [55, 100] };

class CheckPage {
  constructor(root) {
    this.root = root;
    this.words = new Words(JSON.parse(document.getElementById("check-words").textContent), document.documentElement.lang);
    this.form = root.querySelector("[data-check-form]");
    this.verdict = root.querySelector("[data-check-verdict]");
    this.report = root.querySelector("[data-check-report]");
    this.progress = root.querySelector("[data-check-progress]");
    this.bytes = null;
    this.worker = null;
    this.run = 0;
    this.listen();
    this.form.hidden = false;
    root.querySelector("[data-check-without]").hidden = true;
  }

  listen() {
    const { form } = this;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.start(() => this.chosenBytes());
    });
    form.elements.load?.addEventListener("click", () => this.start(() => this.loadedBytes()));
    form.elements.file.addEventListener("change", () => {
      this.bytes = null;
      this.explain("file", "");
    });
    const drop = form.querySelector("[data-check-drop]");
    const mark = (isOver) => drop.classList.toggle("check__drop--over", isOver);
    // Beside the field a dropped file would take the place of the page.
    for (const type of ["dragover", "drop"]) document.addEventListener(type, (event) => event.preventDefault());
    drop.addEventListener("dragover", () => mark(true));
    drop.addEventListener("dragleave", () => mark(false));
    drop.addEventListener("drop", (event) => {
      mark(false);
      const { files } = event.dataTransfer;
      if (!files.length) return;
      form.elements.file.files = files;
      this.bytes = null;
      this.start(() => this.chosenBytes());
    });
  }

  /** Says below a field what is wrong with it; an empty reason takes that back. */
  explain(name, reason) {
    const field = this.form.elements[name];
    const place = document.getElementById(`check-${name}-error`);
    place.hidden = !reason;
    place.replaceChildren(...(reason ? [icon("warning"), this.words.say("refusals", reason)] : []));
    field.closest(".field").classList.toggle("field--error", Boolean(reason));
    if (reason) {
      field.setAttribute("aria-invalid", "true");
      const fold = field.closest("details");
      if (fold) fold.open = true;
      field.focus();
    } else {
      field.removeAttribute("aria-invalid");
    }
    return !reason;
  }

  /** What was typed beside the file; null where it cannot be what it should be. */
  typed() {
    const { fingerprint, code } = this.form.elements;
    const given = fingerprint.value.toLowerCase().replace(/[\s:-]/g, "");
    const typedCode = code.value.trim();
    const tidied = typedCode ? tidyCode(typedCode) : "";
    const codeIsRight = this.explain("code", tidied === null ? "code" : "");
    const fingerprintIsRight = this.explain("fingerprint", given && !FINGERPRINT.test(given) ? "fingerprint" : "");
    return codeIsRight && fingerprintIsRight ? { fingerprint: given, code: tidied } : null;
  }

  /** The bytes of the chosen file, or those that were loaded before; null where there are none. */
  async chosenBytes() {
    const [file] = this.form.elements.file.files;
    if (!file) return this.bytes ?? (this.explain("file", "none"), null);
    if (file.size > MOST_BYTES) throw new Error("too_big");
    return new Uint8Array(await file.arrayBuffer());
  }

  /** The one request that this page makes. */
  async loadedBytes() {
    this.form.elements.file.value = "";
    this.show("loading", 0, 1);
    const response = await fetch(this.root.dataset.bundle, { credentials: "omit" });
    if (!response.ok) throw new Error("not_loaded");
    this.bytes = new Uint8Array(await response.arrayBuffer());
    return this.bytes;
  }

  async start(getBytes) {
    const asked = this.typed();
    if (!asked) return;
    this.explain("file", "");
    const run = this.stop();
    let bytes = null;
    try {
      bytes = await getBytes();
    } catch (error) {
      if (run === this.run) this.refuse(error.message === "too_big" ? "too_big" : "not_loaded");
      return;
    }
    if (run !== this.run) return;
    this.progress.hidden = !bytes;
    if (bytes) this.check(bytes, asked, run);
  }

  /** Gives up what is under way. Each run has a number, so that a late answer of an old one is not shown. */
  stop() {
    this.worker?.terminate();
    this.worker = null;
    this.verdict.replaceChildren();
    this.report.replaceChildren();
    this.run += 1;
    return this.run;
  }

  check(bytes, asked, run) {
    const take = ({ report, problem, step, done, all }) => {
      if (run !== this.run) return;
      if (report) this.tell(report);
      else if (problem) this.refuse(problem);
      else this.show(step, done, all);
    };
    this.show("reading", 0, 1);
    const worker = new Worker(this.root.dataset.worker, { type: "module" });
    let hasAnswered = false;
    this.worker = worker;
    worker.addEventListener("message", ({ data }) => {
      hasAnswered = true;
      take(data);
    });
    // A browser that knows no workers of this kind checks on the page itself.
    worker.addEventListener("error", () => (hasAnswered ? take({ problem: "broken" }) : answer(bytes, asked, take)));
    worker.postMessage({ bytes, asked });
  }

  show(step, done, all) {
    const [from, to] = SHARES[step];
    const bar = this.progress.querySelector("progress");
    this.progress.hidden = false;
    this.progress.querySelector("[data-check-step]").textContent = this.words.say("steps", step);
    bar.value = from + ((to - from) * done) / all;
  }

  tell(report) {
    this.end(verdictNotice(report.verdict, this.words, { checks: shownChecks(report) }));
    this.report.replaceChildren(...reportView(report, this.words));
  }

  refuse(reason) {
    this.end(verdictNotice("refused", this.words, { reason: this.words.say("refusals", reason) }));
  }

  end(notice) {
    this.worker?.terminate();
    this.worker = null;
    this.progress.hidden = true;
    this.verdict.replaceChildren(notice);
    notice.scrollIntoView({ block: "nearest" });
  }
}

const root = document.querySelector("[data-check]");
if (root) new CheckPage(root);
