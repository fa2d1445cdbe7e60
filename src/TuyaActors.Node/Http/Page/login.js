// The node wants a token. It goes to the node once, which gives a cookie for it that no script can read; the page keeps nothing.

import { ask } from "./api.js";
import { el, put, show } from "./dom.js";
import { stream } from "./stream.js";

const dialog = el("dialog", { class: "dialog login", "aria-labelledby": "login-title" });
const token = el("input", { type: "password", id: "token", name: "token", required: true, autocomplete: "current-password", spellcheck: "false" });
const wrong = el("p", { class: "wrong", role: "alert", hidden: true });
const submit = el("button", { type: "submit", class: "primary" }, "Log in");

async function logIn(event) {
  event.preventDefault();
  submit.disabled = true;
  show(wrong, false);
  try {
    const answer = await ask("POST", "/api/session", { token: token.value });
    if (answer.ok) {
      token.value = "";
      dialog.close();
      show(document.getElementById("logout"), true);
      stream.admit();
    } else {
      const wait = Number(answer.headers.get("Retry-After"));
      refuse(answer.status === 429 ? `Too many wrong tokens${wait ? `; try again in ${wait} s` : ""}.` : answer.status === 401 ? "This is not the node's token." : answer.body?.detail ?? `The node answered ${answer.status}.`);
    }
  } catch (failed) {
    refuse(failed.message);
  }
  submit.disabled = false;
}

function refuse(sentence) {
  put(wrong, sentence);
  show(wrong, true);
  token.select();
}

async function logOut() {
  await ask("DELETE", "/api/session").catch(() => null);
  location.reload();
}

/** Whether the page may go on; else the node is asked for nothing until somebody has shown the token. */
async function isOpen() {
  try {
    const { ok, body } = await ask("GET", "/api/session");
    if (!ok) return true;
    show(document.getElementById("logout"), body.required && body.authenticated);
    return !body.required || body.authenticated;
  } catch {
    return true;
  }
}

/** Looks whether a token is wanted, and asks for it when it is. */
export async function startLogin() {
  dialog.append(
    el("form", { onsubmit: logIn },
      el("h2", { id: "login-title", text: "TuyaActors" }),
      el("p", { text: "This node shows its fleet to those who have its token." }),
      // Nobody is asked for a name; those who keep passwords want one to keep it under.
      el("input", { type: "text", name: "username", value: "tuyactors", autocomplete: "username", hidden: true }),
      el("label", {}, el("span", { text: "Token" }), token), wrong, el("div", { class: "buttons" }, submit)));
  dialog.addEventListener("cancel", event => event.preventDefault());
  document.body.append(dialog);
  document.getElementById("logout").addEventListener("click", logOut);
  stream.listen(({ state }) => {
    if (state === "denied" && !dialog.open) dialog.showModal();
  });
  if (!await isOpen()) {
    stream.lock();
    return;
  }
  stream.start();
}
