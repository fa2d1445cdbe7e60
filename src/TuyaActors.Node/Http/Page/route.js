// Where one is, in the address: #/ is the list, #/device/ID a device, #/new who is heard and not of the fleet; the filter follows behind "?".
// So a link can be passed on, and back and forward do what they should.

const lists = ["state", "diagnosis", "tag", "group", "segment"];
const listeners = new Set();

export const noFilter = { state: [], diagnosis: [], tag: [], group: [], segment: [], text: "", sort: "" };

export let place = read(location.hash);

function read(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const words = new URLSearchParams(query);
  const filter = Object.fromEntries(lists.map(name => [name, words.getAll(name)]));
  const [view, ...rest] = path.split("/");
  const id = view === "device" ? decode(rest.join("/")) : "";
  return { view: id ? "device" : view === "new" ? "new" : "list", id, filter: { ...filter, text: words.get("text") ?? "", sort: words.get("sort") ?? "" } };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a place. */
export function hashOf({ view, id, filter }) {
  const words = new URLSearchParams();
  for (const name of lists) for (const word of filter[name]) words.append(name, word);
  if (filter.text) words.set("text", filter.text);
  if (filter.sort) words.set("sort", filter.sort);
  const query = words.toString();
  const path = view === "device" ? `device/${encodeURIComponent(id)}` : view === "new" ? "new" : "";
  return `#/${path}${query ? `?${query}` : ""}`;
}

/** The address of a device, with the filter that is on. */
export const hrefOf = id => hashOf({ ...place, view: "device", id });

/** Goes somewhere; what is not said stays. */
export function go(where, replace = false) {
  const next = { ...place, ...where, filter: { ...place.filter, ...where.filter } };
  const hash = hashOf(next);
  if (hash === hashOf(place)) return;
  if (replace) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  move();
}

export const onMove = listener => listeners.add(listener);

function move() {
  const before = place;
  place = read(location.hash);
  if (hashOf(before) === hashOf(place)) return;
  for (const listener of listeners) listener(place, before);
}

addEventListener("popstate", move);
addEventListener("hashchange", move);
