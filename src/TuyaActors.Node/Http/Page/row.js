// One row of the list. Rows are few and are used again for other devices as the list is scrolled.

import { now } from "./clock.js";
import { el, icon, mark, put, setIcon, show } from "./dom.js";
import { ago, span, value } from "./format.js";
import { labelOf, switchOf, tellingDps } from "./mappings.js";
import { hrefOf } from "./route.js";
import { selected } from "./selection.js";
import { makeSwitch, showSwitch } from "./switch.js";
import { wishesOf } from "./wishes.js";
import { headline, isProblem, look, say } from "./words.js";

const mostValues = 4;

const cell = (name, ...children) => el("div", { class: `cell ${name}`, role: "gridcell" }, ...children);

export class Row {
  /** The id of the device that it shows. */
  id = null;
  index = -1;
  element;
  #check = el("input", { type: "checkbox", tabindex: "-1", class: "check" });
  #name = el("a", { class: "title", tabindex: "-1", dir: "auto" });
  #about = el("span", { class: "sub", dir: "auto" });
  #icon = icon("wait");
  #state = el("span", { class: "word" });
  #pill = el("span", { class: "pill" }, this.#icon, this.#state);
  #since = el("span", { class: "sub" });
  #sentence = el("p", { class: "sentence", dir: "auto" });
  #values = Array.from({ length: mostValues }, () => ({ value: el("b", { dir: "auto" }), label: el("small") }));
  #told = el("div", { class: "values" }, ...this.#values.map(({ value: of, label }) => el("div", { class: "value" }, of, label)));
  #push = el("span");
  #address = el("span");
  #version = el("span");
  #switch = makeSwitch({ tabindex: "-1" });

  constructor(slot) {
    this.element = el(
      "div", { class: "row", role: "row", id: `row-${slot}` },
      cell("pick", el("label", { class: "hit" }, this.#check)),
      el("div", { class: "cell name", role: "rowheader" }, this.#name, this.#about),
      cell("state", this.#pill, this.#since),
      cell("told", this.#sentence, this.#told),
      cell("push", this.#push),
      cell("address", this.#address),
      cell("version", this.#version),
      cell("act", this.#switch));
    this.element.row = this;
  }

  place(index, height) {
    if (this.index === index && this.height === height) return;
    this.index = index;
    this.height = height;
    this.element.style.transform = `translateY(${index * height}px)`;
    mark(this.element, "aria-rowindex", index + 2);
  }

  /** Shows a device; undefined: one that has left the fleet while the list stands still. */
  fill(id, device) {
    const isOther = this.id !== id;
    this.id = id;
    if (isOther) mark(this.element, "data-id", id);
    mark(this.element, "data-tone", device ? look(device.urgency).tone : "gone");
    this.#check.checked = selected.has(id);
    mark(this.element, "aria-selected", selected.has(id));
    if (!device) {
      this.#showGone();
      return;
    }
    this.#fillHead(device);
    this.#fillTold(device);
    this.tick(device);
  }

  #fillHead(device) {
    put(this.#name, device.name);
    mark(this.#name, "href", hrefOf(device.id));
    mark(this.#check, "aria-label", `Select ${device.name}`);
    put(this.#about, [device.productName, device.group, device.segment].filter(Boolean).join(" · ") || device.id);
    setIcon(this.#icon, look(device.urgency).icon);
    put(this.#state, headline(device));
    put(this.#address, device.address ?? (device.gateway ? "by its gateway" : "–"));
    put(this.#version, device.version ?? "–");
  }

  #fillTold(device) {
    const dp = switchOf(device);
    show(this.#switch, dp !== null);
    if (dp !== null) showSwitch(this.#switch, device.id, dp, `Switch ${device.name}`);
    const failed = [...wishesOf(device.id).values()].find(made => made.state === "failed");
    const sentence = failed ? failed.sentence : isProblem(device) ? device.diagnosis?.sentence : null;
    show(this.#sentence, Boolean(sentence));
    show(this.#told, !sentence);
    mark(this.#sentence, "data-failed", failed ? "" : null);
    put(this.#sentence, sentence ?? "");
    mark(this.#sentence, "title", sentence ? [sentence, !failed && device.diagnosis?.evidence].filter(Boolean).join("\n") : null);
    if (sentence) return;
    const telling = tellingDps(device, dp, mostValues);
    mark(this.#told, "data-stale", device.stale ? "" : null);
    for (const [i, { value: of, label }] of this.#values.entries()) {
      const [number, known] = telling[i] ?? [];
      show(of.parentElement, number !== undefined);
      if (number === undefined) continue;
      put(of, value(device.dps[number], known, 16));
      put(label, labelOf(number, known));
    }
  }

  /** Shows ages anew. */
  tick(device) {
    const pushedAt = device.lastPushAt ?? device.reportedAt;
    put(this.#push, pushedAt ? ago(now() - Date.parse(pushedAt)) : "never");
    const since = span(now() - Date.parse(device.since));
    const left = device.nextAttemptAt ? Date.parse(device.nextAttemptAt) - now() : 0;
    put(this.#since, !isProblem(device) ? `for ${since}`
      : left > 500 ? `next try in ${span(left)}`
      : device.state === "backoff" ? "about to try"
      : device.diagnosis?.kind !== device.state ? `${say(device.state)}, ${since}` : `for ${since}`);
  }

  #showGone() {
    setIcon(this.#icon, "cross");
    put(this.#state, "removed");
    put(this.#since, "");
    put(this.#sentence, "It has left the fleet.");
    show(this.#sentence, true);
    show(this.#told, false);
    show(this.#switch, false);
  }
}
