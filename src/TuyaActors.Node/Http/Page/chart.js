// Numbers in the course of time: one panel for each unit, so that watts and volts do not share an axis. Values hold until the next report, as they do at the device.

import { everySecond, now } from "./clock.js";
import { button, el, mark, put, show } from "./dom.js";
import { clockTime, number } from "./format.js";
import { nameOf, weight } from "./mappings.js";
import { recorder } from "./series.js";

const ranges = [5, 15, 60];
const panelHeight = 132;
const edge = { left: 52, right: 12, top: 12, bottom: 22 };
const colours = 6;
const mostChosen = 6;

let minutes = 5;

/** The numbers of one device. */
export class Chart {
  element;
  #id;
  #known = new Map();
  #chosen = new Set();
  #isChosen = false;
  #buttons = new Map();
  #panels = el("div", { class: "panels", tabindex: "0", role: "group" });
  #pick = el("div", { class: "series", role: "group", "aria-label": "Numbers to show" });
  #none = el("p", { class: "muted", text: "It has reported no numbers yet." });
  #at = null;
  #drawing = 0;
  #stop = everySecond(() => this.draw());
  #restyle = () => this.draw();

  constructor(id) {
    this.#id = id;
    const spans = ranges.map(range => button(`${range} min`, () => {
      minutes = range;
      for (const [i, other] of spans.entries()) mark(other, "aria-pressed", ranges[i] === minutes);
      this.draw();
    }, { class: "segment", "aria-pressed": range === minutes }));
    this.element = el("div", { class: "chart" }, el("div", { class: "chart-head" }, this.#pick, el("div", { class: "segments", role: "group", "aria-label": "Time shown" }, spans)), this.#none, this.#panels);
    this.#panels.addEventListener("pointermove", event => this.#look(event));
    this.#panels.addEventListener("pointerleave", () => this.#lookAt(null));
    this.#panels.addEventListener("keydown", event => this.#key(event));
    this.#panels.addEventListener("blur", () => this.#lookAt(null));
    new ResizeObserver(() => this.draw()).observe(this.#panels);
    addEventListener("themechange", this.#restyle);
  }

  end() {
    this.#stop();
    cancelAnimationFrame(this.#drawing);
    removeEventListener("themechange", this.#restyle);
  }

  /** What is known of the DPs. */
  learn(dps) {
    this.#known = new Map(dps.map(dp => [String(dp.dp), dp]));
    this.draw();
  }

  draw() {
    if (!this.#drawing && !document.hidden) {
      this.#drawing = requestAnimationFrame(() => {
        this.#drawing = 0;
        this.#drawNow();
      });
    }
  }

  #drawNow() {
    const series = recorder.of(this.#id);
    const all = [...series.keys()].sort((a, b) => a - b);
    show(this.#none, all.length === 0);
    this.#choose(all);
    this.#showButtons(all);
    const units = new Map();
    for (const dp of [...this.#chosen].filter(dp => series.has(dp))) {
      const unit = this.#known.get(dp)?.unit ?? "";
      const key = unit || `DP ${dp}`;
      units.set(key, [...(units.get(key) ?? []), dp]);
    }
    this.#showPanels(units, series, all);
  }

  // Measured ones first: they are what one looks for. Until somebody chooses.
  #choose(all) {
    if (this.#chosen.size > 0 || this.#isChosen || all.length === 0 || this.#known.size === 0) return;
    const known = dp => this.#known.get(dp);
    const telling = all.filter(dp => weight(known(dp), 0) < 9 && !/battery/.test(known(dp)?.code ?? ""));
    const measured = telling.filter(dp => known(dp)?.measured);
    this.#chosen = new Set((measured.length ? measured : telling).sort((a, b) => weight(known(a), 0) - weight(known(b), 0) || a - b).slice(0, 3));
  }

  #showButtons(all) {
    if (this.#known.size === 0) return;
    const telling = dp => weight(this.#known.get(dp), 0);
    for (const dp of [...all].sort((a, b) => telling(a) - telling(b) || a - b)) {
      let made = this.#buttons.get(dp);
      if (!made) {
        this.#buttons.set(dp, made = button("", () => {
          this.#isChosen = true;
          if (!this.#chosen.delete(dp) && this.#chosen.size < mostChosen) this.#chosen.add(dp);
          this.draw();
        }, { class: "chip series-chip" }));
        this.#pick.append(made);
      }
      put(made, this.#nameOf(dp));
      mark(made, "data-colour", this.#chosen.has(dp) ? this.#colourOf(dp, all) : null);
      mark(made, "aria-pressed", this.#chosen.has(dp));
    }
  }

  #nameOf = dp => this.#known.get(dp)?.code ? nameOf(this.#known.get(dp).code) : `DP ${dp}`;

  #colourOf = (dp, all) => all.indexOf(dp) % colours;

  #showPanels(units, series, all) {
    const end = now();
    const start = end - minutes * 60_000;
    const panels = [...this.#panels.children];
    const keys = [...units.keys()];
    while (panels.length > keys.length) panels.pop().remove();
    const told = [];
    for (const [i, key] of keys.entries()) {
      let panel = panels[i];
      if (!panel) {
        panel = el("figure", { class: "panel" }, el("figcaption"), el("canvas", { role: "img" }));
        this.#panels.append(panel);
      }
      told.push(this.#drawPanel(panel, units.get(key), series, all, start, end));
    }
    mark(this.#panels, "aria-label", told.length ? `Chart of the last ${minutes} minutes; the arrow keys read it. ${told.join("; ")}` : "Chart, nothing chosen");
  }

  #drawPanel(panel, dps, series, all, start, end) {
    const [caption, canvas] = panel.children;
    const style = getComputedStyle(this.element);
    const width = panel.clientWidth;
    const dense = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * dense) || canvas.height !== panelHeight * dense) {
      canvas.width = Math.round(width * dense);
      canvas.height = panelHeight * dense;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, width, panelHeight);
    const box = { left: edge.left, right: width - edge.right, top: edge.top, bottom: panelHeight - edge.bottom, start, end };
    const known = this.#known.get(dps[0]);
    const scale = valueScale(dps.map(dp => series.get(dp)), start, known);
    drawAxes(pen, box, scale, known, style);
    for (const dp of dps) drawLine(pen, box, scale, series.get(dp), style.getPropertyValue(`--series-${this.#colourOf(dp, all)}`));
    if (this.#at !== null) drawRuler(pen, box, this.#at, style);
    return this.#showCaption(caption, dps, series, all, canvas);
  }

  #showCaption(caption, dps, series, all, canvas) {
    const at = this.#at ?? now();
    const texts = dps.map(dp => {
      const line = series.get(dp);
      const i = line.indexAt(at);
      return [dp, `${this.#nameOf(dp)} ${i < 0 ? "–" : number(line.value(i), this.#known.get(dp))}`];
    });
    while (caption.children.length > texts.length + 1) caption.lastChild.remove();
    while (caption.children.length < texts.length + 1) caption.append(el("span"));
    for (const [i, [dp, text]] of texts.entries()) {
      put(caption.children[i], text);
      mark(caption.children[i], "data-colour", this.#colourOf(dp, all));
    }
    put(caption.lastChild, this.#at === null ? "" : clockTime(this.#at));
    mark(caption.lastChild, "data-colour", null);
    mark(canvas, "aria-label", texts.map(([, text]) => text).join(", "));
    return texts.map(([, text]) => text).join(", ");
  }

  #look(event) {
    const panel = this.#panels.firstElementChild;
    if (!panel) return;
    const box = panel.getBoundingClientRect();
    const share = (event.clientX - box.left - edge.left) / (box.width - edge.left - edge.right);
    this.#lookAt(share < 0 || share > 1 ? null : now() - (1 - share) * minutes * 60_000);
  }

  #lookAt(time) {
    this.#at = time;
    this.draw();
  }

  #key(event) {
    const step = minutes * 1000; // a sixtieth of what is shown
    const moved = { ArrowLeft: -step, ArrowRight: step }[event.key];
    if (!moved) return;
    event.preventDefault();
    event.stopPropagation();
    this.#lookAt(Math.max(now() - minutes * 60_000, Math.min(now(), (this.#at ?? now()) + moved)));
  }
}

// From the least to the most that is seen, with a little air, and on round numbers.
function valueScale(lines, start, known) {
  let [low, high] = [Infinity, -Infinity];
  for (const line of lines) {
    for (let i = Math.max(0, line.indexAt(start)); i < line.length; i++) {
      low = Math.min(low, line.value(i));
      high = Math.max(high, line.value(i));
    }
  }
  if (low > high) [low, high] = [0, 1];
  const least = Math.max(Math.abs(high) * 0.02, 2);
  if (high - low < least) [low, high] = [low - least / 2, high + least / 2];
  const step = niceStep((high - low) / 3);
  [low, high] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  if (known?.lowest >= 0 && low < 0) low = 0;
  return { low, high, step };
}

function niceStep(rough) {
  const size = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return [1, 2, 5, 10].find(times => times * size >= rough) * size;
}

const x = (box, time) => box.left + (time - box.start) / (box.end - box.start) * (box.right - box.left);
const y = (box, scale, value) => box.bottom - (value - scale.low) / (scale.high - scale.low) * (box.bottom - box.top);

function drawAxes(pen, box, scale, known, style) {
  pen.font = "11px system-ui, sans-serif";
  pen.lineWidth = 1;
  pen.strokeStyle = style.getPropertyValue("--line");
  pen.fillStyle = style.getPropertyValue("--muted");
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (let value = scale.low; value <= scale.high + scale.step / 2; value += scale.step) {
    const at = Math.round(y(box, scale, value)) + 0.5;
    pen.beginPath();
    pen.moveTo(box.left, at);
    pen.lineTo(box.right, at);
    pen.stroke();
    pen.fillText(number(Math.round(value), { scale: known?.scale }), box.left - 8, at);
  }
  pen.textAlign = "center";
  pen.textBaseline = "top";
  const every = { 5: 60_000, 15: 5 * 60_000, 60: 15 * 60_000 }[Math.round((box.end - box.start) / 60_000)];
  for (let time = Math.ceil(box.start / every) * every; time < box.end; time += every) {
    const at = x(box, time);
    if (at > box.left + 14 && at < box.right - 14) pen.fillText(clockTime(time).slice(0, 5), at, box.bottom + 6);
  }
}

function drawLine(pen, box, scale, line, colour) {
  const first = Math.max(0, line.indexAt(box.start));
  pen.strokeStyle = colour;
  pen.lineWidth = 1.75;
  pen.lineJoin = "round";
  pen.beginPath();
  for (let i = first; i < line.length; i++) {
    const [from, at] = [Math.max(box.left, x(box, line.time(i))), y(box, scale, line.value(i))];
    if (i === first) pen.moveTo(from, at);
    else pen.lineTo(from, at);
    pen.lineTo(i + 1 < line.length ? Math.max(box.left, x(box, line.time(i + 1))) : box.right, at);
  }
  pen.stroke();
}

function drawRuler(pen, box, time, style) {
  const at = Math.round(x(box, time)) + 0.5;
  pen.strokeStyle = style.getPropertyValue("--muted");
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(at, box.top);
  pen.lineTo(at, box.bottom);
  pen.stroke();
}
