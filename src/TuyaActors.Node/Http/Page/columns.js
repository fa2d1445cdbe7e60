// The heads of the list's columns: what it is sorted by, and all of it selected at once.

import { el, icon, mark } from "./dom.js";
import { go, place } from "./route.js";
import { onSelect, select, selected } from "./selection.js";

const columns = [
  ["name", "Device", "name"], ["state", "State", "state"], ["told", "Values, or what to do"], ["push", "Last push", "lastPush"],
  ["address", "Address", "address"], ["version", "Version", "version"], ["act", "Switch"]];

const heads = document.getElementById("columns");
const all = el("input", { type: "checkbox", class: "check", id: "select-all", "aria-label": "Select all that are listed" });

function sortBy(column) {
  const current = place.filter.sort || "state";
  go({ filter: { sort: current === column ? `-${column}` : column === "state" ? "" : column } });
}

/** Shows by what the list is sorted. */
export function showSort() {
  const sort = place.filter.sort || "state";
  for (const head of heads.querySelectorAll("[data-sort]")) {
    mark(head, "aria-sort", sort === head.dataset.sort ? "ascending" : sort === `-${head.dataset.sort}` ? "descending" : "none");
  }
}

/** Shows whether all, some or none of those that are listed are selected. */
export function showSelected(ids) {
  const count = selected.size === 0 ? 0 : ids.filter(id => selected.has(id)).length;
  all.checked = count > 0 && count === ids.length;
  all.indeterminate = count > 0 && count < ids.length;
}

/** Makes the heads. @param listed answers the ids that are listed. */
export function startColumns(listed) {
  all.addEventListener("change", () => select(listed(), all.checked));
  heads.append(el("div", { class: "cell pick", role: "columnheader" }, el("label", { class: "hit" }, all)));
  for (const [name, label, sort] of columns) {
    heads.append(sort
      ? el("div", { class: `cell ${name}`, role: "columnheader", "data-sort": sort }, el("button", { type: "button", class: "sort", onclick: () => sortBy(sort) }, label, icon("sort")))
      : el("div", { class: `cell ${name}`, role: "columnheader", text: label }));
  }
  onSelect(() => showSelected(listed()));
  showSort();
}
