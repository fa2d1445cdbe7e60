// Where a device is and what it is, where it was before, and who is behind it.

import { now } from "./clock.js";
import { el, icon, mark, put, show } from "./dom.js";
import { ago, count, stamp } from "./format.js";
import { hrefOf } from "./route.js";
import { store } from "./store.js";
import { look, say } from "./words.js";

const modes = { persistent: "kept up", "on-demand": "on demand", battery: "battery: it sleeps, and is reached when it wakes" };

/** The facts of one device. */
export class Facts {
  element;
  #list = el("dl", { class: "facts" });
  #pushed = el("span");
  #addresses = el("ol", { class: "addresses" });
  #former = el("section", { class: "part" }, el("h3", { text: "Addresses" }), this.#addresses);
  #behind = el("ul", { class: "behind" });
  #subs = el("section", { class: "part" }, el("h3", { text: "Behind this gateway" }), this.#behind);

  constructor(id) {
    this.id = id;
    this.element = el("div", {}, this.#subs, el("section", { class: "part" }, el("h3", { text: "What it is" }), this.#list), this.#former);
    show(this.#subs, false);
  }

  show(details) {
    const gateway = details.gateway ? store.devices.get(details.gateway) : null;
    const rows = [
      ["Id", el("code", { text: details.id })],
      ["Product", details.productName],
      ["Address", details.address ? `${details.address}:${details.port}` : details.gateway ? null : "not known yet"],
      ["Announced", details.claimedAddress ? `${details.claimedAddress}, not yet proved by a handshake` : null],
      ["Segment", details.segment],
      ["Version", details.version],
      ["Behind", details.gateway ? el("a", { href: hrefOf(details.gateway), dir: "auto" }, gateway?.name ?? details.gateway) : null],
      ["Radio id", details.cid ? el("code", { text: details.cid }) : null],
      ["Connection", modes[details.connection] ?? details.connection],
      ["Local key", details.gateway ? null : details.hasKey ? "there is one" : "none"],
      ["Last report", this.#pushed],
      ["Counted", `${count(details.connects, "connection")}, ${count(details.pushes, "push", "pushes")} since the node's start`],
      ["Revision", details.revision],
    ];
    this.#list.replaceChildren(...rows.filter(([, what]) => what !== null && what !== undefined).flatMap(([name, what]) => [el("dt", { text: name }), el("dd", { dir: "auto" }, what instanceof Node ? what : String(what))]));
    show(this.#former, details.addresses.length > 0);
    this.#addresses.replaceChildren(...details.addresses.map(address => el(
      "li", {},
      el("code", { text: address.address }),
      address.current ? el("span", { class: "tag-mark", text: "now" }) : null,
      el("span", { class: "muted", text: `reached from ${stamp(address.first, now())} to ${stamp(address.last, now())}` }))));
    this.#showBehind(details);
    const device = store.devices.get(details.id);
    if (device) this.tick(device);
  }

  #showBehind({ subDevices = [], unknownCids = [] }) {
    show(this.#subs, subDevices.length + unknownCids.length > 0);
    this.#behind.replaceChildren(
      ...subDevices.map(sub => {
        const known = store.devices.get(sub.id);
        const row = el("li", { "data-tone": look(known?.urgency).tone }, el("span", { class: "pill" }, icon(look(known?.urgency).icon), el("span", { class: "word", text: say(known?.state ?? sub.state) })), el("a", { href: hrefOf(sub.id), text: sub.name, dir: "auto" }));
        mark(row, "title", known?.diagnosis?.sentence);
        return row;
      }),
      ...unknownCids.map(cid => el("li", { "data-tone": "wait" }, el("span", { class: "pill" }, icon("help"), el("span", { class: "word", text: "unknown" })), el("code", { text: cid }), el("a", { href: "#/new", text: "adopt it" }))));
  }

  tick(device) {
    put(this.#pushed, device.reportedAt ? `${ago(now() - Date.parse(device.reportedAt))}${device.lastPushAt ? `, pushed ${ago(now() - Date.parse(device.lastPushAt))}` : ""}` : "never");
  }
}
