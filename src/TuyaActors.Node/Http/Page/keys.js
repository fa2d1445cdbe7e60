// The keyboard, for those who would rather not take the hand off it.

import { openHelp } from "./help.js";
import { takeKey } from "./list.js";
import { go, place } from "./route.js";
import { selected, selectNone } from "./selection.js";

const typing = "input:not([type=checkbox]):not([type=range]):not([type=color]), textarea, select, [contenteditable]";

function escape() {
  if (place.view !== "list") {
    go({ view: "list" });
    document.getElementById("grid").focus({ preventScroll: true });
  } else if (selected.size > 0) {
    selectNone();
  }
}

function take(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const { target, key } = event;
  if (target.matches(typing)) {
    if (key === "Escape") target.blur();
    return;
  }
  const isInGrid = target.closest("#grid") || target === document.body;
  if (key === "/") document.getElementById("text").select();
  else if (key === "?") openHelp();
  else if (key === "Escape") escape();
  // Space and Enter belong to the button that has the focus, arrows to the slider.
  else if (!(isInGrid && !target.matches("button, a")) && !"jkx".includes(key)) return;
  else if (!takeKey(key)) return;
  event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", take);
  // As a link it would be another place, without the filter.
  document.getElementById("skip").addEventListener("click", event => {
    event.preventDefault();
    document.getElementById("grid").focus();
  });
}
