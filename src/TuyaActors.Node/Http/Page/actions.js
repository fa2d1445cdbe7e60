// What can be done to a device as a whole, and to what the operator says of it.

import { call, command, isDone, pathOf } from "./api.js";
import { button, el, icon, mark, put, show } from "./dom.js";
import { DefinitionForm } from "./definition.js";
import { expectGone } from "./list.js";
import { notify } from "./notices.js";
import { go } from "./route.js";
import { store } from "./store.js";

const asked = { refresh: "Asking for its values …", reconnect: "Connecting anew …", identify: "Making itself known …" };

/** The actions of one device. */
export class Actions {
  element;
  #id;
  #changed;
  #details = null;
  #outcome = el("p", { class: "outcome", role: "status" });
  #form = null;
  #place = el("div", { class: "form-place" });

  /** @param changed is called when the device's definition has become another. */
  constructor(id, changed) {
    this.#id = id;
    this.#changed = changed;
    this.element = el(
      "div", { class: "actions" },
      el(
        "div", { class: "buttons" },
        button("Refresh", () => this.#do("refresh"), { title: "Asks the device for its values" }),
        button("Reconnect", () => this.#do("reconnect"), { title: "Connects anew, at once" }),
        button("Identify", () => this.#do("identify"), { title: "Lets the device blink or click, so that one finds it" }),
        el("span", { class: "gap" }),
        button("Edit", () => this.#open("edit"), { "aria-expanded": "false", class: "opens", "data-form": "edit" }),
        button([icon("key"), "Key"], () => this.#open("key"), { "aria-expanded": "false", class: "opens", "data-form": "key" }),
        button("Remove", () => this.#open("remove"), { "aria-expanded": "false", class: "opens danger", "data-form": "remove" })),
      this.#outcome, this.#place);
  }

  learn(details) {
    const isFirst = !this.#details;
    this.#details = details;
    if (isFirst && this.#form) this.#show();
  }

  async #do(what) {
    this.#tell("waiting", asked[what]);
    const outcome = await command(`${pathOf(this.#id)}/${what}`);
    this.#tell(isDone(outcome) ? "done" : "failed", outcome.sentence);
  }

  #tell(state, sentence) {
    mark(this.#outcome, "data-state", state);
    put(this.#outcome, sentence);
  }

  #open(what) {
    const isOpen = this.#form === what;
    this.#form = isOpen ? null : what;
    for (const opener of this.element.querySelectorAll(".opens")) mark(opener, "aria-expanded", opener.dataset.form === this.#form);
    this.#show();
  }

  // Somebody may be quicker than the details.
  #show() {
    if (!this.#form || !this.#details) {
      this.#place.replaceChildren();
      return;
    }
    const made = { edit: () => this.#edit(), key: () => this.#key(), remove: () => this.#remove() }[this.#form]();
    this.#place.replaceChildren(made);
    made.querySelector("input, button")?.focus();
  }

  #close() {
    if (this.#form) this.#open(this.#form);
  }

  #edit() {
    return new DefinitionForm(this.#details, sentence => {
      this.#close();
      notify(sentence);
      this.#changed();
    }).element;
  }

  // A key goes in, and never comes out: not even this form knows it.
  #key() {
    const box = el("input", { type: "password", name: "key", maxlength: "16", minlength: "16", required: true, autocomplete: "new-password", spellcheck: "false" });
    const wrong = el("p", { class: "wrong", role: "alert", hidden: true });
    return el("form", { class: "card", onsubmit: async event => {
      event.preventDefault();
      show(wrong, false);
      try {
        await call("PUT", `${pathOf(this.#id)}/key`, { key: box.value }, match(this.#details));
        box.value = "";
        this.#close();
        notify("It has the new key, and is tried with it at once.");
        this.#changed();
      } catch (failed) {
        put(wrong, failed.message);
        show(wrong, true);
      }
    } },
    el("label", {}, el("span", { text: "New local key" }), box),
    el("p", { class: "muted", text: this.#details.hasKey ? "It has one, which is never shown. A device gets another one each time it is paired." : "It has none. tinytuya's wizard tells it." }),
    wrong,
    el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Set the key"), button("Cancel", () => this.#close())));
  }

  #remove() {
    const name = store.devices.get(this.#id)?.name ?? this.#id;
    const wrong = el("p", { class: "wrong", role: "alert", hidden: true });
    return el(
      "div", { class: "card", role: "group", "aria-label": "Remove the device" },
      el("p", {}, "The fleet forgets ", el("b", { text: name, dir: "auto" }), ", its key and its history. The device itself stays as it is."),
      wrong,
      el(
        "div", { class: "buttons" },
        button("Yes, remove it", async () => {
          try {
            expectGone(this.#id);
            await call("DELETE", `/api/definitions/${encodeURIComponent(this.#id)}`, undefined, match(this.#details));
            notify(`${name} has been removed.`);
            go({ view: "list" });
          } catch (failed) {
            put(wrong, failed.message);
            show(wrong, true);
          }
        }, { class: "danger" }),
        button("Keep it", () => this.#close())));
  }
}

/** Lets a change through only if nobody else has changed the definition since it was read. */
export const match = details => details.revision === undefined ? {} : { "If-Match": `"${details.revision}"` };
