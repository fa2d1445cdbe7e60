// A control for each DP, by what is known of it. What was asked for stands beside what the device reported, never in its place.

import { colourFormat, fromPicked, toPicked } from "./colour.js";
import { button, el, mark, put, show } from "./dom.js";
import { number, value } from "./format.js";
import { nameOf } from "./mappings.js";
import { store } from "./store.js";
import { makeSwitch, showSwitch } from "./switch.js";
import { isSame, isWaiting, wish, wishOf } from "./wishes.js";

const touchedFor = 1500; // ms in which a control that was moved is not moved back by a report

/** What a DP is operated by. */
function kindOf(known, current) {
  if (known.measured) return "measured";
  if (known.type === "boolean" || typeof current === "boolean") return "switch";
  if (known.type === "enum" && known.options?.length) return "enum";
  if (known.type === "integer" || typeof current === "number") return known.highest > known.lowest ? "range" : "number";
  if (colourFormat(current) && (/colou?r/.test(known.code ?? "") || !known.code)) return "colour";
  if (known.type === "json" || (current !== null && typeof current === "object")) return "json";
  return current === null || current === undefined ? known.type ? "text" : "json" : "text";
}

const makers = { measured: () => ({ element: null, show() {} }), switch: switchFor, enum: enumFor, range: rangeFor, number: numberFor, colour: colourFor, text: textFor, json: jsonFor };

/** One DP of a device. */
export class Control {
  element;
  #id;
  #known;
  #kind = "";
  #part = null;
  #place = el("div", { class: "control" });
  #reported = el("output", { class: "reported" });
  #wish = el("p", { class: "wish", role: "status" });
  #code = el("span", { class: "code", dir: "auto" });

  constructor(id, known) {
    this.#id = id;
    this.#known = known;
    this.element = el(
      "div", { class: "dp", "data-dp": known.dp, role: "group" },
      el("div", { class: "dp-name" }, this.#code, el("span", { class: "dp-number", text: known.code ? `DP ${known.dp} · ${known.code}` : `DP ${known.dp}` })), this.#place, this.#reported, this.#wish);
  }

  /** More, or other things, are known of it. */
  learn(known) {
    this.#known = known;
  }

  /** Shows what the device reported; desired is what the node waits for, whoever asked for it. */
  show(desired) {
    const { dp } = this.#known;
    const reported = store.devices.get(this.#id)?.dps[dp];
    const kind = kindOf(this.#known, reported);
    const name = this.#known.code ? nameOf(this.#known.code) : `DP ${dp}`;
    if (kind !== this.#kind) this.#make(kind, name);
    put(this.#code, this.#known.code ? name : typeof reported === "object" ? "value" : "unnamed");
    mark(this.element, "aria-label", name);
    this.#part.show(reported, this.#known);
    put(this.#reported, this.#textOf(reported, kind));
    mark(this.#reported, "title", typeof reported === "string" && reported.length > 24 ? reported : null);
    this.#showWish(dp, reported, desired);
  }

  #make(kind, name) {
    this.#kind = kind;
    const { dp } = this.#known;
    this.#part = makers[kind](made => wish(this.#id, dp, made), name, this.#id, dp);
    this.#place.replaceChildren(...(this.#part.element ? [this.#part.element] : []));
    this.element.dataset.kind = kind;
  }

  #textOf(reported, kind) {
    if (reported === undefined || reported === null) return "not reported";
    const { options, type } = this.#known;
    if (type === "bitmap" && typeof reported === "number") {
      const bits = (options ?? []).filter((_, bit) => reported & (1 << bit));
      return reported === 0 ? "none" : bits.length ? bits.join(", ") : String(reported);
    }
    return kind === "json" ? "" : value(reported, this.#known, 40);
  }

  #showWish(dp, reported, desired) {
    const made = wishOf(this.#id, dp);
    const waits = isWaiting(this.#id, dp) ? made.value : desired && !isSame(desired.value, reported) && !made ? desired.value : undefined;
    const isFailed = made?.state === "failed";
    mark(this.#wish, "data-state", isFailed ? "failed" : waits !== undefined ? "waiting" : null);
    put(this.#wish, isFailed ? `${value(made.value, this.#known)}: ${made.sentence}` : waits !== undefined ? `waiting for ${value(waits, this.#known, 40)}` : "");
  }
}

const held = () => {
  let until = 0;
  return { touch: () => { until = Date.now() + touchedFor; }, isHeld: () => Date.now() < until };
};

function switchFor(send, name, id, dp) {
  const element = makeSwitch();
  return { element, show: () => showSwitch(element, id, String(dp), name) };
}

function enumFor(send, name) {
  const element = el("select", { "aria-label": name, onchange: () => element.value !== "" && send(element.value) });
  let shown = "";
  return {
    element,
    show(reported, known) {
      const options = known.options.includes(reported) || typeof reported !== "string" ? known.options : [...known.options, reported];
      const key = options.join("\n");
      if (key !== shown) element.replaceChildren(el("option", { value: "", disabled: true }, "choose"), ...options.map(option => el("option", { value: option }, option)));
      shown = key;
      if (document.activeElement !== element || !element.matches(":open")) element.value = typeof reported === "string" ? reported : "";
    },
  };
}

function rangeFor(send, name) {
  const hand = held();
  const slider = el("input", { type: "range", "aria-label": name });
  const box = el("input", { type: "number", class: "box", "aria-label": `${name}, as a number`, inputmode: "decimal" });
  const unit = el("span", { class: "unit" });
  let mapping = {};
  const factor = () => 10 ** (mapping.scale ?? 0);
  const tell = raw => slider.setAttribute("aria-valuetext", number(raw, mapping));
  slider.addEventListener("input", () => {
    hand.touch();
    const raw = Number(slider.value);
    box.value = (raw / factor()).toFixed(mapping.scale ?? 0);
    tell(raw);
    send(raw);
  });
  box.addEventListener("change", () => {
    if (box.value === "" || !box.checkValidity()) {
      box.reportValidity();
      return;
    }
    send(Math.round(Number(box.value) * factor()));
  });
  return {
    element: el("div", { class: "range" }, slider, box, unit),
    show(reported, known) {
      mapping = known;
      const step = known.step ?? 1;
      for (const [input, by] of [[slider, 1], [box, factor()]]) {
        mark(input, "min", known.lowest / by);
        mark(input, "max", known.highest / by);
        mark(input, "step", step / by);
      }
      put(unit, known.unit ? number(0, { unit: known.unit }).slice(2) : "");
      if (typeof reported !== "number" || hand.isHeld()) return;
      if (slider.value !== String(reported)) slider.value = String(reported);
      tell(reported);
      if (document.activeElement !== box) box.value = (reported / factor()).toFixed(known.scale ?? 0);
    },
  };
}

function numberFor(send, name) {
  const box = el("input", { type: "number", class: "box wide", "aria-label": name, step: "any" });
  return asForm(box, () => {
    const read = Number(box.value);
    if (box.value === "" || !Number.isFinite(read)) box.reportValidity();
    else send(read);
  }, (reported, known) => {
    box.placeholder = known.min !== undefined ? `seen: ${known.min} to ${known.max}` : "";
    return String(reported ?? "");
  });
}

function colourFor(send, name) {
  const hand = held();
  const picker = el("input", { type: "color", class: "picker", "aria-label": name });
  let format = "hsv16";
  picker.addEventListener("input", () => {
    hand.touch();
    send(fromPicked(picker.value, format));
  });
  return {
    element: picker,
    show(reported) {
      format = colourFormat(reported) ?? format;
      if (colourFormat(reported) && !hand.isHeld()) picker.value = toPicked(reported);
    },
  };
}

function textFor(send, name, id, dp) {
  const seen = el("datalist", { id: `seen-${dp}` });
  const box = el("input", { type: "text", class: "text", "aria-label": name, list: seen.id, autocomplete: "off", spellcheck: "false", dir: "auto" });
  const form = asForm(box, () => send(box.value), (reported, known) => {
    if (seen.childElementCount !== (known.texts?.length ?? 0)) seen.replaceChildren(...(known.texts ?? []).map(text => el("option", { value: text })));
    return String(reported ?? "");
  });
  form.element.append(seen);
  return form;
}

function jsonFor(send, name) {
  const box = el("textarea", { class: "json", rows: "3", "aria-label": `${name}, as JSON`, spellcheck: "false" });
  const wrong = el("p", { class: "wrong", hidden: true });
  const form = asForm(box, () => {
    show(wrong, false);
    try {
      send(JSON.parse(box.value));
    } catch (failed) {
      put(wrong, `It is no JSON: ${failed.message}`);
      show(wrong, true);
    }
  }, reported => reported === undefined ? "" : JSON.stringify(reported));
  form.element.append(wrong);
  return form;
}

// What is typed is sent when one says so, and is not overwritten by reports while it is typed.
function asForm(box, submit, read) {
  let isTouched = false;
  const send = button("Set", () => element.requestSubmit(), { class: "set" });
  const element = el("form", { class: "typed", onsubmit: event => {
    event.preventDefault();
    isTouched = false;
    submit();
  } }, box, send);
  box.addEventListener("input", () => { isTouched = true; });
  return {
    element,
    show(reported, known) {
      const text = read(reported, known);
      if (!isTouched && document.activeElement !== box && box.value !== text) box.value = text;
    },
  };
}
