// The node's clock, which ages are counted by: the one of a tablet on a wall may be minutes off.

let ahead = 0;
const listeners = new Set();
let timer = 0;

export const now = () => Date.now() + ahead;

/** The node says what time it is. A message that was long on its way makes the clock no slower. */
export function setClock(time) {
  const told = Date.parse(time) - Date.now();
  ahead = Math.abs(told - ahead) > 5000 ? told : Math.max(ahead - 5, Math.min(told, ahead + 50));
}

/** Calls each second while the page is seen; answers how to end it. */
export function everySecond(listener) {
  listeners.add(listener);
  run();
  return () => listeners.delete(listener);
}

function run() {
  clearTimeout(timer);
  if (document.hidden) return;
  timer = setTimeout(() => {
    for (const listener of listeners) listener();
    run();
  }, 1000 - (Date.now() % 1000) + 5);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const listener of listeners) listener();
  run();
});
