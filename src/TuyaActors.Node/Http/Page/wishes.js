// What was asked of devices from this page, until they report it: a wish is not a fact, and both are shown.

import { command, isDone, pathOf } from "./api.js";
import { store } from "./store.js";

const atMostEvery = 60; // ms; a device takes no more than 20 sets a second
const believedFor = 6000; // one that took the wish and never reports it back
const failureShownFor = 30_000;
const asleepTimeout = 300; // s, as long as the node lets a request wait

const byDevice = new Map();
const listeners = new Set();

/** Is told the id of a device when something about its wishes changes. Answers how to end it. */
export function onWish(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The wish for a DP: {value, state: "waiting" | "failed", sentence}. */
export const wishOf = (id, dp) => byDevice.get(id)?.get(String(dp));

/** All wishes for a device by DP. */
export const wishesOf = id => byDevice.get(id) ?? new Map();

export const isSame = (a, b) => a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));

/** Whether a wish waits for the device to report it. */
export const isWaiting = (id, dp) => {
  const wish = wishOf(id, dp);
  return wish?.state === "waiting" && !isSame(store.devices.get(id)?.dps[dp], wish.value);
};

/** Asks for a value. While a former wish for the same DP is on its way, only the last one counts. */
export function wish(id, dp, value) {
  const key = String(dp);
  let wishes = byDevice.get(id);
  if (!wishes) byDevice.set(id, wishes = new Map());
  const former = wishes.get(key);
  if (former?.isFlying) {
    former.value = value;
    former.isChanged = true;
    tell(id);
    return;
  }
  clearTimeout(former?.timer);
  const made = { value, state: "waiting", sentence: "" };
  wishes.set(key, made);
  send(id, key, made);
}

async function send(id, dp, made) {
  made.isFlying = true;
  made.isChanged = false;
  made.state = "waiting";
  tell(id);
  const sentAt = performance.now();
  const isAsleep = store.devices.get(id)?.state === "asleep";
  const outcome = await command(`${pathOf(id)}/dps${isAsleep ? `?timeout=${asleepTimeout}` : ""}`, { [dp]: made.value });
  if (outcome.reported) report(id, outcome.reported);
  if (made.isChanged) {
    made.timer = setTimeout(() => send(id, dp, made), Math.max(0, atMostEvery - (performance.now() - sentAt)));
    return;
  }
  made.isFlying = false;
  if (isDone(outcome)) settle(id, dp, made);
  else fail(id, dp, made, outcome.sentence);
}

function settle(id, dp, made) {
  if (isSame(store.devices.get(id)?.dps[dp], made.value)) {
    forget(id, dp, made);
    return;
  }
  made.timer = setTimeout(() => fail(id, dp, made, "It took the command, and has not reported the value since."), believedFor);
  tell(id);
}

function fail(id, dp, made, sentence) {
  made.state = "failed";
  made.sentence = sentence;
  made.timer = setTimeout(() => forget(id, dp, made), failureShownFor);
  tell(id);
}

function forget(id, dp, made) {
  clearTimeout(made.timer);
  const wishes = byDevice.get(id);
  if (wishes?.get(dp) !== made) return;
  wishes.delete(dp);
  if (wishes.size === 0) byDevice.delete(id);
  tell(id);
}

// What the answer says that the device reported comes by the stream too, half a second later.
function report(id, dps) {
  if (store.devices.has(id)) store.takeReport(id, dps);
}

function tell(id) {
  for (const listener of listeners) listener(id);
}

store.listen(({ values, heads }) => {
  for (const [id, wishes] of byDevice) {
    if (!values.has(id) && !heads.has(id)) continue;
    const device = store.devices.get(id);
    for (const [dp, made] of [...wishes]) {
      if (!made.isFlying && made.state === "waiting" && isSame(device?.dps[dp], made.value)) forget(id, dp, made);
    }
  }
});
