// A command to all that are selected: in parts, so that one sees how far it has come, and with an outcome for each device.

import { call, isDone } from "./api.js";
import { button, el, icon, mark, put, show } from "./dom.js";
import { switchOf } from "./mappings.js";
import { announce } from "./notices.js";
import { hrefOf } from "./route.js";
import { onSelect, selected, selectNone } from "./selection.js";
import { store } from "./store.js";

const atOnce = 50; // as many as answer within one look

const bar = document.getElementById("bulk");
const told = el("b", { class: "bulk-count" });
const progress = el("progress", { "aria-label": "Progress", hidden: true });
const sum = el("p", { class: "bulk-sum", role: "status" });
const outcomes = el("ol", { class: "outcomes", hidden: true, "aria-label": "Outcomes" });
const dp = el("input", { type: "number", min: "1", max: "255", class: "box", "aria-label": "DP number", placeholder: "DP", required: true });
const wanted = el("input", { type: "text", class: "text", "aria-label": "Value as JSON, or a bare word as text", placeholder: "value: true, 50, white", required: true, spellcheck: "false", autocomplete: "off" });
const form = el("form", { class: "bulk-form", hidden: true }, dp, wanted, el("button", { type: "submit", class: "primary" }, "Set"));
let isRunning = false;
let isStopped = false;

// Which DP switches a device is known of each by itself; those with the same one go together.
function switchAll(value) {
  const parts = new Map();
  const without = [];
  for (const id of selected) {
    const device = store.devices.get(id);
    const own = device && switchOf(device);
    if (!own) without.push({ id, outcome: "skipped", sentence: device ? "It has no switch that is known." : "It has left the fleet." });
    else parts.set(own, [...(parts.get(own) ?? []), id]);
  }
  run(`Switched ${value ? "on" : "off"}`, [...parts].map(([own, ids]) => ({ path: "/api/commands/set", ids, body: { dps: { [own]: value } } })), without);
}

const refreshAll = () => run("Refreshed", [{ path: "/api/commands/refresh", ids: [...selected], body: {} }]);

function setAll(event) {
  event.preventDefault();
  let value;
  try {
    value = JSON.parse(wanted.value);
  } catch {
    value = wanted.value;
  }
  run(`Set DP ${dp.value}`, [{ path: "/api/commands/set", ids: [...selected], body: { dps: { [dp.value]: value } } }]);
}

async function run(what, wishes, before = []) {
  if (isRunning) return;
  const total = wishes.reduce((all, { ids }) => all + ids.length, before.length);
  if (total === 0) return;
  isRunning = true;
  isStopped = false;
  const ended = [...before];
  begin(total);
  for (const { path, ids, body } of wishes) {
    for (let i = 0; i < ids.length && !isStopped; i += atOnce) {
      const part = ids.slice(i, i + atOnce);
      try {
        ended.push(...(await call("POST", path, { devices: { ids: part }, ...body })).outcomes);
      } catch (failed) {
        ended.push(...part.map(id => ({ id, outcome: "refused", sentence: failed.message })));
      }
      step(what, ended, total);
    }
  }
  isRunning = false;
  step(what, ended, total);
  announce(sum.textContent);
  showBar();
}

function begin(total) {
  mark(progress, "max", total);
  progress.value = 0;
  show(progress, true);
  outcomes.replaceChildren();
  put(sum, "");
  showBar();
}

function step(what, ended, total) {
  progress.value = ended.length;
  const good = ended.filter(isDone).length;
  put(sum, isRunning ? `${ended.length} of ${total} …` : `${what}: ${good} of ${total} done${isStopped ? ", then stopped" : ""}.`);
  if (isRunning) return;
  // Failures first: they are what there is to do.
  const sorted = ended.map(outcome => ({ ...outcome, name: store.devices.get(outcome.id)?.name ?? outcome.id })).sort((a, b) => isDone(a) - isDone(b) || a.name.localeCompare(b.name, "en", { numeric: true }));
  outcomes.replaceChildren(...sorted.slice(0, 500).map(outcome => el(
    "li", { "data-tone": isDone(outcome) ? "good" : "fail" },
    icon(isDone(outcome) ? "check" : "cross"),
    el("a", { href: hrefOf(outcome.id), text: outcome.name, dir: "auto" }),
    el("span", { text: outcome.sentence, dir: "auto" }))));
  if (sorted.length > 500) outcomes.append(el("li", { class: "muted", text: `and ${sorted.length - 500} more` }));
  show(outcomes, true);
  mark(progress, "data-done", "");
}

const buttons = [
  button("On", () => switchAll(true)), button("Off", () => switchAll(false)), button("Refresh", refreshAll),
  button("Set DP", () => { show(form, form.hidden); if (!form.hidden) dp.focus(); }, { "aria-expanded": "false" })];
const stop = button("Stop", () => { isStopped = true; }, { class: "danger", hidden: true });

function showBar() {
  show(bar, selected.size > 0 || isRunning);
  put(told, `${selected.size} selected`);
  for (const one of buttons) one.disabled = isRunning;
  show(stop, isRunning);
}

function close() {
  selectNone();
  show(outcomes, false);
  show(progress, false);
  put(sum, "");
}

/** Begins to offer it. */
export function startBulk() {
  form.addEventListener("submit", setAll);
  bar.append(
    el("div", { class: "bulk-row" }, told, el("div", { class: "buttons" }, buttons, stop), form, progress, sum, el("span", { class: "gap" }),
      button(icon("close"), close, { class: "quiet", "aria-label": "Select none" })),
    outcomes);
  onSelect(showBar);
  store.listen(({ heads, whole }) => {
    const gone = [...selected].filter(id => (whole || heads.has(id)) && !store.devices.has(id));
    for (const id of gone) selected.delete(id);
    if (gone.length) showBar();
  });
}
