// The page: the parts are started, and what stands beside the list follows the address.

import { startBulk } from "./bulk.js";
import { DeviceView } from "./device.js";
import { startHelp } from "./help.js";
import { startKeys } from "./keys.js";
import { startList } from "./list.js";
import { startLogin } from "./login.js";
import { startLook } from "./look.js";
import { onMove, place } from "./route.js";
import { startSummary } from "./summary.js";
import { stream } from "./stream.js";
import { Strangers } from "./strangers.js";

const side = document.getElementById("side");
let view = null;
let shown = "";

function showSide(isMoved) {
  const wanted = place.view === "list" ? "" : `${place.view}/${place.id}`;
  if (wanted === shown) return;
  shown = wanted;
  view?.end();
  view = place.view === "device" ? new DeviceView(place.id) : place.view === "new" ? new Strangers() : null;
  if (place.view !== "device") stream.watch("");
  side.replaceChildren(...(view ? [view.element] : []));
  side.hidden = !view;
  side.scrollTop = 0;
  side.setAttribute("aria-label", place.view === "new" ? "Devices not adopted" : "Device");
  document.body.classList.toggle("beside", Boolean(view));
  if (view && isMoved) view.focus();
}

startLook();
startHelp();
startSummary();
startList();
startBulk();
startKeys();
onMove(() => showSide(true));
showSide(false);
startLogin();
