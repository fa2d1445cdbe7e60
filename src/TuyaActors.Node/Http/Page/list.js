// The list: of thousands of devices only the rows that are seen exist. Rows keep their places while somebody reads; order changes wait until then.

import { everySecond } from "./clock.js";
import { button, el, icon, mark, show } from "./dom.js";
import { count } from "./format.js";
import { onMapping, switchOf } from "./mappings.js";
import { arrange, isFiltering } from "./filter.js";
import { go, hrefOf, noFilter, onMove, place } from "./route.js";
import { Row } from "./row.js";
import { onSelect, select, selected, toggle } from "./selection.js";
import { store } from "./store.js";
import { flip } from "./switch.js";
import { onWish } from "./wishes.js";

const beyond = 4; // rows above and below what is seen, so that quick scrolling shows no gaps
const settleAfter = 400; // ms: what happens together is sorted together
const readingFor = 60_000; // a pointer that was left on the list does not read
const columns = [
  ["name", "Device"], ["state", "State"], ["", "Values, or what to do"], ["lastPush", "Last push"], ["address", "Address"], ["version", "Version"], ["", "Switch"]];

const grid = document.getElementById("grid");
const scroller = document.getElementById("scroller");
const canvas = document.getElementById("canvas");
const note = document.getElementById("order-note");
const empty = document.getElementById("empty");

const rows = new Map();
const spare = [];
let slots = 0;
let order = [];
let places = new Map();
let height = 56;
let active = null;
let anchor = null;
let drawing = 0;
let isAllDirty = true;
const dirty = new Set();
let isOver = false;
let readAt = 0;
let settling = 0;

export const shownOrder = () => order;
export const activeId = () => active;

function makeHead() {
  const head = document.getElementById("columns");
  const all = el("input", { type: "checkbox", class: "check", id: "select-all", "aria-label": "Select all that are listed" });
  all.addEventListener("change", () => select(order, all.checked));
  head.append(el("div", { class: "cell pick", role: "columnheader" }, el("label", { class: "hit" }, all)));
  const names = ["name", "state", "told", "push", "address", "version", "act"];
  for (const [i, [sort, label]] of columns.entries()) {
    const cell = el("div", { class: `cell ${names[i]}`, role: "columnheader" });
    if (sort) {
      cell.dataset.sort = sort;
      cell.append(el("button", { type: "button", class: "sort", onclick: () => sortBy(sort) }, label, icon("sort")));
    } else {
      cell.append(label);
    }
    head.append(cell);
  }
  note.append(el("span", { text: "The order has changed." }), button("Sort now", () => settle(true)));
}

function sortBy(column) {
  const current = place.filter.sort || "state";
  go({ filter: { sort: current === column ? `-${column}` : column === "state" ? "" : column } });
}

function showSort() {
  const sort = place.filter.sort || "state";
  for (const cell of document.querySelectorAll("#columns [data-sort]")) {
    mark(cell, "aria-sort", sort === cell.dataset.sort ? "ascending" : sort === `-${cell.dataset.sort}` ? "descending" : "none");
  }
}

// Reading: the pointer is over the list or the focus in it, and somebody has moved it lately.
const isRead = () => (isOver || scroller.contains(document.activeElement) || document.activeElement === grid) && Date.now() - readAt < readingFor;

function settleSoon() {
  settling ||= setTimeout(() => {
    settling = 0;
    settle(false);
  }, settleAfter);
}

/** Brings the order up to date: at once when somebody asked for it, else only while nobody reads. */
function settle(isAsked) {
  const next = arrange(place.filter);
  const isSame = next.length === order.length && next.every((id, i) => id === order[i]);
  const mustWait = !isSame && !isAsked && order.length > 0 && isRead();
  show(note, mustWait);
  if (!isSame && !mustWait) reorder(next, !isAsked);
  showEmpty();
  draw();
}

function reorder(next, isAnimated) {
  const first = Math.max(0, Math.floor(scroller.scrollTop / height));
  const held = scroller.scrollTop > 0 ? order.slice(first, first + 12).find(id => store.devices.has(id)) : undefined;
  const offset = held === undefined ? 0 : places.get(held) * height - scroller.scrollTop;
  order = next;
  places = new Map(order.map((id, i) => [id, i]));
  if (active !== null && !places.has(active)) active = null;
  canvas.style.height = `${order.length * height}px`;
  if (isAnimated) {
    canvas.classList.add("moving");
    setTimeout(() => canvas.classList.remove("moving"), 350);
    if (held !== undefined && places.has(held)) scroller.scrollTop = places.get(held) * height - offset;
  }
  mark(grid, "aria-rowcount", order.length + 1);
  document.getElementById("shown-count").textContent = isFiltering(place.filter) ? `${order.length} of ${count(store.devices.size, "device")}` : count(order.length, "device");
}

function showEmpty() {
  const isEmpty = store.isKnown && order.length === 0;
  show(empty, isEmpty);
  show(canvas, !isEmpty);
  if (!isEmpty) return;
  const hasDevices = store.devices.size > 0;
  empty.replaceChildren(...hasDevices
    ? [el("h2", { text: "Nothing matches" }), el("p", { text: "No device passes this filter." }), button("Clear the filter", () => go({ filter: noFilter }), { class: "primary" })]
    : [
      el("h2", { text: "No devices yet" }),
      el("p", { text: "Take in tinytuya's devices.json, which has the ids and the local keys:" }),
      el("pre", { text: "tuyactors devices import devices.json" }),
      el("p", {}, "Or look who is ", el("a", { href: "#/new" }, "heard on the network"), " and add them by their keys, one at a time."),
    ]);
}

/** Draws with the next frame what is not as it is shown. */
function draw() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    drawNow();
  });
}

function drawNow() {
  const from = Math.max(0, Math.floor(scroller.scrollTop / height) - beyond);
  const to = Math.min(order.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + beyond);
  for (const [id, row] of rows) {
    const at = places.get(id);
    if (at === undefined || at < from || at >= to) {
      rows.delete(id);
      spare.push(row);
    }
  }
  for (let i = from; i < to; i++) {
    const id = order[i];
    let row = rows.get(id);
    const isNew = !row;
    if (isNew) rows.set(id, row = take());
    row.element.classList.toggle("fresh", isNew);
    row.place(i, height);
    if (isNew || isAllDirty || dirty.has(id)) row.fill(id, store.devices.get(id));
    row.element.classList.toggle("active", id === active);
    row.element.classList.toggle("open", place.view === "device" && id === place.id);
  }
  for (const row of spare) if (row.index !== -1) put(row);
  dirty.clear();
  isAllDirty = false;
  mark(grid, "aria-activedescendant", rows.get(active)?.element.id);
}

function take() {
  const row = spare.pop() ?? new Row(slots++);
  show(row.element, true);
  if (!row.element.parentElement) canvas.append(row.element);
  return row;
}

function put(row) {
  row.index = -1;
  row.id = null;
  show(row.element, false);
}

function tick() {
  for (const [id, row] of rows) {
    const device = store.devices.get(id);
    if (device) row.tick(device);
  }
}

/** Makes a row the active one, and shows it. */
export function activate(index) {
  if (order.length === 0) return;
  const at = Math.max(0, Math.min(order.length - 1, index));
  active = order[at];
  const top = at * height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + height - scroller.clientHeight;
  drawNow();
}

const activeIndex = () => active === null ? -1 : places.get(active) ?? -1;
const page = () => Math.max(1, Math.floor(scroller.clientHeight / height) - 1);

const keys = {
  j: () => activate(activeIndex() + 1),
  ArrowDown: () => activate(activeIndex() + 1),
  k: () => activate(activeIndex() - 1),
  ArrowUp: () => activate(activeIndex() - 1),
  Home: () => activate(0),
  End: () => activate(order.length - 1),
  PageDown: () => activate(activeIndex() + page()),
  PageUp: () => activate(activeIndex() - page()),
  Enter: () => active !== null && go({ view: "device", id: active }),
  x: () => active !== null && pick(active),
  " ": () => flipActive(),
};

/** A key for the list; answers whether it was one. */
export function takeKey(key) {
  const act = keys[key];
  if (!act) return false;
  readAt = Date.now();
  if (document.activeElement !== grid) grid.focus({ preventScroll: true });
  act();
  return true;
}

function flipActive() {
  const device = store.devices.get(active);
  const dp = device && switchOf(device);
  if (dp) flip(active, dp);
}

function pick(id, isRange = false) {
  if (isRange && anchor !== null && places.has(anchor)) {
    const [low, high] = [places.get(anchor), places.get(id)].sort((a, b) => a - b);
    select(order.slice(low, high + 1), true);
  } else {
    anchor = id;
    toggle(id);
  }
}

function measure() {
  const wanted = Number.parseFloat(getComputedStyle(grid).getPropertyValue("--row")) || 56;
  if (wanted !== height) {
    const first = scroller.scrollTop / height;
    height = wanted;
    canvas.style.height = `${order.length * height}px`;
    scroller.scrollTop = first * height;
  }
  draw();
}

function listen() {
  scroller.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(measure).observe(scroller);
  scroller.addEventListener("pointerenter", () => { isOver = true; readAt = Date.now(); });
  scroller.addEventListener("pointermove", () => { isOver = true; readAt = Date.now(); }, { passive: true });
  scroller.addEventListener("pointerleave", () => { isOver = false; settleSoon(); });
  scroller.addEventListener("wheel", () => { readAt = Date.now(); }, { passive: true });
  grid.addEventListener("focusin", () => { readAt = Date.now(); });
  grid.addEventListener("focusout", settleSoon);
  canvas.addEventListener("click", event => {
    const row = event.target.closest(".row")?.row;
    if (!row) return;
    active = row.id;
    if (event.target.closest(".pick")) {
      if (event.target.matches("input")) pick(row.id, event.shiftKey);
    } else if (!event.target.closest("button") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (getSelection().isCollapsed) go({ view: "device", id: row.id });
    }
    draw();
  });
  canvas.addEventListener("auxclick", event => {
    const row = event.target.closest(".row")?.row;
    if (row && event.button === 1 && !event.target.closest("a, button, input")) open(hrefOf(row.id), "_blank", "noopener");
  });
}

/** Begins to show the fleet. */
export function startList() {
  makeHead();
  listen();
  showSort();
  store.listen(changed => {
    if (changed.whole) isAllDirty = true;
    for (const id of changed.heads) dirty.add(id);
    for (const id of changed.values) if (rows.has(id)) dirty.add(id);
    if (changed.whole && order.length === 0) settle(true);
    else if (changed.heads.size > 0) settleSoon();
    draw();
  });
  onWish(id => {
    dirty.add(id);
    draw();
  });
  onMapping(() => {
    isAllDirty = true;
    draw();
  });
  onSelect(() => {
    isAllDirty = true;
    const all = document.getElementById("select-all");
    const listed = order.filter(id => selected.has(id)).length;
    all.checked = listed > 0 && listed === order.length;
    all.indeterminate = listed > 0 && listed < order.length;
    draw();
  });
  onMove((next, before) => {
    showSort();
    isAllDirty = true;
    if (JSON.stringify(next.filter) !== JSON.stringify(before.filter)) {
      scroller.scrollTop = 0;
      settle(true);
    }
    draw();
  });
  everySecond(() => {
    tick();
    // What waited for a reader who has gone.
    if (!note.hidden && !isRead()) settleSoon();
  });
}
