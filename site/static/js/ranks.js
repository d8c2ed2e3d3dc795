/*
 * A ranked contest without this script is a list of number selects. With it, each row
 * gets buttons that move it, the list stands in the order of the ranks, and a sentence
 * says what the ballot means. The selects stay: they are what the form sends.
 */
const words = (list) =>
  new Intl.ListFormat(document.documentElement.lang, { type: "unit", style: "long" }).format(list);

function setUp(list) {
  const summary = list.parentElement.querySelector("[data-ranks-summary]");
  const select = (row) => row.querySelector("select");
  const rank = (row) => Number(select(row).value) || Infinity;
  // Isolated, so that a name in another script cannot turn the sentence around.
  const label = (row) => `\u2068${row.querySelector("[data-rank-label]").textContent}\u2069`;
  const rows = () => [...list.querySelectorAll("[data-rank]")];
  const places = () => select(rows()[0]).options.length - 1;

  // Ranked rows first, in order and without gaps; the others keep their places after them.
  function show(ranked) {
    const chosen = ranked.slice(0, places());
    const left = rows().filter((row) => !chosen.includes(row));
    chosen.forEach((row, index) => (select(row).value = String(index + 1)));
    left.forEach((row) => (select(row).value = ""));
    list.append(...chosen, ...left);
    for (const row of rows()) {
      row.classList.toggle("rank--left", left.includes(row));
      row.querySelector('[data-move="up"]').disabled = row === chosen[0];
      row.querySelector('[data-move="down"]').disabled = left.includes(row);
    }
    if (!summary) return;
    const { wordsOrder, wordsLeft, wordsNone } = list.dataset;
    const said = chosen.length
      ? [wordsOrder.replace("{names}", words(chosen.map(label)))]
      : [wordsNone];
    if (chosen.length && left.length) said.push(wordsLeft.replace("{names}", words(left.map(label))));
    summary.textContent = said.join(" ");
  }

  const order = () => rows().filter((row) => rank(row) < Infinity).sort((a, b) => rank(a) - rank(b));

  function move(row, way) {
    const ranked = order();
    const at = ranked.indexOf(row);
    if (at < 0) ranked.push(row);
    else {
      ranked.splice(at, 1);
      if (way === "up") ranked.splice(at - 1, 0, row);
      else if (at < ranked.length) ranked.splice(at + 1, 0, row);
    }
    show(ranked);
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    move(button.closest("[data-rank]"), button.dataset.move);
    const other = button.parentElement.querySelector("button:not(:disabled)");
    (button.disabled ? other : button)?.focus();
  });

  list.addEventListener("change", (event) => {
    const row = event.target.closest("[data-rank]");
    const wanted = rank(row);
    const ranked = order().filter((each) => each !== row);
    if (wanted < Infinity) ranked.splice(wanted - 1, 0, row);
    show(ranked);
    select(row).focus();
  });

  for (const element of list.querySelectorAll("[data-rank-move]")) element.hidden = false;
  show(order());
}

document.querySelectorAll("[data-ranks]").forEach(setUp);
