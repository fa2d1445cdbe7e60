// What went over a device's connection in the last minute. The node records while somebody looks, so it is asked only while this is open.

import { get, pathOf } from "./api.js";
import { button, el, put } from "./dom.js";
import { clockTimeFine, count } from "./format.js";
import { notify } from "./notices.js";
import { say } from "./words.js";

const every = 2000;

const keyOf = frame => `${frame.at}|${frame.direction}|${frame.length}|${frame.hex.slice(0, 40)}`;

const isBeat = frame => /heart/i.test(frame.commandName ?? "");

/** The frames of one device. */
export class Frames {
  element;
  #id;
  #timer = 0;
  #shown = new Map();
  #list = el("ol", { class: "frames", tabindex: "0", "aria-label": "Frames, newest first" });
  #told = el("p", { class: "muted", text: "Recording begins with the first look." });
  #beats = el("input", { type: "checkbox", class: "check", checked: true });

  constructor(id) {
    this.#id = id;
    this.element = el(
      "details", { class: "part fold" },
      el("summary", {}, el("h3", { text: "Frames of the last minute" })),
      el("div", { class: "frames-head" }, this.#told, el("label", { class: "tick" }, this.#beats, "without heartbeats"), button("Copy all", () => this.#copyAll())),
      this.#list);
    this.element.addEventListener("toggle", () => this.#poll());
    this.#beats.addEventListener("change", () => this.#list.classList.toggle("beats", !this.#beats.checked));
  }

  end() {
    clearTimeout(this.#timer);
    this.#timer = -1;
  }

  async #poll() {
    clearTimeout(this.#timer);
    if (!this.element.open || this.#timer === -1) return;
    if (!document.hidden) {
      try {
        this.#show(await get(`${pathOf(this.#id)}/frames`));
      } catch (failed) {
        put(this.#told, failed.message);
      }
    }
    if (this.#timer !== -1) this.#timer = setTimeout(() => this.#poll(), every);
  }

  #show({ device, frames }) {
    put(this.#told, `${count(frames.length, "frame")}, ${frames.filter(isBeat).length} of them heartbeats${device === this.#id ? "" : `, of its gateway ${device}`}`);
    const there = new Set(frames.map(keyOf));
    for (const [key, item] of this.#shown) {
      if (there.has(key)) continue;
      item.remove();
      this.#shown.delete(key);
    }
    for (const frame of frames) {
      const key = keyOf(frame);
      if (this.#shown.has(key)) continue;
      const item = this.#item(frame);
      this.#shown.set(key, item);
      this.#list.prepend(item);
    }
  }

  #item(frame) {
    const isSent = frame.direction === "sent";
    const payload = frame.payload ?? frame.payloadHex;
    const item = el(
      "li", { class: `frame ${frame.direction}`, "data-beat": isBeat(frame) },
      el("span", { class: "time", text: clockTimeFine(frame.at) }),
      el("span", { class: "way", text: isSent ? "→ sent" : "← received" }),
      el("b", { text: frame.commandName ? say(frame.commandName) : frame.command === undefined ? "unreadable" : `command ${frame.command}` }),
      el("span", { class: "muted", text: [`${frame.length} bytes`, frame.version, frame.seqno === undefined ? "" : `seqno ${frame.seqno}`, frame.retcode === undefined ? "" : `retcode ${frame.retcode}`].filter(Boolean).join(" · ") }),
      button("Copy", () => copy(frame.hex), { class: "quiet small", "aria-label": "Copy this frame as hex" }),
      frame.problem ? el("p", { class: "wrong", text: frame.problem, dir: "auto" }) : null,
      payload ? el("pre", { class: "payload", text: payload, dir: "auto" }) : null,
      el("pre", { class: "hex", text: frame.hex }));
    item.frame = frame;
    return item;
  }

  #copyAll() {
    copy([...this.#list.children].reverse().map(({ frame }) => JSON.stringify(frame)).join("\n"));
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notify("Copied.");
  } catch {
    notify("The browser does not let this page copy; select the text instead.", "fail");
  }
}
