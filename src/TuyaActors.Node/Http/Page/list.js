// The list: of thousands of devices only the rows that are seen exist. Rows keep their places while somebody reads; order changes wait until then.

import { everySecond } from "./clock.js";
import { showSelected, showSort, startColumns } from "./columns.js";
import { button, el, mark, put, show } from "./dom.js";
import { arrange, isFiltering } from "./filter.js";
import { count } from "./format.js";
import { onMapping, switchOf } from "./mappings.js";
import { showNothing } from "./nothing.js";
import { isRead, startReader, touch } from "./reader.js";
import { go, hrefOf, onMove, place } from "./route.js";
import { Row } from "./row.js";
import { onSelect, select, toggle } from "./selection.js";
import { store } from "./store.js";
import { flip } from "./switch.js";
import { onWish } from "./wishes.js";

const beyond = 4; // rows above and below what is seen, so that quick scrolling shows no gaps
const settleAfter = 400; // ms: what happens together is sorted together

const grid = document.getElementById("grid");
const scroller = document.getElementById("scroller");
const canvas = document.getElementById("canvas");
const note = document.getElementById("order-note");
const shownCount = document.getElementById("shown-count");

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
let settling = 0;

const leaving = new Set();

/** Somebody here takes a device out of the fleet, and so wants its row to go. */
export const expectGone = id => leaving.add(id);

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
  showNothing(order.length === 0);
  put(shownCount, isFiltering(place.filter) ? `${order.length} of ${count(store.devices.size, "device")}` : count(order.length, "device"));
  draw();
}

function reorder(next, isAnimated) {
  const first = Math.max(0, Math.floor(scroller.scrollTop / height));
  const seen = scroller.scrollTop > 0 ? order.slice(first, first + 12) : [];
  const before = places;
  order = next;
  places = new Map(order.map((id, i) => [id, i]));
  showSelected(order);
  if (active !== null && !places.has(active)) active = null;
  canvas.style.height = `${order.length * height}px`;
  if (isAnimated) {
    canvas.classList.add("moving");
    setTimeout(() => canvas.classList.remove("moving"), 350);
    // Who has scrolled keeps before the eyes what moved least.
    const moves = seen.filter(id => places.has(id)).map(id => places.get(id) - before.get(id)).sort((a, b) => Math.abs(a) - Math.abs(b));
    if (moves.length > 0) scroller.scrollTop += moves[0] * height;
  }
  mark(grid, "aria-rowcount", order.length + 1);
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
  for (const row of spare) if (row.index !== -1) putAway(row);
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

function putAway(row) {
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

// Makes a row the active one, and shows it.
function activate(index) {
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
  touch();
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
  startColumns(() => order);
  startReader(settleSoon);
  note.append(el("span", { text: "The order has changed." }), button("Sort now", () => settle(true)));
  listen();
  store.listen(changed => {
    if (changed.whole) isAllDirty = true;
    for (const id of changed.heads) dirty.add(id);
    for (const id of changed.values) if (rows.has(id)) dirty.add(id);
    const isOwn = [...leaving].some(id => !store.devices.has(id) && leaving.delete(id));
    if (isOwn || (changed.whole && order.length === 0)) settle(true);
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
