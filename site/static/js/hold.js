/*
 * Loaded before the page is drawn. Holds back what is pressed on a ballot until ballot.js has
 * taken over, so that a fast hand on a slow line sends no choice. Where that script fails, the
 * form works as it does without any.
 */
{
  let pressed = null;
  document.addEventListener("submit", (event) => {
    if (document.readyState === "complete" || !event.target.matches("form[data-held]")) return;
    event.preventDefault();
    pressed = event.submitter;
  });
  addEventListener("load", () => pressed?.click());
}
