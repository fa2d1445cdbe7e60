// The two ways in which bulbs write a colour. Source: tinytuya's BulbDevice (types A and B).
//   hsv16: hhhhssssvvvv, hue 0 to 360, saturation and value 0 to 1000, in hex
//   rgb8:  rrggbbhhhhssvv, red, green and blue, then hue 0 to 360, saturation and value 0 to 255, in hex

const hex = (number, digits) => Math.round(number).toString(16).padStart(digits, "0");
const part = (text, from, length) => Number.parseInt(text.slice(from, from + length), 16);

/** hsv16, rgb8, or null for what is no colour. */
export function colourFormat(text) {
  if (typeof text !== "string" || !/^[0-9a-f]+$/i.test(text)) return null;
  if (text.length === 12 && part(text, 0, 4) <= 360 && part(text, 4, 4) <= 1000 && part(text, 8, 4) <= 1000) return "hsv16";
  return text.length === 14 && part(text, 6, 4) <= 360 ? "rgb8" : null;
}

/** "#rrggbb" of a bulb's colour. */
export function toPicked(text) {
  if (colourFormat(text) === "rgb8") return `#${text.slice(0, 6).toLowerCase()}`;
  return fromHsv(part(text, 0, 4), part(text, 4, 4) / 1000, part(text, 8, 4) / 1000);
}

/** A bulb's colour of "#rrggbb". */
export function fromPicked(picked, format) {
  const [r, g, b] = [1, 3, 5].map(from => part(picked, from, 2) / 255);
  const most = Math.max(r, g, b);
  const range = most - Math.min(r, g, b);
  const sixth = range === 0 ? 0 : most === r ? ((g - b) / range + 6) % 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  const [hue, saturation] = [sixth * 60, most === 0 ? 0 : range / most];
  return format === "rgb8"
    ? `${picked.slice(1).toLowerCase()}${hex(hue, 4)}${hex(saturation * 255, 2)}${hex(most * 255, 2)}`
    : `${hex(hue, 4)}${hex(saturation * 1000, 4)}${hex(most * 1000, 4)}`;
}

function fromHsv(hue, saturation, value) {
  const channel = n => {
    const k = (n + hue / 60) % 6;
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return `#${[5, 3, 1].map(n => hex(channel(n) * 255, 2)).join("")}`;
}
