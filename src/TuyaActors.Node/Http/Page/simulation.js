// Only where devices are simulated: makes trouble, to watch how the fleet takes it.

import { call } from "./api.js";
import { button, el, mark, put } from "./dom.js";

const troubles = [
  ["kill", "Pulls its plug"], ["refuse", "Nothing listens on its port"], ["reset", "Resets every new connection"], ["silent", "Takes connections and says nothing"],
  ["garble", "Breaks every frame that it sends"], ["rekey", "Gets another local key, as after pairing anew"], ["mend", "Has power, its old key and no faults"]];

/** The troubles of one simulated device. */
export class Simulation {
  element;
  #id;
  #said = el("p", { class: "outcome", role: "status" });

  constructor(id) {
    this.#id = id;
    this.element = el(
      "section", { class: "part simulation" },
      el("h3", { text: "Simulation" }),
      el("p", { class: "muted", text: "This device is simulated. Break it, and watch what the fleet makes of it." }),
      el("div", { class: "buttons" }, troubles.map(([word, what]) => button(word, () => this.#make(word), { title: what, class: word === "mend" ? "primary" : "" }))),
      this.#said);
  }

  async #make(word) {
    try {
      const done = await call("POST", `/api/simulation/${encodeURIComponent(this.#id)}/${word}`);
      this.#tell("done", Object.values(done).find(text => typeof text === "string") ?? "Done.");
    } catch (failed) {
      this.#tell("failed", failed.message);
    }
  }

  #tell(state, text) {
    mark(this.#said, "data-state", state);
    put(this.#said, text);
  }
}
