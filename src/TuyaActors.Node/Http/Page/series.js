// Numbers that devices reported, kept in this page for its charts: an hour at most, and a bounded room for all.

import { now } from "./clock.js";

const kept = 60 * 60 * 1000;
// Who is looked at is kept by the second, others by the quarter of a minute: enough to see what was before somebody came to look.
const fine = 1000;
const coarse = 15_000;
const mostSeries = 8000;

/** One number in the course of time: two rings that grow as they are filled, up to an hour of points. */
export class Series {
  #times = new Float64Array(16);
  #values = new Float64Array(16);
  #first = 0;
  length = 0;

  time(i) { return this.#times[(this.#first + i) % this.#times.length]; }

  value(i) { return this.#values[(this.#first + i) % this.#values.length]; }

  /** Adds a point; of those within one spacing of the clock the last one stays. */
  add(time, value, spacing) {
    const last = this.length - 1;
    if (last >= 0 && time < this.time(last)) return;
    if (last >= 0 && Math.floor(time / spacing) === Math.floor(this.time(last) / spacing)) {
      this.#set(last, time, value);
      return;
    }
    while (this.length > 1 && this.time(1) < time - kept) this.#drop();
    if (this.length === this.#times.length) this.#length(this.length < 4096 ? this.length * 2 : this.length);
    this.#set(this.length++, time, value);
  }

  /** The index of the last point at or before a time; -1: there is none. */
  indexAt(time) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #set(i, time, value) {
    const at = (this.#first + i) % this.#times.length;
    this.#times[at] = time;
    this.#values[at] = value;
  }

  #drop() {
    this.#first = (this.#first + 1) % this.#times.length;
    this.length--;
  }

  #length(size) {
    if (size === this.#times.length) {
      this.#drop();
      return;
    }
    const times = new Float64Array(size);
    const values = new Float64Array(size);
    for (let i = 0; i < this.length; i++) {
      times[i] = this.time(i);
      values[i] = this.value(i);
    }
    this.#times = times;
    this.#values = values;
    this.#first = 0;
  }
}

class Recorder {
  #devices = new Map();
  #count = 0;
  #watched = null;

  /** Whose numbers are kept by the second. */
  watch(id) {
    this.#watched = id;
  }

  take(id, dps, reportedAt) {
    let time = 0;
    for (const dp in dps) {
      const value = dps[dp];
      if (typeof value !== "number") continue;
      const series = this.#of(id, dp);
      if (!series) continue;
      time ||= reportedAt ? Date.parse(reportedAt) : now();
      series.add(time, value, id === this.#watched ? fine : coarse);
    }
  }

  /** The series of a device by DP. */
  of(id) {
    return this.#devices.get(id) ?? new Map();
  }

  forget(id) {
    this.#count -= this.of(id).size;
    this.#devices.delete(id);
  }

  #of(id, dp) {
    let device = this.#devices.get(id);
    let series = device?.get(dp);
    if (series) return series;
    if (this.#count >= mostSeries && id !== this.#watched) return null;
    if (!device) this.#devices.set(id, device = new Map());
    device.set(dp, series = new Series());
    this.#count++;
    return series;
  }
}

export const recorder = new Recorder();
