// Who is heard on the network, or named by a gateway, and is not of the fleet: adopted by a name and a key.

import { call, get } from "./api.js";
import { everySecond, now } from "./clock.js";
import { button, el, icon, put, show } from "./dom.js";
import { ago, count } from "./format.js";
import { notify } from "./notices.js";
import { go } from "./route.js";

const every = 5000;
const scanFor = 6; // s: devices announce themselves every five or so

/** The view of those not adopted. */
export class Strangers {
  element;
  #list = el("ul", { class: "strangers" });
  #told = el("p", { class: "muted", text: "Listening …" });
  #progress = el("progress", { max: String(scanFor), "aria-label": "Scanning", hidden: true });
  #scan = button([icon("find"), "Scan now"], () => this.#scanNow(), { class: "primary" });
  #title = el("h2", { tabindex: "-1", text: "Not adopted" });
  #cards = new Map();
  #timer = 0;
  #hasEnded = false;
  #stop = everySecond(() => this.#tick());

  constructor() {
    this.element = el(
      "article", { class: "device" },
      el(
        "header", { class: "device-head" },
        button(icon("back"), () => go({ view: "list" }), { class: "quiet back", "aria-label": "Back to the list" }),
        el("div", { class: "device-title" }, this.#title, el("p", { class: "muted", text: "Heard on the network, or named by a gateway; the fleet does not have them, for want of their keys." })),
        button(icon("close"), () => go({ view: "list" }), { class: "quiet close", "aria-label": "Close", title: "Close (Esc)" })),
      el("div", { class: "device-body" }, el("div", { class: "buttons" }, this.#scan, this.#progress), this.#told, this.#list));
    this.#poll();
  }

  focus() {
    this.#title.focus({ preventScroll: true });
  }

  end() {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#stop();
  }

  async #poll() {
    clearTimeout(this.#timer);
    if (!document.hidden) {
      try {
        this.#show(await get("/api/sightings?new=true"));
      } catch (failed) {
        put(this.#told, failed.message);
      }
    }
    if (!this.#hasEnded) this.#timer = setTimeout(() => this.#poll(), every);
  }

  async #scanNow() {
    this.#scan.disabled = true;
    this.#progress.value = 0;
    show(this.#progress, true);
    const timer = setInterval(() => { this.#progress.value = Math.min(scanFor, this.#progress.value + 0.25); }, 250);
    try {
      const { sightings } = await call("POST", `/api/scan?seconds=${scanFor}`);
      const fresh = sightings.filter(heard => !heard.known).length;
      notify(`${count(sightings.length, "device")} answered; ${fresh === 0 ? "all of them are of the fleet" : `${fresh} of them ${fresh === 1 ? "is" : "are"} not of the fleet`}.`);
    } catch (failed) {
      notify(failed.message, "fail");
    }
    clearInterval(timer);
    show(this.#progress, false);
    this.#scan.disabled = false;
    if (!this.#hasEnded) this.#poll();
  }

  #show({ sightings, subDevices }) {
    if (this.#hasEnded) return;
    const all = [
      ...sightings.map(heard => ({ key: heard.id, heard })),
      ...subDevices.map(behind => ({ key: `${behind.gateway}/${behind.cid}`, behind })),
    ];
    put(this.#told, all.length === 0 ? "Nobody is heard who is not of the fleet. Devices announce themselves every few seconds; some answer only a scan." : `${count(all.length, "device")}, heard in the last hour`);
    const keys = new Set(all.map(({ key }) => key));
    for (const [key, card] of this.#cards) {
      if (keys.has(key)) continue;
      card.element.remove();
      this.#cards.delete(key);
    }
    for (const { key, heard, behind } of all) {
      let card = this.#cards.get(key);
      if (!card) {
        this.#cards.set(key, card = heard ? this.#heardCard(heard) : this.#behindCard(behind));
        this.#list.append(card.element);
      }
      card.heard = heard;
    }
    this.#tick();
  }

  #tick() {
    for (const { heard, seen } of this.#cards.values()) {
      if (heard) put(seen, `${heard.address} · ${heard.version ? `version ${heard.version} · ` : ""}heard ${ago(now() - Date.parse(heard.lastSeen))}, ${heard.count} times`);
    }
  }

  #heardCard(heard) {
    const seen = el("span", { class: "muted" });
    const key = el("input", { type: "password", required: true, minlength: "16", maxlength: "16", autocomplete: "new-password", spellcheck: "false" });
    const name = el("input", { type: "text", required: true, maxlength: "200" });
    return {
      heard, seen,
      element: this.#card(heard.id, el("code", { text: heard.id }), seen, [["Name", name], ["Local key", key]], () => ({ id: heard.id, name: name.value.trim(), key: key.value })),
    };
  }

  #behindCard({ gateway, gatewayName, cid }) {
    const name = el("input", { type: "text", required: true, maxlength: "200" });
    const id = el("input", { type: "text", required: true, value: cid, spellcheck: "false" });
    return {
      element: this.#card(cid, el("code", { text: cid }), el("span", { class: "muted", text: `behind ${gatewayName}`, dir: "auto" }), [["Name", name], ["Device id", id]], () => ({ id: id.value.trim(), name: name.value.trim(), gateway, cid })),
    };
  }

  #card(label, title, seen, fields, read) {
    const wrong = el("p", { class: "wrong", role: "alert", hidden: true });
    const form = el("form", { class: "adopt", hidden: true }, fields.map(([name, input]) => el("label", {}, el("span", { text: name }), input)), wrong, el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Adopt")));
    const opener = button("Adopt …", () => {
      show(form, form.hidden);
      opener.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) fields[0][1].focus();
    }, { "aria-expanded": "false", "aria-label": `Adopt ${label}` });
    form.addEventListener("submit", async event => {
      event.preventDefault();
      show(wrong, false);
      try {
        const added = await call("POST", "/api/definitions", read());
        notify(`${added.name} belongs to the fleet.`);
        go({ view: "device", id: added.id });
      } catch (failed) {
        put(wrong, failed.message);
        show(wrong, true);
      }
    });
    return el("li", { class: "card stranger" }, el("div", { class: "stranger-head" }, el("div", {}, title, seen), opener), form);
  }
}
