// How a device came to stand where it does: a band of periods, and the same as a list.

import { now } from "./clock.js";
import { el, icon, mark, put } from "./dom.js";
import { count, span, stamp } from "./format.js";
import { say, toneOf } from "./words.js";

const iconOf = { good: "check", rest: "rest", wait: "wait", fail: "cross", bad: "alert" };

const name = period => say(period.diagnosis && toneOf(period) !== "good" ? period.diagnosis.kind : period.state);

/** The periods of one device. */
export class Timeline {
  element;
  #band = el("div", { class: "band", role: "listbox", tabindex: "0", "aria-label": "Periods, oldest first; the arrow keys tell each" });
  #told = el("p", { class: "told-period", role: "status" });
  #from = el("span");
  #list = el("ol", { class: "periods" });
  #periods = [];
  #chosen = -1;
  #shown = "";

  constructor() {
    this.element = el("div", { class: "timeline" }, this.#band, el("div", { class: "band-ends muted" }, this.#from, el("span", { text: "now" })), this.#told, this.#list);
    this.#band.addEventListener("keydown", event => {
      const move = { ArrowLeft: -1, ArrowRight: 1, Home: -1000, End: 1000 }[event.key];
      if (!move) return;
      event.preventDefault();
      event.stopPropagation();
      this.#choose(Math.max(0, Math.min(this.#periods.length - 1, (this.#chosen < 0 ? this.#periods.length - (move < 0 ? 0 : 1) : this.#chosen) + move)));
    });
    this.#band.addEventListener("pointerover", event => event.target.period !== undefined && this.#choose(event.target.period));
    this.#band.addEventListener("pointerleave", () => this.#choose(-1));
    this.#band.addEventListener("blur", () => this.#choose(-1));
  }

  /** Shows periods, as the API has them: newest first. */
  show(history) {
    const key = JSON.stringify(history);
    if (key !== this.#shown) {
      this.#shown = key;
      this.#periods = [...history].reverse();
      this.#band.replaceChildren(...this.#periods.map((period, i) => {
        const part = el("span", { class: "period", role: "option", id: `period-${i}`, "aria-label": this.#tell(period), "data-tone": toneOf(period) });
        part.period = i;
        return part;
      }));
      this.#list.replaceChildren(...history.slice(0, 20).map(period => this.#item(period)));
    }
    this.tick();
  }

  /** Lets the last period go on. */
  tick() {
    if (this.#periods.length === 0) return;
    const start = Date.parse(this.#periods[0].since);
    const whole = Math.max(1, now() - start);
    for (const [i, part] of [...this.#band.children].entries()) {
      const { since, until } = this.#periods[i];
      part.style.flexGrow = String(Math.max(0.001, ((until ? Date.parse(until) : now()) - Date.parse(since)) / whole));
    }
    put(this.#from, stamp(start, now()));
    const first = this.#list.firstChild?.querySelector(".lasted");
    if (first) put(first, `${span(now() - Date.parse(this.#periods.at(-1).since))}, still`);
  }

  #item(period) {
    const tone = toneOf(period);
    return el(
      "li", { "data-tone": tone },
      el("span", { class: "pill" }, icon(iconOf[tone]), el("span", { class: "word", text: name(period) })),
      el("span", { class: "when" }, `${stamp(period.since, now())} `, el("span", { class: "lasted muted", text: this.#length(period) }), period.failures > 0 ? el("span", { class: "muted", text: `, ${count(period.failures, "failed try", "failed tries")}` }) : null),
      period.diagnosis?.evidence ? el("p", { class: "evidence", text: period.diagnosis.evidence, dir: "auto" }) : null);
  }

  #length = period => `${span((period.until ? Date.parse(period.until) : now()) - Date.parse(period.since))}${period.until ? "" : ", still"}`;

  #tell = period => `${name(period)} since ${stamp(period.since, now())}, ${this.#length(period)}${period.failures > 0 ? `, ${count(period.failures, "failed try", "failed tries")}` : ""}`;

  #choose(i) {
    this.#chosen = i;
    for (const part of this.#band.children) mark(part, "aria-selected", part.period === i);
    mark(this.#band, "aria-activedescendant", i >= 0 ? `period-${i}` : null);
    put(this.#told, i >= 0 ? this.#tell(this.#periods[i]) : "");
  }
}
