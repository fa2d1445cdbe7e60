// How times and values are written: short, and always the same, so that the eye finds its place.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long, in one unit: "12 s", "3 min", "5 h", "2 d". */
export function span(ms) {
  if (!(ms > 0)) return "0 s";
  if (ms < 99.5 * second) return `${Math.round(ms / second)} s`;
  if (ms < 99.5 * minute) return `${Math.round(ms / minute)} min`;
  return ms < 47.5 * hour ? `${Math.round(ms / hour)} h` : `${Math.round(ms / day)} d`;
}

export const ago = ms => ms < 1.5 * second ? "just now" : `${span(ms)} ago`;

const two = number => String(number).padStart(2, "0");

export function clockTime(time) {
  const at = new Date(time);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export const clockTimeFine = time => `${clockTime(time)}.${String(new Date(time).getMilliseconds()).padStart(3, "0")}`;

/** A time of day; with the date where it is another day than that of now. */
export function stamp(time, present) {
  const at = new Date(time);
  const today = new Date(present);
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.toDateString() === today.toDateString() ? clockTime(time) : `${date} ${clockTime(time)}`;
}

/** A number as people read it: scaled as its mapping says, with its unit. */
export function number(value, dp) {
  const scale = dp?.scale ?? 0;
  const text = scale > 0 ? (value / 10 ** scale).toFixed(scale) : String(value);
  return dp?.unit ? `${text} ${dp.unit.replace("℃", "°C").replace("℉", "°F").replace("·", "")}` : text;
}

export function short(text, most) {
  const letters = text.length > most ? Array.from(text) : null;
  return letters && letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}

/** A value in a word or a few. */
export function value(of, dp, most = 24) {
  switch (typeof of) {
    case "boolean": return of ? "on" : "off";
    case "number": return number(of, dp);
    case "string": return of === "" ? "(empty)" : short(of, most);
    default: return of === null || of === undefined ? "–" : short(JSON.stringify(of), most);
  }
}

export const count = (number, one, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;
