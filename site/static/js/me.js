/*
 * Public pages are the same for everybody. What concerns only this reader comes
 * afterwards, as HTML in which each part stands in a slot of the same name:
 *   <div data-me-header>…</div>  <div data-me-panel="7">…</div>
 * When nobody is signed in the answer is 204, and on any failure the page stays as it is.
 */
const NAMES = ["data-me-header", "data-me-panel", "data-me-reaction"];

function key(element) {
  const name = NAMES.find((each) => element.hasAttribute(each));
  return `${name}=${element.getAttribute(name)}`;
}

function slots(root) {
  return [...root.querySelectorAll(NAMES.map((name) => `[${name}]`).join())];
}

async function fill() {
  const url = document.querySelector("[data-me-url]")?.dataset.meUrl;
  if (!url) return;
  const address = new URL(url, location.href);
  address.searchParams.set("path", location.pathname);
  for (const panel of document.querySelectorAll("[data-me-panel]")) {
    address.searchParams.append("vote", panel.dataset.mePanel);
  }
  const response = await fetch(address, {
    credentials: "same-origin",
    headers: { Accept: "text/html", "X-Requested-With": "fetch" },
  });
  if (response.status !== 200) return;
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const parts = new Map(slots(answer).map((part) => [key(part), part]));
  for (const slot of slots(document)) {
    const part = parts.get(key(slot));
    if (part) slot.replaceChildren(...document.importNode(part, true).childNodes);
  }
}

fill().catch(() => {});
