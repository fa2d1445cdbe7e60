// What the keys do, and what the words mean.

import { button, el, icon } from "./dom.js";

const keys = [
  ["/", "filter"], ["j k or ↓ ↑", "next, previous device"], ["Home End", "first, last device"], ["Enter", "open the device"], ["Space", "switch it on or off"],
  ["x", "select it for a command to many"], ["Esc", "close what is open, select none"], ["?", "this help"]];

const words = [
  ["problem", "away: tried again by itself, or (red) waiting for you"],
  ["on the way", "being found or connected"],
  ["as last reported", "the device is away; its values may be out of date"],
  ["waiting for", "asked for, and not yet reported back by the device"]];

const dialog = document.getElementById("dialog");

function fill() {
  const pairs = list => el("dl", { class: "keys" }, list.flatMap(([word, what]) => [el("dt", {}, word.split(" or ").flatMap((part, i) => [i ? " or " : null, ...part.split(" ").map(key => el("kbd", { text: key }))])), el("dd", { text: what })]));
  const said = el("dl", { class: "facts" }, words.flatMap(([word, what]) => [el("dt", { text: word }), el("dd", { text: what })]));
  dialog.append(
    el("header", {}, el("h2", { id: "help-title", text: "Help" }), button(icon("close"), () => dialog.close(), { class: "quiet", "aria-label": "Close" })),
    el("h3", { text: "Keys" }), pairs(keys),
    el("h3", { text: "Words" }), said,
    el("h3", { text: "For programs" }),
    el("p", {}, "The same is at ", el("a", { href: "/api/fleet" }, "/api/fleet"), ", ", el("a", { href: "/api/devices" }, "/api/devices"), " and, as it happens, at /api/events."));
  dialog.setAttribute("aria-labelledby", "help-title");
}

export function openHelp() {
  if (!dialog.childElementCount) fill();
  if (!dialog.open) dialog.showModal();
}

export function startHelp() {
  const opener = document.getElementById("help-open");
  opener.append(icon("help"));
  opener.addEventListener("click", openHelp);
  dialog.addEventListener("click", event => event.target === dialog && dialog.close());
}
