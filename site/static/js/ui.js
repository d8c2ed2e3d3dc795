/* Small comforts. Each page works without them. */
const ready = new WeakSet();
const each = (selector, setUp) => {
  for (const element of document.querySelectorAll(selector)) {
    if (ready.has(element)) continue;
    ready.add(element);
    setUp(element);
  }
};

function comfort() {
  each("details[data-closes]", (details) => {
    document.addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
  });

  each("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  if (!navigator.clipboard) return;
  each("[data-copy]", (button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = button.querySelector("span");
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = button.dataset.copied;
      const status = button.parentElement.querySelector("[data-copy-status]");
      if (status) status.textContent = button.dataset.copied;
    });
  });
}

comfort();
// A ballot that stays in the browser brings its next screen without loading a page.
document.addEventListener("newcontent", comfort);

// A form that came back with errors starts the reader at their list.
document.querySelector("[data-error-summary]")?.focus();
