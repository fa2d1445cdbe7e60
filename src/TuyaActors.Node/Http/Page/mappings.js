// What tinytuya's mapping says of DPs: names, units, scales. The stream has none of it, so that it is asked for once for each kind of device.

import { get, pathOf } from "./api.js";

const known = new Map();
const waiting = [];
const listeners = new Set();
let isAsking = false;

// The same product with the same DPs: a name alone may belong to several.
const kindOf = device => device.productName && Object.keys(device.dps).length ? `${device.productName}|${Object.keys(device.dps).join()}` : null;

const none = new Map();

/** Is told when more is known. */
export const onMapping = listener => listeners.add(listener);

/** What is known of a device's DPs, by number. */
export function mappingOf(device) {
  const kind = kindOf(device);
  if (!kind) return none;
  const mapping = known.get(kind);
  if (mapping) return mapping;
  known.set(kind, none);
  waiting.push([kind, device.id]);
  askNext();
  return none;
}

/** The details of a device tell it, too. */
export function learn(device, dps) {
  const kind = kindOf(device);
  if (kind) keep(kind, dps);
}

function keep(kind, dps) {
  known.set(kind, new Map(dps.filter(dp => dp.code || dp.unit).map(dp => [String(dp.dp), dp])));
  for (const listener of listeners) listener();
}

async function askNext() {
  if (isAsking) return;
  isAsking = true;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [kind, id] = next;
    try {
      keep(kind, (await get(pathOf(id))).dps);
    } catch {
      // It left, or the node is away: another one of its kind is asked when it is drawn.
      known.delete(kind);
      break;
    }
  }
  isAsking = false;
}

const isCode = text => text.length > 16 || /^[0-9a-f]{12,}$/i.test(text);

// Tuya's codes that hide what they mean.
const spoken = {
  add_ele: "energy", cur_power: "power", cur_current: "current", cur_voltage: "voltage", va_temperature: "temperature", va_humidity: "humidity",
  temp_current: "temperature", temp_set: "target", temp_value: "colour temp", bright_value: "brightness", work_mode: "mode", colour_data: "colour", scene_data: "scene",
  percent_control: "target", percent_state: "position", battery_percentage: "battery", switch_led: "switch", switch_1: "switch", countdown_1: "countdown",
};

/** A DP's name: in people's words where they are known, else in those of its code. */
export const nameOf = code => spoken[code.replace(/_v2$/, "")] ?? code.replace(/_v2$/, "").replace(/_/g, " ");

/** How little a DP tells at a glance: 0 comes first. */
export function weight(dp, value) {
  const code = dp?.code ?? "";
  if (/countdown|fault|coe$|test_bit/.test(code)) return 9;
  if (/power|temp|humidity|^percent_state/.test(code) && dp?.unit) return dp.measured ? 0 : 1;
  if (typeof value === "number") return dp?.unit ? /ele$|energy/.test(code) ? 3 : 2 : 4;
  return typeof value === "string" ? 3 : 5;
}

/** The few DPs that tell most of a device, as [dp, what is known of it]; its switch stands apart. */
export function tellingDps(device, switchDp, most) {
  const mapping = mappingOf(device);
  return Object.entries(device.dps)
    .filter(([dp, value]) => dp !== switchDp && value !== null && typeof value !== "object" && !(typeof value === "string" && (value === "" || isCode(value))))
    .map(([dp, value]) => [dp, mapping.get(dp), weight(mapping.get(dp), value)])
    .sort((a, b) => a[2] - b[2] || a[0] - b[0])
    .slice(0, most);
}

export const labelOf = (dp, known) => known?.code ? nameOf(known.code) : `DP ${dp}`;

/** The DP that switches a device on and off: 1, and of lamps 20. */
export function switchOf(device) {
  for (const dp of ["1", "20"]) {
    if (typeof device.dps[dp] === "boolean" && !mappingOf(device).get(dp)?.measured) return dp;
  }
  return null;
}
