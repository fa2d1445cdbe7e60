// What has become of something that was asked for: shown for a while, and told to those who listen instead of looking.

import { button, el, icon } from "./dom.js";

const shownFor = 8000;
const shelf = document.getElementById("notices");
const voice = document.getElementById("voice");

/** Tells those who listen, politely. */
export function announce(text) {
  voice.textContent = text;
}

/** Shows a sentence for a while. */
export function notify(text, tone = "good") {
  const notice = el("div", { class: `notice ${tone}` }, icon(tone === "good" ? "check" : "alert"), el("p", { text, dir: "auto" }));
  const timer = setTimeout(() => notice.remove(), shownFor);
  notice.append(button("", () => {
    clearTimeout(timer);
    notice.remove();
  }, { class: "quiet", "aria-label": "Close this notice" }));
  notice.lastChild.append(icon("close"));
  shelf.append(notice);
  while (shelf.children.length > 4) shelf.firstChild.remove();
  announce(text);
}
