// The head of the page: how many are wrong, what with, and whether the page itself is told.

import { everySecond, now } from "./clock.js";
import { button, el, mark, put, show } from "./dom.js";
import { clockTime, count, span } from "./format.js";
import { isFiltering } from "./filter.js";
import { announce } from "./notices.js";
import { go, noFilter, onMove, place } from "./route.js";
import { store } from "./store.js";
import { stream } from "./stream.js";
import { diagnoses, isProblem, say } from "./words.js";

const byId = id => document.getElementById(id);
const emptyFor = 60_000; // ms for which a chip of none stays
const chips = new Map();
let counting = 0;
let problems = null;

// A chip that has been there stays for a while: what comes and goes while one aims at it is no button.
function chip(kind, word, label, tone, number) {
  const key = `${kind}:${word}`;
  let made = chips.get(key);
  if (!made) {
    if (number === 0) return;
    made = { count: el("b"), element: button(`${label} `, () => flip(kind, word), { class: "chip", "data-tone": tone, "aria-pressed": "false" }) };
    made.element.append(made.count);
    mark(made.element, "aria-pressed", place.filter[kind].includes(word));
    chips.set(key, made);
    insert(made.element, kind, word);
  }
  put(made.count, String(number));
  made.emptySince = number > 0 ? 0 : made.emptySince || Date.now();
  mark(made.element, "data-none", number === 0 ? "" : null);
}

// Other states last for an instant, and come again with each try: as filters they would flicker.
const settled = ["stopped", "asleep", "idle", "online"];
const chipOrder = ["state:problem", ...diagnoses.map(word => `diagnosis:${word}`), "state:underway", ...settled.map(word => `state:${word}`)];

function insert(element, kind, word) {
  const at = chipOrder.indexOf(`${kind}:${word}`);
  element.dataset.at = at;
  const next = [...byId("chips").children].find(other => Number(other.dataset.at) > at);
  byId("chips").insertBefore(element, next ?? null);
}

function dropChips() {
  if (byId("chips").matches(":hover, :focus-within")) return;
  for (const [key, { element, emptySince }] of chips) {
    if (!emptySince || Date.now() - emptySince < emptyFor || element.getAttribute("aria-pressed") === "true") continue;
    element.remove();
    chips.delete(key);
  }
}

function flip(kind, word) {
  const on = place.filter[kind];
  go({ view: place.view === "new" ? "list" : place.view, filter: { [kind]: on.includes(word) ? on.filter(other => other !== word) : [...on, word] } });
}

function countSoon() {
  counting ||= setTimeout(() => {
    counting = 0;
    countNow();
  }, 250);
}

function countNow() {
  const byState = new Map();
  const byDiagnosis = new Map(diagnoses.map(word => [word, 0]));
  const words = { group: new Map(), tag: new Map(), segment: new Map() };
  let wrong = 0;
  let underway = 0;
  for (const device of store.devices.values()) {
    byState.set(device.state, (byState.get(device.state) ?? 0) + 1);
    if (device.diagnosis) byDiagnosis.set(device.diagnosis.kind, (byDiagnosis.get(device.diagnosis.kind) ?? 0) + 1);
    if (isProblem(device)) wrong++;
    else if (device.urgency === "onTheWay") underway++;
    if (device.group) add(words.group, device.group);
    if (device.segment) add(words.segment, device.segment);
    for (const tag of device.tags ?? []) add(words.tag, tag);
  }
  const isGrave = [...store.devices.values()].some(device => device.urgency === "needsOperator");
  chip("state", "problem", "problems", isGrave ? "bad" : "fail", wrong);
  for (const [word, number] of byDiagnosis) chip("diagnosis", word, say(word), word === "keyRejected" || word === "wedged" ? "bad" : word === "asleep" ? "rest" : "fail", number);
  chip("state", "underway", "on the way", "wait", underway);
  for (const word of settled) chip("state", word, say(word), word === "online" || word === "idle" ? "good" : "rest", byState.get(word) ?? 0);
  showWords("group", words.group);
  showWords("tag", words.tag);
  showWords("segment", words.segment);
  showHeadline(wrong, isGrave);
}

const add = (counts, word) => counts.set(word, (counts.get(word) ?? 0) + 1);

function showWords(name, counts) {
  const select = byId(name);
  const chosen = place.filter[name];
  const all = [...counts].sort((a, b) => a[0].localeCompare(b[0]));
  const key = JSON.stringify([all, chosen]);
  show(select.parentElement, all.length > 0 || chosen.length > 0);
  if (select.shown === key) return;
  select.shown = key;
  const missing = chosen.filter(word => !counts.has(word));
  select.replaceChildren(
    el("option", { value: "" }, `every ${name}`),
    ...[...all, ...missing.map(word => [word, 0])].map(([word, number]) => el("option", { value: word }, `${word} (${number})`)));
  if (chosen.length > 1) select.prepend(el("option", { value: "\n" }, chosen.join(" or ")));
  select.value = chosen.length > 1 ? "\n" : chosen[0] ?? "";
  mark(select, "data-on", chosen.length > 0 ? "" : null);
}

function showHeadline(wrong, isGrave) {
  const { fleet } = store;
  const isEmpty = store.devices.size === 0;
  put(byId("headline"), wrong > 0 ? count(wrong, "problem") : isEmpty ? "No devices" : fleet.online + fleet.asleep === fleet.devices ? "All well" : "No problems");
  mark(byId("headline"), "data-tone", wrong === 0 ? isEmpty ? "rest" : "good" : isGrave ? "bad" : "fail");
  put(byId("figures"), isEmpty ? "" : [
    `${fleet.online} of ${fleet.devices} online`,
    fleet.asleep ? `${fleet.asleep} asleep` : "",
    fleet.subDevices ? `${fleet.subDevicesOnline} of ${fleet.subDevices} behind gateways` : "",
  ].filter(Boolean).join(" · "));
  if (problems !== null && wrong > problems) announce(`${count(wrong, "problem")} now`);
  problems = wrong;
  showStrangers(fleet.strangers);
  showTitle();
}

function showStrangers(number) {
  const link = byId("strangers");
  show(link, number > 0 || place.view === "new");
  put(link, number > 0 ? `${number} new` : "new");
  mark(link, "title", "Devices that are heard on the network, or named by a gateway, and are not of the fleet");
}

function showTitle() {
  const hidden = stream.state === "paused" ? problemsOf(stream.health) : problems;
  const isAway = stream.state === "waiting" && stream.failures > 1;
  const title = isAway ? "No connection · TuyaActors" : hidden > 0 ? `${count(hidden, "problem")} · TuyaActors` : hidden === 0 ? "All well · TuyaActors" : "TuyaActors";
  if (document.title !== title) document.title = title;
}

const problemsOf = health => health ? Object.entries(health.byDiagnosis).reduce((sum, [kind, number]) => kind === "asleep" ? sum : sum + number, 0) : problems;

function showLink() {
  const { state, failures } = stream;
  const left = Math.max(0, Math.ceil((stream.retryAt - Date.now()) / 1000));
  const isGone = state === "waiting" && failures > 3;
  mark(byId("link"), "data-state", isGone ? "gone" : state);
  put(byId("link-text"), state === "live" ? "live"
    : state === "waiting" ? isGone ? `node gone, next try in ${left} s` : `reconnecting in ${left} s`
    : state === "denied" ? "locked" : state === "paused" ? "paused" : "connecting");
  mark(byId("link"), "title", state === "waiting" ? "Try now" : state === "live" ? `${stream.health?.engine ?? ""}\nversion ${stream.health?.version ?? ""}, up for ${stream.health ? span(now() - Date.parse(stream.health.started)) : "?"}` : null);
  document.body.classList.toggle("away", state === "waiting" || state === "denied");
}

// How many are online stands above already.
const more = sentence => sentence.split(/(?<=[.;]) /).filter(part => !/^\d+ of \d+ devices? (is|are) online[.;]?$/.test(part)).join(" ");

function showHealth() {
  const { health } = stream;
  const isAway = stream.state === "waiting";
  const heard = stream.heardAt ? ` What is shown is from ${clockTime(stream.heardAt)}.` : "";
  const text = isAway ? `The node does not answer: is it running, and can it be reached from here?${heard}` : health && health.status !== "healthy" ? more(health.sentence) : "";
  show(byId("health"), text !== "");
  mark(byId("health"), "data-tone", isAway || health?.status === "unhealthy" ? "bad" : "fail");
  put(byId("health"), text);
}

function startFilter() {
  const text = byId("text");
  let typing = 0;
  text.value = place.filter.text;
  text.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => go({ view: place.view === "new" ? "list" : place.view, filter: { text: text.value.trim() } }, true), 120);
  });
  text.addEventListener("keydown", event => {
    if (event.key === "Escape" && text.value !== "") {
      event.stopPropagation();
      text.value = "";
      go({ filter: { text: "" } }, true);
    }
  });
  for (const name of ["group", "tag", "segment"]) {
    byId(name).addEventListener("change", event => event.target.value !== "\n" && go({ view: place.view === "new" ? "list" : place.view, filter: { [name]: event.target.value ? [event.target.value] : [] } }));
  }
  byId("clear").addEventListener("click", () => go({ filter: noFilter }));
}

function showFilter() {
  const text = byId("text");
  if (document.activeElement !== text) text.value = place.filter.text;
  for (const [key, { element }] of chips) {
    const [kind, word] = key.split(":");
    mark(element, "aria-pressed", place.filter[kind].includes(word));
  }
  show(byId("clear"), isFiltering(place.filter));
}

/** Begins to show it. */
export function startSummary() {
  startFilter();
  byId("link").addEventListener("click", () => stream.state === "waiting" && stream.connect());
  store.listen(changed => {
    if (changed.heads.size > 0 || changed.fleet || changed.whole) countSoon();
    if (changed.whole) {
      countNow();
      showFilter();
    }
  });
  let was = "";
  stream.listen(() => {
    showLink();
    showHealth();
    showTitle();
    if (was !== stream.state && (stream.state === "waiting" ? was === "live" : stream.state === "live" && was === "waiting")) {
      announce(stream.state === "live" ? "The node is there again." : "The connection to the node is lost.");
    }
    was = stream.state;
  });
  onMove(() => {
    showFilter();
    if (store.isKnown) countNow();
  });
  everySecond(() => {
    showLink();
    dropChips();
  });
  showFilter();
}
