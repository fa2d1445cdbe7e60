// What the operator says of a device. Only what was changed is sent, and only if nobody else has changed it since.

import { call } from "./api.js";
import { button, el, put, show } from "./dom.js";
import { store } from "./store.js";

const versions = ["auto", "3.1", "3.2", "3.3", "3.4", "3.5"];
const connections = [["persistent", "kept up"], ["on-demand", "on demand"], ["battery", "battery: it sleeps"]];

const listOf = words => [...new Set(words.filter(Boolean))].sort().map(word => el("option", { value: word }));

/** A form with what is said of a device now. */
export class DefinitionForm {
  element;
  #fields = new Map();
  #wrong = el("p", { class: "wrong", role: "alert", hidden: true });

  /** @param saved is called with a sentence when it is done. */
  constructor(details, saved) {
    this.#read(details.id).then(({ body, tag }) => this.#fill(body, tag, saved, Boolean(details.gateway)), failed => this.#tell(failed.message));
    this.element = el("form", { class: "card" }, el("p", { class: "muted", text: "Reading …" }));
  }

  async #read(id) {
    const answer = await call("GET", `/api/definitions/${encodeURIComponent(id)}`);
    return { body: answer, tag: `"${answer.revision}"` };
  }

  #fill(definition, tag, saved, isSubDevice) {
    const groups = el("datalist", { id: "known-groups" }, listOf([...store.devices.values()].map(device => device.group)));
    const rows = [
      this.#field("name", "Name", el("input", { type: "text", value: definition.name, maxlength: "200" }), text => text.trim() || null),
      this.#field("group", "Group", el("input", { type: "text", value: definition.group ?? "", list: groups.id }), text => text.trim() || null),
      this.#field("tags", "Tags, with spaces between", el("input", { type: "text", value: (definition.tags ?? []).join(" "), spellcheck: "false" }), text => text.split(/[\s,]+/).filter(Boolean)),
    ];
    if (!isSubDevice) {
      rows.push(
        this.#field("address", "Address", el("input", { type: "text", value: definition.address ?? "", placeholder: "auto: found by its broadcasts", spellcheck: "false", autocomplete: "off" }), text => text.trim() || null),
        this.#field("version", "Protocol version", select(versions.map(version => [version, version]), definition.version ?? "auto"), text => text === "auto" ? null : text),
        this.#field("connection", "Connection", select(connections, definition.connection ?? "persistent"), text => text));
    }
    this.element.replaceChildren(
      ...rows, groups, this.#wrong,
      el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Save"), button("Undo", () => this.element.reset())));
    for (const { input } of this.#fields.values()) {
      if (input.tagName === "INPUT") input.defaultValue = input.value;
      else for (const option of input.options) option.defaultSelected = option.selected;
    }
    this.element.addEventListener("submit", event => {
      event.preventDefault();
      this.#save(definition.id, tag, saved);
    });
    rows[0].querySelector("input").focus();
  }

  #field(name, label, input, read) {
    const wrong = el("span", { class: "wrong", hidden: true });
    input.name = name;
    this.#fields.set(name, { input, read, wrong, before: JSON.stringify(read(input.value)) });
    return el("label", {}, el("span", { text: label }), input, wrong);
  }

  async #save(id, tag, saved) {
    const change = {};
    show(this.#wrong, false);
    for (const [name, { input, read, wrong, before }] of this.#fields) {
      show(wrong, false);
      const now = read(input.value);
      if (JSON.stringify(now) !== before) change[name] = now;
    }
    if (Object.keys(change).length === 0) {
      this.#tell("Nothing was changed.");
      return;
    }
    try {
      await call("PATCH", `/api/definitions/${encodeURIComponent(id)}`, change, { "If-Match": tag });
      saved("Saved.");
    } catch (failed) {
      this.#tell(failed.status === 412 ? `${failed.message} Close this form and open it again to see what it is now.` : failed.message);
      for (const [name, why] of Object.entries(failed.fields ?? {})) {
        const field = this.#fields.get(name);
        if (!field) continue;
        put(field.wrong, why.join(" "));
        show(field.wrong, true);
        show(this.#wrong, false);
      }
    }
  }

  #tell(sentence) {
    put(this.#wrong, sentence);
    show(this.#wrong, true);
    if (!this.#wrong.isConnected) this.element.replaceChildren(this.#wrong);
  }
}

function select(options, chosen) {
  const known = options.some(([word]) => word === chosen) ? options : [...options, [chosen, chosen]];
  return el("select", {}, known.map(([word, label]) => el("option", { value: word, selected: word === chosen }, label)));
}
