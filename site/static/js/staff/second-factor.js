/*
 * Passkeys and security keys. The page holds the question for the key as JSON
 * and a form with an empty field for its answer: when the form is sent, the key
 * is asked first. `data-key-form` says how: "create" for a new key, "get" for
 * one that is known.
 */
const form = document.querySelector("[data-key-form]");
const question = document.getElementById("key-question");

if (form && question) {
  const button = form.querySelector("button");
  if (!window.isSecureContext || !window.PublicKeyCredential) {
    button.disabled = true;
    say("unknown");
  } else {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      button.disabled = true;
      ask()
        .then((answer) => {
          form.querySelector("[data-key-answer]").value = JSON.stringify(answer);
          form.submit();
        })
        .catch((error) => {
          button.disabled = false;
          say(error.name === "InvalidStateError" ? "known" : "failed");
        });
    });
  }
}

async function ask() {
  const options = JSON.parse(question.textContent);
  options.challenge = bytes(options.challenge);
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    options[name] = options[name]?.map((known) => ({ ...known, id: bytes(known.id) }));
  }
  if (form.dataset.keyForm === "create") {
    options.user.id = bytes(options.user.id);
    return plain(await navigator.credentials.create({ publicKey: options }));
  }
  return plain(await navigator.credentials.get({ publicKey: options }));
}

/* Not every browser has toJSON() yet, and password managers bring objects of their own. */
function plain(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = text(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  };
}

function bytes(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function say(what) {
  for (const words of form.querySelectorAll("[role=alert]")) words.hidden = true;
  form.querySelector(`[data-key-${what}]`).hidden = false;
}
