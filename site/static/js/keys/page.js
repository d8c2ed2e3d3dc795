/*
 * The desk page of a key that officers hold. Making and testing happen here, in the
 * browser: of a key only its public half goes into a form, of a test only the text that
 * was sealed. Without this script, or without a secure connection, commands do the same.
 */
import { answer, makeKey } from "./officers.js";

const page = document.querySelector("[data-key-page]");
const words = JSON.parse(document.getElementById("key-words").textContent);
const find = (selector, inside = page) => inside.querySelector(selector);

// The values go in at the same places as on the site: %(name)s, %(number)d.
const say = (name, values = {}) => words[name].replace(/%\((\w+)\)[sd]/g, (_, key) => String(values[key]));

function showError(form, text) {
  find("[data-key-error-text]", form).textContent = text;
  const box = find("[data-key-error]", form);
  box.hidden = !text;
  if (text) box.focus();
}

function reveal(form) {
  form.hidden = false;
  for (const notice of form.parentElement.querySelectorAll("[data-key-needs-script]")) notice.hidden = true;
}

// --- making ----------------------------------------------------------------------------

function setUpMaking(form) {
  const sections = [...page.querySelectorAll("[data-key-section]")];
  const shown = find("[data-key-share]");
  const kept = find("[data-key-kept]");
  const text = find("[data-key-share-text]");
  const said = find("[data-key-said]");
  const press = (name, inside, act) => find(`button[name="${name}"]`, inside).addEventListener("click", act);
  let made = null;
  let names = [];
  let number = 0;

  function show(section) {
    for (const each of [shown, kept]) each.hidden = each !== section;
    for (const each of sections) each.hidden = Boolean(section);
    page.classList.toggle("key--showing", section === shown);
    if (section) find("h2", section).focus();
  }

  function forget() {
    made = null;
    number = 0;
    text.textContent = "";
    said.textContent = "";
    show(null);
  }

  function showShare() {
    const name = names[number];
    find("[data-key-share-title]").textContent = say("title", { number: number + 1, name });
    find('button[name="next"]', shown).textContent = say(number < 2 ? "next" : "last", { name });
    text.textContent = made.shares[number];
    said.textContent = "";
    show(shown);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    names = [...form.querySelectorAll("[data-key-name]")].map((field) => field.value.trim().replace(/\s+/g, " "));
    if (new Set(names.map((name) => name.toLocaleLowerCase())).size < names.length || !names.every(Boolean)) {
      showError(form, say("same_names"));
      return;
    }
    showError(form, "");
    made = await makeKey(form.dataset.vote, names);
    number = 0;
    showShare();
  });

  press("next", shown, () => {
    // What was shown is gone for good.
    made.shares[number] = "";
    text.textContent = "";
    number += 1;
    if (number < made.shares.length) showShare();
    else show(kept);
  });
  press("copy", shown, async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = say("copied");
    } catch {
      said.textContent = say("not_copied");
    }
  });
  press("print", shown, () => print());
  press("download", shown, () => {
    const values = { number: number + 1, name: names[number] };
    const content = `${say("file", values)}\n\n${text.textContent}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
    link.download = `share-${number + 1}-${form.dataset.vote.slice(0, 8)}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  press("again", kept, forget);
  press("keep", kept, () => {
    const sending = find("[data-key-public]");
    sending.elements.public_text.value = made.publicText;
    sending.submit();
  });
  // A page that is left must not come back with a share on it.
  addEventListener("pagehide", forget);
  reveal(form);
}

// --- testing ---------------------------------------------------------------------------

function setUpTesting(form) {
  const question = JSON.parse(find("[data-key-question]").textContent);
  const fields = [...form.querySelectorAll("[data-key-share-field]")];

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const field of fields) field.removeAttribute("aria-invalid");
    showError(form, "");
    try {
      const text = await answer(question, fields.map((field) => field.value));
      for (const field of fields) field.value = "";
      const sending = find("[data-key-answer]");
      sending.elements.answer.value = text;
      sending.submit();
    } catch (error) {
      if (!error.problem) throw error;
      const blamed = fields[error.field];
      const label = blamed ? `${find(`label[for="${blamed.id}"]`, form).firstChild.textContent.trim()}: ` : "";
      showError(form, label + say(error.problem, error.values));
      if (blamed) {
        blamed.setAttribute("aria-invalid", "true");
        blamed.focus();
      }
    }
  });
  reveal(form);
}

if (page && globalThis.crypto?.subtle) {
  const making = find("[data-key-make]");
  if (making) setUpMaking(making);
  const testing = find("[data-key-test]");
  if (testing) setUpTesting(testing);
}
