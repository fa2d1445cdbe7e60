// One device: how it is and what to do, its values and what sets them, how they went, how it came here, and what goes over its wire.

import { get, pathOf } from "./api.js";
import { Actions } from "./actions.js";
import { Chart } from "./chart.js";
import { everySecond, now } from "./clock.js";
import { Control } from "./controls.js";
import { button, el, icon, mark, put, setIcon, show } from "./dom.js";
import { ago, clockTime, span } from "./format.js";
import { Frames } from "./frames.js";
import { Facts } from "./facts.js";
import { learn } from "./mappings.js";
import { go } from "./route.js";
import { recorder } from "./series.js";
import { Simulation } from "./simulation.js";
import { store } from "./store.js";
import { stream } from "./stream.js";
import { Timeline } from "./timeline.js";
import { onWish } from "./wishes.js";
import { headline, isProblem, look, say } from "./words.js";

const againAfter = 400; // ms: what changes together is read once
const againEvery = 10_000; // what others wish is told by the details alone

const part = (title, ...children) => el("section", { class: "part" }, el("h3", { text: title }), ...children);

/** The view of one device. */
export class DeviceView {
  element;
  id;
  #details = null;
  #loading = 0;
  #drawing = 0;
  #hasEnded = false;
  #controls = new Map();
  #name = el("h2", { class: "device-name", tabindex: "-1", dir: "auto" });
  #icon = icon("wait");
  #word = el("span", { class: "word" });
  #pill = el("span", { class: "pill" }, this.#icon, this.#word);
  #since = el("span", { class: "muted" });
  #about = el("p", { class: "about muted", dir: "auto" });
  #sentence = el("p", { class: "says", dir: "auto" });
  #evidence = el("p", { class: "evidence", dir: "auto" });
  #diagnosis = el("div", { class: "diagnosis" }, this.#sentence, this.#evidence);
  #values = el("div", { class: "dps" });
  #noValues = el("p", { class: "muted", text: "It has reported no values yet." });
  #stale = el("p", { class: "stale", text: "As last reported; may be out of date." });
  #actions;
  #chart;
  #timeline = new Timeline();
  #facts;
  #frames;
  #simulation = null;
  #body;
  #stop = [];
  #again;

  constructor(id) {
    this.id = id;
    recorder.watch(id);
    this.#actions = new Actions(id, () => this.#load());
    this.#chart = new Chart(id);
    this.#facts = new Facts(id);
    this.#frames = new Frames(id);
    this.#body = el(
      "div", { class: "device-body" },
      this.#diagnosis, this.#actions.element,
      part("Values", this.#stale, this.#noValues, this.#values),
      part("Chart", this.#chart.element),
      part("History", this.#timeline.element),
      this.#facts.element,
      this.#frames.element);
    this.element = el(
      "article", { class: "device" },
      el(
        "header", { class: "device-head" },
        button(icon("back"), () => go({ view: "list" }), { class: "quiet back", "aria-label": "Back to the list" }),
        el("div", { class: "device-title" }, this.#name, el("p", { class: "device-state" }, this.#pill, this.#since), this.#about),
        button(icon("close"), () => go({ view: "list" }), { class: "quiet close", "aria-label": "Close", title: "Close (Esc)" })),
      this.#body);
    this.#stop.push(
      store.listen(changed => this.#take(changed)),
      everySecond(() => this.#tick()),
      onWish(wished => wished === id && this.#draw()));
    stream.watch(id);
    this.#again = setInterval(() => !document.hidden && stream.state === "live" && this.#load(), againEvery);
    this.#showHead();
    this.#load();
  }

  focus() {
    this.#name.focus({ preventScroll: true });
  }

  end() {
    this.#hasEnded = true;
    clearTimeout(this.#loading);
    clearInterval(this.#again);
    cancelAnimationFrame(this.#drawing);
    for (const stop of this.#stop) stop();
    this.#chart.end();
    this.#frames.end();
    recorder.watch(null);
  }

  #take({ heads, values, whole }) {
    if (whole || heads.has(this.id)) {
      clearTimeout(this.#loading);
      this.#loading = setTimeout(() => this.#load(), againAfter);
      this.#draw();
    } else if (values.has(this.id)) {
      this.#draw();
    }
  }

  async #load() {
    if (this.#hasEnded) return;
    try {
      const details = await get(pathOf(this.id));
      if (this.#hasEnded) return;
      this.#details = details;
      if (!store.devices.has(this.id) && !store.isKnown) return;
      const device = store.devices.get(this.id);
      if (device) learn(device, details.dps);
      this.#chart.learn(details.dps);
      this.#timeline.show(details.history);
      this.#facts.show(details);
      this.#actions.learn(details);
      this.#showSimulation(details);
      this.#draw();
    } catch (failed) {
      if (failed.status === 404) this.#draw();
      // Else the head of the page says that the node is away.
    }
  }

  #showSimulation(details) {
    if (this.#simulation || !stream.health?.simulated || details.gateway) return;
    this.#simulation = new Simulation(this.id);
    this.#body.append(this.#simulation.element);
  }

  #draw() {
    this.#drawing ||= requestAnimationFrame(() => {
      this.#drawing = 0;
      if (this.#hasEnded) return;
      this.#showHead();
      this.#showValues();
      this.#chart.draw();
    });
  }

  #showHead() {
    const device = store.devices.get(this.id);
    mark(this.element, "data-tone", device ? look(device.urgency).tone : "gone");
    show(this.#body, Boolean(device) || !store.isKnown);
    put(this.#name, device?.name ?? this.id);
    if (!device) {
      setIcon(this.#icon, store.isKnown ? "cross" : "wait");
      put(this.#word, store.isKnown ? "not in the fleet" : "reading");
      put(this.#since, "");
      put(this.#about, store.isKnown ? "The fleet has no device with this id. It may have been removed." : "");
      return;
    }
    setIcon(this.#icon, look(device.urgency).icon);
    put(this.#word, headline(device));
    put(this.#about, [device.productName, device.group, ...(device.tags ?? []).map(tag => `#${tag}`)].filter(Boolean).join(" · "));
    const { diagnosis } = device;
    show(this.#diagnosis, Boolean(diagnosis));
    put(this.#sentence, diagnosis?.sentence ?? "");
    this.#tick();
  }

  #tick() {
    const device = store.devices.get(this.id);
    if (!device) return;
    put(this.#since, ` for ${span(now() - Date.parse(device.since))}${isProblem(device) && device.diagnosis?.kind !== device.state ? `, ${say(device.state)}` : ""}`);
    const { diagnosis } = device;
    const left = device.nextAttemptAt ? Date.parse(device.nextAttemptAt) - now() : 0;
    put(this.#evidence, diagnosis ? [
      diagnosis.evidence ? `Seen: ${diagnosis.evidence}.` : "",
      left > 500 ? `Next try in ${span(left)}.` : "",
      `tinytuya calls it ${diagnosis.tinytuyaCode}.`,
    ].filter(Boolean).join(" ") : "");
    this.#facts.tick(device);
    this.#timeline.tick();
  }

  #showValues() {
    const device = store.devices.get(this.id);
    if (!device) return;
    const known = new Map((this.#details?.dps ?? []).map(dp => [String(dp.dp), dp]));
    for (const dp of Object.keys(device.dps)) if (!known.has(dp)) known.set(dp, { dp: Number(dp) });
    const desired = new Map((this.#details?.desired ?? []).filter(({ deadline }) => Date.parse(deadline) > now()).map(wished => [String(wished.dp), wished]));
    // Those never reported are told of by the mapping alone; they come last.
    const sorted = [...known.values()].sort((a, b) => a.dp - b.dp);
    for (const [i, dp] of sorted.entries()) {
      let control = this.#controls.get(dp.dp);
      if (!control) {
        this.#controls.set(dp.dp, control = new Control(this.id, dp));
        this.#values.insertBefore(control.element, this.#values.children[i] ?? null);
      }
      control.learn(dp);
      control.show(desired.get(String(dp.dp)));
    }
    show(this.#noValues, sorted.length === 0);
    show(this.#stale, Boolean(device.stale) && sorted.length > 0);
    put(this.#stale, device.reportedAt ? `As reported ${ago(now() - Date.parse(device.reportedAt))}, at ${clockTime(device.reportedAt)}; may be out of date.` : "It has reported nothing since the node was started.");
  }
}
