// One stream for the whole page. A page that is not looked at has none: a browser keeps six connections to one node, and idle tabs must not hold them.

import { ask, onDenied, Unreachable } from "./api.js";
import { store } from "./store.js";

const pollEvery = 15_000; // the node's health changes slowly
const hiddenPollEvery = 30_000;
const hiddenAfter = 60_000;
const longestPause = 15_000;
const patience = 8000; // a node that takes longer for a simple question is as good as gone

class Stream {
  /** starting, live, waiting (until retryAt), paused, denied. */
  state = "starting";
  retryAt = 0;
  /** How often in a row the node was not there. */
  failures = 0;
  /** What /api/fleet said last. */
  health = null;
  /** When the page was told anything last. */
  heardAt = 0;
  #listeners = new Set();
  #source = null;
  #lastId = "";
  #watch = "";
  #retry = 0;
  #poll = 0;
  #hide = 0;
  #attempt = 0;
  #hasStarted = false;

  listen(listener) {
    this.#listeners.add(listener);
  }

  constructor() {
    onDenied(() => this.lock());
  }

  start() {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    document.addEventListener("visibilitychange", () => this.#see());
    addEventListener("online", () => this.state === "waiting" && this.connect());
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", event => event.persisted && this.connect());
    this.connect();
  }

  /** Whose numbers are looked at: the node asks it for them more often. */
  watch(id) {
    if (this.#watch === id) return;
    this.#watch = id;
    if (this.state === "live" && store.isKnown) this.#open();
  }

  /** Looks whether the node is there and lets us in, since a stream that fails does not say why; then opens it. */
  async connect() {
    this.#close();
    const attempt = ++this.#attempt;
    const isThere = await this.#look();
    if (attempt !== this.#attempt || this.state === "denied") return;
    if (isThere) this.#open();
    else this.#wait();
  }

  async #look() {
    try {
      const answer = await ask("GET", "/api/fleet", undefined, undefined, AbortSignal.timeout(patience));
      if (answer.ok) {
        this.health = answer.body;
        this.#tell();
      }
      return answer.ok;
    } catch (failed) {
      if (failed instanceof Unreachable || failed.name === "TimeoutError" || failed.name === "AbortError") return false;
      throw failed;
    }
  }

  #open() {
    this.#close();
    store.forgetParts();
    const words = new URLSearchParams();
    if (this.#watch && store.devices.has(this.#watch)) words.set("watch", this.#watch);
    if (this.#lastId) words.set("lastEventId", this.#lastId);
    const query = words.toString();
    const source = this.#source = new EventSource(`/api/live${query ? `?${query}` : ""}`);
    const take = apply => event => {
      if (this.#source !== source) return;
      this.#lastId = event.lastEventId || this.#lastId;
      this.heardAt = Date.now();
      apply(JSON.parse(event.data));
    };
    source.addEventListener("open", () => this.#live(source));
    source.addEventListener("picture", take(picture => {
      store.takePicture(picture);
      // What was asked for by the address can be watched only now that the page knows whether there is such a device.
      if (!picture.more && this.#watch && !words.has("watch") && store.devices.has(this.#watch)) this.#open();
    }));
    source.addEventListener("changes", take(changes => {
      this.#live(source);
      store.takeChanges(changes);
    }));
    source.addEventListener("error", () => {
      if (this.#source === source) this.connect();
    });
    this.#poll = setTimeout(() => this.#check(), pollEvery);
  }

  #live(source) {
    if (this.#source !== source || this.state === "live") return;
    this.failures = 0;
    this.heardAt = Date.now();
    this.#be("live");
  }

  // A network that swallows packets ends no stream: so the node is asked something that it must answer.
  async #check() {
    const source = this.#source;
    const isThere = await this.#look();
    if (source !== this.#source || !source) return;
    if (!isThere) {
      this.connect();
      return;
    }
    this.#poll = setTimeout(() => this.#check(), pollEvery);
  }

  #wait() {
    const pause = Math.min(1000 * 2 ** Math.min(this.failures, 5), longestPause);
    this.failures++;
    this.retryAt = Date.now() + pause;
    this.#retry = setTimeout(() => this.connect(), pause);
    this.#be("waiting");
  }

  /** The node tells nothing until somebody has shown the token. */
  lock() {
    this.#close();
    this.#be("denied");
  }

  #see() {
    clearTimeout(this.#hide);
    if (document.hidden) {
      this.#hide = setTimeout(() => this.#pause(), hiddenAfter);
    } else if (this.state === "paused") {
      this.#be("starting");
      this.connect();
    }
  }

  async #pause() {
    if (!document.hidden || this.state === "denied") return;
    this.#close();
    this.#be("paused");
    await this.#look();
    if (this.state === "paused" && document.hidden) this.#hide = setTimeout(() => this.#pause(), hiddenPollEvery);
  }

  #close() {
    this.#attempt++;
    clearTimeout(this.#retry);
    clearTimeout(this.#poll);
    this.#source?.close();
    this.#source = null;
  }

  #be(state) {
    this.state = state;
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener(this);
  }

  /** After somebody has shown the token. */
  admit() {
    this.#be("starting");
    if (this.#hasStarted) this.connect();
    else this.start();
  }
}

export const stream = new Stream();
