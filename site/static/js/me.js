/*
 * Public pages are the same for everybody. What concerns only this reader comes
 * afterwards as JSON: `header_html` for the masthead, and `panels`, HTML by the
 * ids of the slots on this page. On any failure the page stays as it is.
 */
async function fill() {
  const header = document.querySelector("[data-me-header][data-me-url]");
  const panels = [...document.querySelectorAll("[data-me-panel]")];
  if (!header?.dataset.meUrl) return;
  const url = new URL(header.dataset.meUrl, location.href);
  const ids = new Set(panels.map((panel) => panel.dataset.mePanel).filter(Boolean));
  if (ids.size) url.searchParams.set("votes", [...ids].join());
  const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const mine = await response.json();
  if (mine.header_html) header.innerHTML = mine.header_html;
  for (const panel of panels) {
    const html = mine.panels?.[panel.dataset.mePanel];
    if (html) panel.innerHTML = html;
  }
}

// Again where a ballot has brought another page into the place of this one.
let filled;
function fillOnce() {
  if (filled === document.body) return;
  filled = document.body;
  fill().catch(() => {});
}

fillOnce();
document.addEventListener("newcontent", fillOnce);
// The number of ballots that wait is another one now.
document.addEventListener("ballotcast", () => fill().catch(() => {}));
