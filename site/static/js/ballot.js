/*
 * Turns the pages of a ballot inside the browser, so that what somebody chooses leaves it
 * sealed or not at all. The choices stand in the variable `chosen` and nowhere else. All
 * screens and words have come with the page; seal.js seals. Where a browser cannot do
 * this, the form goes to the site as it does without a script.
 */
const chosen = new Map(); // by contest: pairs of a field's name and value, as the form has them
let page; // what came with the page: data, screens, and where they are shown
let step = 1;
let returns = false; // whether "Next" leads back to the review
let sealer; // a promise of seal.js, or of null where it cannot work
let isPassive = false;
let isSending = false;
let isRepeat = false;
let isOver = false;

const form = () => page.place.querySelector("form");
const last = () => page.contests.length;
const say = (words, values) => words.replace(/%\((\w+)\)[sd]/g, (_all, name) => values[name]);

function openPage() {
  const data = document.getElementById("ballot-in-browser");
  if (!data) return false;
  page = JSON.parse(data.textContent);
  page.place = document.querySelector(".ballot");
  page.screens = [...document.querySelectorAll("template[data-screen]")];
  page.done = document.querySelector("template[data-done]");
  page.token ??= form().elements.csrfmiddlewaretoken.value;
  page.address = form().action;
  page.born = performance.now();
  return true;
}

// --- what is chosen ---------------------------------------------------------------------------

function keep() {
  const contest = page.contests[step - 1];
  if (!contest) return;
  const isOwn = ([name, value]) => value && (name === contest.key || name.startsWith(`${contest.key}.`));
  chosen.set(contest.key, [...new FormData(form())].filter(isOwn));
}

const given = (fields, name) => fields.filter((field) => field[0] === name).map((field) => field[1]);
const numberOf = (contest, fields, key) => given(fields, `${contest.key}.${key}`).map(Number)[0] ?? null;
const refuse = (words) => {
  throw new RangeError(words);
};

// A selection from the fields, as the counting methods of the site read it.
const READ = {
  one: (contest, fields) => given(fields, contest.key)[0] ?? null,
  approval(contest, fields, keys) {
    const marked = keys.filter((key) => given(fields, contest.key).includes(key));
    if (marked.length > contest.most) refuse(contest.too_many);
    return marked.length ? marked : null;
  },
  ranking(contest, fields, keys) {
    const places = new Map();
    const ranked = keys.filter((key) => numberOf(contest, fields, key));
    for (const key of ranked) {
      const place = numberOf(contest, fields, key);
      places.set(place, [...(places.get(place) ?? []), key]);
    }
    const order = [...places].sort((a, b) => a[0] - b[0]).map((entry) => entry[1]);
    if (!contest.level && order.some((level) => level.length > 1)) refuse(contest.same_rank);
    if (ranked.length > contest.most) refuse(contest.too_many);
    return order.length ? order.map((level) => (level.length > 1 ? level : level[0])) : null;
  },
  scores(contest, fields, keys) {
    const scores = keys.map((key) => numberOf(contest, fields, key));
    return scores.some((score) => score !== null) ? scores : null;
  },
};

// What a selection says, line by line, as the review of the site says it.
const LINES = {
  one: (_contest, selection, name) => [name(selection)],
  approval: (_contest, selection, name) => selection.map(name),
  ranking(contest, selection, name) {
    const lines = selection.map((place, index) =>
      Array.isArray(place)
        ? say(contest.level_place, { number: index + 1, names: place.map(name).join(", ") })
        : say(contest.place, { number: index + 1, name: name(place) }),
    );
    return withLeft(lines, contest, (key) => !selection.flat().includes(key));
  },
  scores(contest, selection) {
    const lines = contest.choices.map(([, label], index) => say(contest.given, { name: label, score: selection[index] }));
    const isLeft = (_key, index) => selection[index] === null;
    return withLeft(lines.filter((_line, index) => !isLeft("", index)), contest, isLeft);
  },
};

function withLeft(lines, contest, isLeft) {
  const left = contest.choices.filter(([key], index) => isLeft(key, index)).map(([, label]) => label);
  return left.length ? [...lines, say(contest.left, { names: left.join(", ") })] : lines;
}

/** A selection, or null for nothing chosen; refuses with the words of the site. */
export const readSelection = (contest, fields) =>
  READ[contest.form](contest, fields, contest.choices.map(([key]) => key));

/** The review of a selection, line by line. */
export const answerLines = (contest, selection) =>
  selection === null ? [] : LINES[contest.form](contest, selection, (key) => Object.fromEntries(contest.choices)[key]);

const read = (contest) => readSelection(contest, chosen.get(contest.key) ?? []);

/** What is wrong with a contest, in words; "" for nothing. */
function wrong(contest) {
  try {
    read(contest);
    return "";
  } catch (error) {
    return error.message;
  }
}

// --- screens ----------------------------------------------------------------------------------

function show(wanted, { inReview = false, error = "" } = {}) {
  const bad = wanted > last() ? page.contests.findIndex(wrong) : -1;
  if (bad >= 0) return show(bad + 1, { inReview: true, error: wrong(page.contests[bad]) });
  step = wanted;
  returns = inReview && step <= last();
  const screen = page.screens[step - 1];
  page.place.replaceChildren(screen.content.cloneNode(true));
  // How long is left was said when the page came: after a minute it may no longer be true.
  if (performance.now() - page.born > 60000) page.place.querySelector(".time-left strong")?.remove();
  if (step > last()) fillReview();
  else fillContest(error);
  document.title = (error && `${page.words.error}: `) + screen.dataset.screen;
  land(error);
}

function fillContest(error) {
  const elements = form().elements;
  for (const [name, value] of chosen.get(page.contests[step - 1].key) ?? []) {
    // A select, a single input, or all inputs of this name.
    for (const field of elements[name].tagName ? [elements[name]] : elements[name]) {
      if (field.tagName === "SELECT") field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
  if (returns) {
    form().querySelector("[value=next]").textContent = page.words.to_review;
    form().querySelector("[value=back]")?.remove();
  }
  if (!error) return;
  for (const part of page.place.querySelectorAll("[data-wrong]")) part.textContent = error;
  for (const part of page.place.querySelectorAll("[data-error-summary], #wrong")) part.hidden = false;
  form().querySelector("#question").setAttribute("aria-describedby", "rule wrong");
}

function fillReview() {
  const answers = page.contests.map((contest) => answerLines(contest, read(contest)));
  [...form().querySelectorAll("[data-answer]")].forEach((answer, index) => {
    const lines = answers[index];
    if (lines.length === 1) answer.textContent = lines[0];
    if (lines.length < 2) return;
    const list = document.createElement("ul");
    list.className = "review__lines";
    for (const line of lines) {
      const [first, ...rest] = line;
      list.append(Object.assign(document.createElement("li"), { textContent: first.toUpperCase() + rest.join("") }));
    }
    answer.replaceChildren(list);
  });
  form().querySelector("[data-when-empty]").hidden = answers.some((lines) => lines.length);
}

/** What the browser does after it has loaded a page. */
function land(error) {
  sealer.then((module) => module && sayWhoSeals());
  document.dispatchEvent(new Event("newcontent"));
  scrollTo(0, 0);
  const heading = document.querySelector("main h1");
  heading?.setAttribute("tabindex", "-1");
  (error ? page.place.querySelector("[data-error-summary]") : heading)?.focus({ preventScroll: true });
  tell(document.title);
}

function sayWhoSeals() {
  for (const words of document.querySelectorAll("[data-sealed-here]")) words.textContent = words.dataset.sealedHere;
}

function tell(words) {
  const status = document.querySelector("[data-ballot-status]");
  if (status) status.textContent = words;
}

function trouble([title, text], link) {
  const notice = document.querySelector("[data-trouble-words]").content.cloneNode(true);
  const [first, second] = notice.querySelectorAll("p");
  first.textContent = title;
  second.textContent = `${text} `;
  if (link) second.append(Object.assign(document.createElement("a"), { textContent: link[0], href: link[1], target: "_blank" }));
  // The first screen comes without a place for it.
  if (!page.place.querySelector("[data-trouble]")) show(step, { inReview: returns });
  page.place.querySelector("[data-trouble]").replaceChildren(notice);
  page.place.querySelector("[data-trouble]").scrollIntoView({ block: "nearest" });
  tell("");
}

// --- the site ---------------------------------------------------------------------------------

async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout?.(60000) });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status >= 500 && answer.status !== 503) throw new Error("no answer");
  return { status: answer.status, found };
}

/** Show a page of the site in the place of this one. */
function become(found, address) {
  document.title = found.title;
  for (const name of ["lang", "dir"]) document.documentElement[name] = found.documentElement[name];
  document.body.replaceWith(document.adoptNode(found.body));
  history.replaceState(history.state, "", address);
}

function finish(found) {
  isOver = true;
  chosen.clear();
  become(found, page.address);
  land();
}

/** Whether a page is this same ballot; if not, says what it is instead. */
function isSameBallot(found) {
  const data = found.getElementById("ballot-in-browser");
  if (data && JSON.parse(data.textContent).voter === page.voter) return true;
  if (data) location.reload();
  else if (found.querySelector(".ballot")) finish(found);
  else trouble(page.words.signed_out, page.words.sign_in);
  return false;
}

async function readIn(address) {
  const { found } = await ask(address);
  if (!isSameBallot(found)) return;
  become(found, address);
  openPage();
  show(step, { inReview: returns });
}

async function cast() {
  const { seal, newCode } = await sealer;
  tell(page.words.on_its_way);
  if (isRepeat && !(await renew())) return;
  isRepeat = true;
  const code = page.tracked ? newCode() : "";
  const selections = Object.fromEntries(page.contests.map((contest) => [contest.key, read(contest)]));
  const sealed = await seal({ selections, code, terms: page.terms });
  let { status, found } = await send(sealed);
  if (status === 403) {
    // Signed out, or signed in again since the page came.
    if (!(await renew())) return;
    ({ status, found } = await send(sealed));
  }
  if (status === 201) return showDone(code);
  if (status === 503) return trouble(page.words.busy);
  if (!found.querySelector(".ballot")) throw new Error("no answer");
  finish(found);
}

/** The ballot is in the box. The screen that says so has come with the first page: it cannot get lost. */
function showDone(code) {
  isOver = true;
  chosen.clear();
  page.place.replaceChildren(page.done.content.cloneNode(true));
  const place = page.place.querySelector("template[data-code]");
  if (place) {
    const part = place.content.cloneNode(true);
    part.querySelector("code").textContent = part.querySelector("[data-copy]").dataset.copy = code;
    place.replaceWith(part);
  }
  document.title = page.done.dataset.title;
  history.replaceState(history.state, "", page.done.dataset.done);
  land();
  document.dispatchEvent(new Event("ballotcast"));
}

function send(sealed) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", page.token);
  body.append("sealed", sealed);
  return ask(page.address, { method: "POST", body });
}

/** A new token for the form, after somebody may have signed in again. */
async function renew() {
  const { found } = await ask(page.address);
  if (!isSameBallot(found)) return false;
  page.token = found.querySelector("[name=csrfmiddlewaretoken]").value;
  return true;
}

/** One request at a time; whatever goes wrong, the choices stay. */
async function safely(work, words) {
  if (isSending) return;
  isSending = true;
  try {
    await work();
  } catch {
    trouble(words);
  }
  isSending = false;
}

// --- buttons ----------------------------------------------------------------------------------

function press(button) {
  const [go, target] = button.value.split(":");
  const contest = page.contests[step - 1];
  keep();
  if (go === "cast") return safely(cast, page.words.lost);
  if (go === "stay") return safely(() => readIn(button.formAction), page.words.language);
  if (go === "next") {
    const error = wrong(contest) || (read(contest) === null && page.words.choose);
    if (error) return show(step, { inReview: returns, error });
  }
  if (go === "skip") chosen.delete(contest.key);
  if (go === "back") show(Math.max(step - 1, 1));
  else if (go === "change") show(Number(target), { inReview: true });
  else show(returns ? last() + 1 : step + 1);
  history.pushState({ step, returns }, "");
}

document.addEventListener("submit", async (event) => {
  if (isPassive || isOver || !event.target.matches("form[data-ballot]")) return;
  event.preventDefault();
  const button = event.submitter;
  if (await sealer) return press(button);
  isPassive = true;
  // Not at once: a form does not take a second press while it deals with the first.
  setTimeout(() => button.click());
});

// The second half of a double click would press what the next screen has in the same place.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("form[data-ballot] [type=submit]")) event.preventDefault();
});

addEventListener("popstate", ({ state }) => {
  if (isPassive) return;
  if (isOver) location.reload();
  // A link within the page.
  else if (!state) history.replaceState({ step, returns }, "");
  else {
    keep();
    show(state.step, { inReview: state.returns });
  }
});

// A page that the browser has kept aside may be seen by whoever comes next.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

if (openPage()) {
  form().removeAttribute("data-held");
  history.replaceState({ step, returns }, "");
  sealer = import(document.querySelector("script[data-seal]").src)
    .then(async (module) => ((await module.canSeal(page.terms)) ? module : null))
    .catch(() => null);
  sealer.then((module) => module && sayWhoSeals());
}
