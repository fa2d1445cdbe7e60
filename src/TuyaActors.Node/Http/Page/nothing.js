// Where no device is listed: why, and what to do about it.

import { button, el, show } from "./dom.js";
import { go, noFilter } from "./route.js";
import { store } from "./store.js";

const empty = document.getElementById("empty");
let shown = "";

const nothingMatches = () => [
  el("h2", { text: "Nothing matches" }),
  el("p", { text: "No device passes this filter." }),
  button("Clear the filter", () => go({ filter: noFilter }), { class: "primary" }),
];

const noDevices = () => [
  el("h2", { text: "No devices yet" }),
  el("p", { text: "Take in tinytuya's devices.json, which has the ids and the local keys:" }),
  el("pre", { text: "tuyactors devices import devices.json" }),
  el("p", {}, "Or look who is ", el("a", { href: "#/new" }, "heard on the network"), " and add them by their keys, one at a time."),
];

/** Shows it where the list is empty. */
export function showNothing(isEmpty) {
  const why = !isEmpty || !store.isKnown ? "" : store.devices.size > 0 ? "filter" : "fleet";
  show(empty, why !== "");
  if (why !== "" && why !== shown) empty.replaceChildren(...(why === "filter" ? nothingMatches() : noDevices()));
  shown = why;
}
