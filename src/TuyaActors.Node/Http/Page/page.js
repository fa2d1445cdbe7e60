"use strict";

const every = 2000; // ms: as often as a person looks twice
const failing = new Set(["backoff", "keyRejected", "outOfReach"]);
const well = new Set(["online", "idle"]);
const rows = document.getElementById("devices");
const summary = document.getElementById("summary");

function cell(row, text, className, below) {
  const td = row.insertCell();
  td.textContent = text;
  if (className) td.className = className;
  if (below) {
    const small = document.createElement("small");
    small.textContent = below;
    td.append(small);
  }
  return td;
}

function age(time) {
  if (!time) return "never";
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}

function rank(device) {
  return failing.has(device.state) ? 0 : well.has(device.state) ? 2 : 1;
}

function show(fleet) {
  summary.textContent = `${fleet.online} of ${fleet.total} online`
    + (fleet.subDevices ? `, and behind gateways ${fleet.subDevicesOnline} of ${fleet.subDevices}` : "")
    + (fleet.unavailable.length ? `, ${fleet.unavailable.length} without an answer` : "");
  const body = document.createElement("tbody");
  fleet.devices.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  for (const device of fleet.devices) {
    const row = body.insertRow();
    cell(row, device.name, "", device.id);
    const diagnosis = device.diagnosis;
    const state = cell(row, device.state, ["failing", "waiting", "online"][rank(device)], diagnosis && `${diagnosis.kind}: ${diagnosis.sentence}`);
    if (diagnosis && diagnosis.evidence) state.title = diagnosis.evidence;
    cell(row, device.version || "?");
    const where = device.gateway ? "behind its gateway" : "not seen yet";
    cell(row, device.address ? `${device.address}:${device.port}` : where);
    cell(row, JSON.stringify(device.reported), "values", device.stale ? "as last reported; may be out of date" : "");
    cell(row, age(device.lastPushAt));
  }
  rows.replaceChildren(...body.rows);
}

async function refresh() {
  try {
    const answer = await fetch("/api/devices", { cache: "no-store" });
    if (!answer.ok) throw new Error(`the node answered ${answer.status}`);
    show(await answer.json());
  } catch (error) {
    summary.textContent = `no connection to the node: ${error.message}`;
  }
  setTimeout(refresh, every);
}

refresh();
