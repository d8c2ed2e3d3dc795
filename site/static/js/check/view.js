/* The report on the page. Every word from a file goes in as text, never as markup. */

import { ballotLines } from "./ballot_words.js";
import { Named, factWords } from "./words.js";

const PARTS = [
  ["file", ["archive", "parts", "sums", "canonical"]],
  ["vote", ["manifest", "questions"]],
  ["log", ["chain", "order", "people", "officers", "times", "checkpoints"]],
  ["people", ["roll", "figures"]],
  ["result", ["result", "ballots", "second_count", "codes"]],
  ["yours", ["fingerprint", "your_code"]],
];
const NOTICES = { holds: "success", differs: "error", unknown: "warning", refused: "error" };
const ICONS = { holds: "holds", differs: "warning", unknown: "warning", refused: "warning" };
const SCORED = ["score", "star"];

/** An element with its attributes (those that are undefined are left out) and what is in it. */
function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...inside.flat().filter((part) => part !== null && part !== undefined));
  return made;
}

export function icon(name) {
  return document.querySelector(`template[data-check-icon="${name}"]`).content.cloneNode(true);
}

/** Every check of a report, with the id that it has on the page. */
export function shownChecks(report) {
  const named = (checks, part) => checks.map((check) => ({ ...check, anchor: `check-${part}-${check.id}` }));
  return [...named(report.checks, "vote"), ...report.contests.flatMap(({ checks }, at) => named(checks, at + 1))];
}

/** The one sentence at the top; `reason` is why a file was refused, `checks` lead to what does not hold. */
export function verdictNotice(verdict, words, { reason = "", checks = [] } = {}) {
  const others = checks.filter(({ status }) => status === verdict && status !== "holds");
  const found = others.map(({ id, anchor }) => element("li", {}, element("a", { href: `#${anchor}` }, words.say("checks", id))));
  const listOf = (links) => [element("p", {}, words.say("verdicts", `${verdict}_list`)), element("ul", {}, links)];
  const title = words.say("verdicts", verdict);
  const text = [reason, words.say("verdicts", `${verdict}_text`)].filter(Boolean).join(" ");
  return element(
    "div",
    { class: `notice notice--${NOTICES[verdict]}`, "data-verdict": verdict },
    icon(ICONS[verdict]),
    element("div", {}, element("p", { class: "notice__title" }, title), element("p", {}, text), found.length ? listOf(found) : null),
  );
}

function checkItem(check, view, named, part) {
  const { words } = view;
  const facts = check.facts.map((fact) => element("li", {}, factWords(fact, words, view.contests, named)));
  return element(
    "li",
    {
      id: `check-${part}-${check.id}`,
      class: `check__item check__item--${check.status}`,
      "data-check-id": check.id,
      "data-status": check.status,
    },
    element("p", { class: "check__state" }, icon(check.status), words.say("states", check.status)),
    element("div", {}, element("p", {}, words.say("checks", check.id)), facts.length ? element("ul", {}, facts) : null),
  );
}

/** `part`: the number of the contest, or the vote. */
function checkList(checks, view, named, part = "vote") {
  return element("ul", { class: "check__list" }, checks.map((check) => checkItem(check, view, named, part)));
}

/** A table: `head` cells, rows of [name, ...cells]. A wide one can be moved sideways, by keyboard too. */
function table(id, title, head, rows, { isWide = false } = {}) {
  const caption = element("caption", { id: `check-table-${id}` }, title);
  const cells = head.map((name, at) => element("th", { scope: "col", class: at ? "number" : undefined }, name));
  const body = rows.map(([name, ...values]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      values.map((value, at) => element("td", { class: "number", "data-label": head[at + 1] }, element("span", {}, value))),
    ),
  );
  const kind = head.length > 2 ? "table table--stacked" : "table";
  const whole = element("table", {}, caption, element("thead", {}, element("tr", {}, cells)), element("tbody", {}, body));
  const focus = isWide ? { tabindex: "0", role: "group", "aria-labelledby": `check-table-${id}` } : {};
  return element("div", { class: kind, ...focus }, whole);
}

function figures(report, { words }) {
  const rows = report.figures.map(([name, number]) => [
    words.say("figures", name),
    number === null ? "–" : words.number(number),
  ]);
  const head = [words.say("tables", "who"), words.say("tables", "number")];
  return table("figures", words.say("groups", "numbers"), head, rows);
}

function tallies(named, number, { words }) {
  const { contest } = named;
  const unit = contest.pairs ? "wins" : SCORED.includes(contest.method) ? "score" : "votes";
  const head = [words.say("tables", "choice"), words.say("tables", "here"), words.say("tables", "published")];
  const rows = contest.choices.map(({ key }) => [
    named.name(key),
    words.exact(contest.tallies[key]),
    words.exact(contest.stored[key] ?? "–"),
  ]);
  return table(`votes-${number}`, words.say("tables", unit), head, rows);
}

function folded(title, inside) {
  return element("details", { class: "more" }, element("summary", {}, icon("down"), title), inside);
}

function rounds(named, number, { words }) {
  const { contest } = named;
  const title = words.say("tables", "rounds");
  const head = [
    words.say("tables", "choice"),
    ...contest.rounds.map((_, at) => words.say("tables", "round", { round: words.number(at + 1) })),
  ];
  const cell = (votes) => (votes === undefined ? words.say("tables", "not_in_round") : words.exact(votes));
  const rows = contest.choices.map(({ key }) => [named.name(key), ...contest.rounds.map((round) => cell(round.tallies[key]))]);
  rows.push([words.say("tables", "nobody"), ...contest.rounds.map((round) => words.exact(round.exhausted))]);
  return folded(title, table(`rounds-${number}`, title, head, rows, { isWide: true }));
}

/** How many ballots prefer the choice of the row to that of the column. */
function pairs(named, number, { words }) {
  const { contest } = named;
  const title = words.say("tables", "pairs");
  const keys = contest.pairs.map(([key]) => key);
  const head = [words.say("tables", "choice"), ...keys.map((key) => named.name(key))];
  const cell = (row, key) => (key in row ? words.number(row[key]) : "–");
  const rows = contest.pairs.map(([one, row]) => [named.name(one), ...keys.map((key) => cell(row, key))]);
  return folded(title, table(`pairs-${number}`, title, head, rows, { isWide: true }));
}

function contestPart(named, number, view) {
  const { words } = view;
  const { contest } = named;
  const question = named.question;
  return element(
    "section",
    { class: "check__contest", "aria-labelledby": `check-contest-${number}` },
    element("h3", { id: `check-contest-${number}`, lang: question.lang }, question.words),
    contest.isCounted && contest.decision ? element("p", { class: "check__outcome" }, named.outcome(contest.decision)) : null,
    contest.isCounted ? tallies(named, number, view) : element("p", {}, words.say("groups", "not_counted")),
    contest.rounds.length > 1 ? rounds(named, number, view) : null,
    contest.pairs ? pairs(named, number, view) : null,
    checkList(contest.checks, view, named, number),
  );
}

function yourBallot(report, view) {
  if (!report.ballot) return null;
  const answers = view.contests.flatMap((named) => [
    element("dt", { lang: named.question.lang }, named.question.words),
    element("dd", {}, ballotLines(report.ballot[named.contest.key], named).map((line) => element("p", {}, line))),
  ]);
  return element(
    "section",
    { class: "band check__ballot", "aria-labelledby": "check-ballot" },
    element("h2", { id: "check-ballot" }, view.words.say("groups", "your_ballot")),
    element("p", {}, element("code", {}, report.code)),
    element("dl", {}, answers),
  );
}

function partOfChecks([part, ids], report, view) {
  const checks = report.checks.filter(({ id }) => ids.includes(id));
  if (!checks.length) return [];
  return [element("h3", {}, view.words.say("groups", part)), checkList(checks, view)];
}

/** Everything below the verdict. */
export function reportView(report, words) {
  const view = { words, contests: report.contests.map((contest) => new Named(contest, words)) };
  const title = words.text(report.title);
  const heading = (id, text) => element("h2", { id }, text);
  return [
    element("p", { class: "check__title", lang: title.lang }, title.words),
    element("p", { class: "meta" }, words.say("groups", "fingerprint"), " ", element("code", { class: "check__hash" }, report.fingerprint)),
    yourBallot(report, view),
    heading("check-counted", words.say("groups", "counted")),
    ...view.contests.map((named, at) => contestPart(named, at + 1, view)),
    figures(report, view),
    heading("check-checks", words.say("groups", "checks")),
    ...PARTS.flatMap((part) => partOfChecks(part, report, view)),
  ].filter(Boolean);
}
