// The fleet as the node tells it: whole pictures, and what has changed since. One message is merged at once; who shows it looks when it draws.

import { setClock } from "./clock.js";
import { recorder } from "./series.js";

class Store {
  devices = new Map();
  fleet = null;
  /** Whether a whole picture has come. */
  isKnown = false;
  /** Counts up when a device came, went or was renamed. */
  names = 0;
  #listeners = new Set();
  #parts = [];

  /** Is told after each message which devices changed: {heads, values}, sets of ids; whole: all of them. Answers how to end it. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  takePicture(picture) {
    this.#parts.push(...picture.devices);
    if (picture.more) return;
    setClock(picture.at);
    const before = this.devices;
    this.devices = new Map();
    for (const row of this.#parts) {
      row.dps ??= {};
      this.devices.set(row.id, row);
      recorder.take(row.id, row.dps, row.reportedAt);
    }
    this.#parts = [];
    this.fleet = picture.fleet;
    this.isKnown = true;
    this.names++;
    this.#tell({ heads: new Set([...before.keys(), ...this.devices.keys()]), values: new Set(), whole: true });
  }

  /** A picture whose parts have not all come will never be whole. */
  forgetParts() {
    this.#parts = [];
  }

  takeChanges(changes) {
    setClock(changes.at);
    const heads = new Set();
    const values = new Set();
    for (const row of changes.devices ?? []) {
      const known = this.devices.get(row.id);
      if (row.dps) recorder.take(row.id, row.dps, row.reportedAt);
      if (row.state !== undefined) {
        row.dps = known ? Object.assign(known.dps, row.dps) : row.dps ?? {};
        if (known?.name !== row.name) this.names++;
        this.devices.set(row.id, row);
        heads.add(row.id);
      } else if (known) {
        if (row.dps) Object.assign(known.dps, row.dps);
        known.reportedAt = row.reportedAt ?? known.reportedAt;
        known.lastPushAt = row.lastPushAt ?? known.lastPushAt;
        values.add(row.id);
      }
    }
    for (const id of changes.removed ?? []) {
      if (!this.devices.delete(id)) continue;
      recorder.forget(id);
      heads.add(id);
      this.names++;
    }
    if (changes.fleet) this.fleet = changes.fleet;
    this.#tell({ heads, values, whole: false, fleet: Boolean(changes.fleet) });
  }

  /** What a device reported in answer to a command. */
  takeReport(id, dps) {
    Object.assign(this.devices.get(id).dps, dps);
    this.#tell({ heads: new Set(), values: new Set([id]), whole: false });
  }

  #tell(changed) {
    for (const listener of this.#listeners) listener(changed);
  }
}

export const store = new Store();

/** What a text is looked for in. Made once for each head, since those who type want to see it at once. */
export function searchText(device) {
  device.search ??= [device.name, device.id, device.productName, device.address, device.group, device.segment, device.version, device.cid, ...(device.tags ?? [])].filter(Boolean).join("\n").toLowerCase();
  return device.search;
}
