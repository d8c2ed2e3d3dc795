/*
 * A ranked contest without this script is a list of number selects. With it, each row
 * gets buttons and a handle that move it, the list stands in the order of the ranks, and
 * a sentence says what the ballot means. The selects stay: they are what the form sends.
 * Where the list says data-level, choices may share a rank.
 */
const language = () => document.documentElement.lang;
const list = (type) => new Intl.ListFormat(language(), { type, style: "long" });
// Isolated, so that a name in another script cannot turn the sentence around.
const label = (row) => `\u2068${row.querySelector("[data-rank-label]").textContent}\u2069`;
const select = (row) => row.querySelector("select");
const rank = (row) => Number(select(row).value) || Infinity;
const filled = (groups, keep) => groups.map((group) => group.filter(keep)).filter((group) => group.length);

const ready = new WeakSet();

function setUp(ranks) {
  if (ready.has(ranks)) return;
  ready.add(ranks);
  const summary = ranks.parentElement.querySelector("[data-ranks-summary]");
  const level = "level" in ranks.dataset;
  const rows = () => [...ranks.querySelectorAll("[data-rank]")];
  const places = select(rows()[0]).options.length - 1;

  // The ranked rows, best first, level ones together.
  function groups() {
    const found = [];
    for (const row of rows().filter((each) => rank(each) < Infinity).sort((a, b) => rank(a) - rank(b))) {
      const last = found.at(-1);
      if (level && last && rank(last[0]) === rank(row)) last.push(row);
      else found.push([row]);
    }
    return found;
  }

  // Ranked rows first, in order and without gaps; the others keep their places after them.
  function show(wanted) {
    const chosen = wanted.flat().slice(0, places);
    const ranked = filled(wanted, (row) => chosen.includes(row));
    const left = rows().filter((row) => !chosen.includes(row));
    ranked.forEach((group, index) => group.forEach((row) => (select(row).value = String(index + 1))));
    left.forEach((row) => (select(row).value = ""));
    // A row that stands right keeps its place, and with it the focus.
    [...chosen, ...left].forEach((row, index) => rows()[index] === row || rows()[index].before(row));
    for (const row of rows()) {
      row.classList.toggle("rank--left", left.includes(row));
      row.querySelector('[data-move="up"]').disabled = left.includes(row)
        ? chosen.length === places
        : ranked[0].length === 1 && row === chosen[0];
      row.querySelector('[data-move="down"]').disabled = left.includes(row);
    }
    say(ranked, left);
  }

  function say(ranked, left) {
    if (!summary) return;
    const { wordsOrder, wordsLevel, wordsLeft, wordsNone } = ranks.dataset;
    const names = (group) => list("unit").format(group.map(label));
    const said = ranked.map((group, index) => {
      const words = group.length > 1 ? wordsLevel.replace("{names}", names(group)) : label(group[0]);
      return `${(index + 1).toLocaleString(language())}. ${words}`;
    });
    if (said.length && left.length) said.push(wordsLeft.replace("{names}", names(left)));
    summary.textContent = said.length ? wordsOrder.replace("{ranks}", said.join("; ")) : wordsNone;
  }

  const without = (row) => filled(groups(), (each) => each !== row);

  // One place up or down; past the last place a row is left unranked.
  function move(row, way) {
    const before = groups();
    const at = before.findIndex((group) => group.includes(row));
    const after = without(row);
    if (at < 0) after.push([row]);
    else if (way === "up") after.splice(before[at].length > 1 ? at : at - 1, 0, [row]);
    else if (at + 1 < before.length || before[at].length > 1) after.splice(at + 1, 0, [row]);
    show(after);
  }

  ranks.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    move(button.closest("[data-rank]"), button.dataset.move);
    const other = button.parentElement.querySelector("button:not(:disabled)");
    (button.disabled ? other : button)?.focus();
  });

  ranks.addEventListener("change", (event) => {
    const row = event.target.closest("[data-rank]");
    const wanted = rank(row);
    const after = without(row);
    if (wanted < Infinity) {
      if (level && wanted <= after.length) after[wanted - 1].push(row);
      else after.splice(wanted - 1, 0, [row]);
    }
    show(after);
    select(row).focus();
  });

  // Dragging: the others step aside, so that the row under the pointer stays in the document.
  ranks.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-rank-handle]");
    if (!handle || event.button) return;
    const row = handle.closest("[data-rank]");
    const middle = (each) => {
      const box = each.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    const follow = ({ clientY }) => {
      let next, last;
      while ((next = row.nextElementSibling) && clientY > middle(next)) row.before(next);
      while ((last = row.previousElementSibling) && clientY < middle(last)) row.after(last);
    };
    const end = ({ type }) => {
      handle.removeEventListener("pointermove", follow);
      for (const each of ["pointerup", "pointercancel"]) handle.removeEventListener(each, end);
      row.classList.remove("rank--held");
      const at = rows().indexOf(row);
      const after = without(row);
      const above = rows().slice(0, at);
      const isRanked = above.every((each) => rank(each) < Infinity);
      if (type === "pointerup") {
        const place = after.findLastIndex((group) => group.some((each) => above.includes(each)));
        if (isRanked) after.splice(place + 1, 0, [row]);
        show(after);
      } else show(groups());
    };
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    row.classList.add("rank--held");
    handle.addEventListener("pointermove", follow);
    for (const each of ["pointerup", "pointercancel"]) handle.addEventListener(each, end);
  });

  for (const element of ranks.querySelectorAll("[data-rank-move]")) element.hidden = false;
  show(groups());
}

const setUpAll = () => document.querySelectorAll("[data-ranks]").forEach(setUp);
setUpAll();
// A ballot that stays in the browser brings its next screen without loading a page.
document.addEventListener("newcontent", setUpAll);
