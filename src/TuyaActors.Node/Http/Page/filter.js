// Which devices are listed, and in what order.

import { searchText, store } from "./store.js";
import { diagnoses, isProblem, urgencies } from "./words.js";

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const same = (word, other) => word.toLowerCase() === other.toLowerCase();

/** Whether a filter lets a device through. */
export function matcher(filter) {
  const tests = [];
  if (filter.state.length) tests.push(device => filter.state.some(word => word === "problem" ? isProblem(device) : word === "underway" ? device.urgency === "onTheWay" : word === device.state));
  if (filter.diagnosis.length) tests.push(device => device.diagnosis && filter.diagnosis.includes(device.diagnosis.kind));
  if (filter.tag.length) tests.push(device => (device.tags ?? []).some(tag => filter.tag.some(word => same(tag, word))));
  if (filter.group.length) tests.push(device => device.group && filter.group.some(word => same(device.group, word)));
  if (filter.segment.length) tests.push(device => device.segment && filter.segment.some(word => same(device.segment, word)));
  const text = filter.text.toLowerCase();
  if (text) tests.push(device => searchText(device).includes(text) || JSON.stringify(device.dps).toLowerCase().includes(text));
  return device => tests.every(test => test(device));
}

export const isFiltering = filter => filter.text !== "" || [filter.state, filter.diagnosis, filter.tag, filter.group, filter.segment].some(words => words.length > 0);

// Comparing names by the rules of a language is slow, comparing their places in the alphabet is not.
let ranks = new Map();
let rankedAt = -1;

function rank(device) {
  if (rankedAt !== store.names) {
    const sorted = [...store.devices.values()].sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
    ranks = new Map(sorted.map((known, i) => [known.id, i]));
    rankedAt = store.names;
  }
  return ranks.get(device.id) ?? 0;
}

const byName = (a, b) => rank(a) - rank(b);
const diagnosisRank = device => device.diagnosis ? diagnoses.indexOf(device.diagnosis.kind) : 99;
const time = text => text ? Date.parse(text) : 0;
const number = address => (address ?? "255.255.255.255").split(".").reduce((sum, part) => sum * 256 + Number(part), 0) || 0;

const orders = {
  state: (a, b) => urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency) || diagnosisRank(a) - diagnosisRank(b),
  name: byName,
  since: (a, b) => time(b.since) - time(a.since),
  lastPush: (a, b) => time(b.lastPushAt ?? b.reportedAt) - time(a.lastPushAt ?? a.reportedAt),
  address: (a, b) => number(a.address) - number(b.address),
  version: (a, b) => (a.version ?? "9").localeCompare(b.version ?? "9"),
};

/** The ids of the devices that a filter lets through, in its order: worst first unless it says otherwise. */
export function arrange(filter) {
  const descending = filter.sort.startsWith("-");
  const order = orders[descending ? filter.sort.slice(1) : filter.sort] ?? orders.state;
  const sign = descending ? -1 : 1;
  const passes = matcher(filter);
  return [...store.devices.values()].filter(passes).sort((a, b) => sign * order(a, b) || byName(a, b)).map(device => device.id);
}
