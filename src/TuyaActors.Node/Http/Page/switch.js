// A switch that shows what the device reported, and apart from it what was asked for: the knob stands where it is, the ring where it shall go.

import { el, mark } from "./dom.js";
import { store } from "./store.js";
import { isWaiting, wish, wishOf } from "./wishes.js";

/** A switch of a device's DP; whose it is may change. */
export function makeSwitch(properties = {}) {
  const element = el("button", { type: "button", role: "switch", class: "switch", "aria-checked": "false", ...properties }, el("span", { class: "knob" }), el("span", { class: "ring" }));
  element.addEventListener("click", event => {
    event.stopPropagation();
    flip(element.device, element.dp);
  });
  return element;
}

export function showSwitch(element, id, dp, label) {
  element.device = id;
  element.dp = dp;
  const device = store.devices.get(id);
  const made = wishOf(id, dp);
  mark(element, "aria-checked", device?.dps[dp] === true);
  mark(element, "aria-label", label);
  mark(element, "data-wish", isWaiting(id, dp) ? made.value ? "on" : "off" : null);
  mark(element, "data-failed", made?.state === "failed" ? "" : null);
}

/** Asks for the other position; while a wish is on its way, for the one that it had. */
export function flip(id, dp) {
  const device = store.devices.get(id);
  if (!device) return;
  const made = wishOf(id, dp);
  wish(id, dp, !(made?.state === "waiting" ? made.value : device.dps[dp]));
}
