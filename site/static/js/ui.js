/* Small comforts. Each page works without them. */

for (const details of document.querySelectorAll("details[data-closes]")) {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

// A form that came back with errors starts the reader at their list.
document.querySelector("[data-error-summary]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = button.querySelector("span");
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = button.dataset.copied;
      const status = button.parentElement.querySelector("[data-copy-status]");
      if (status) status.textContent = button.dataset.copied;
    });
  }
}
