// Elements are made here, and text goes in as text: names and values come from outside and are never read as markup.

const svg = "http://www.w3.org/2000/svg";

const paths = {
  alert: "M12 3 2 20h20L12 3zm0 6v5m0 3v.5",
  check: "m5 12.5 4.5 4.5L19 7.5",
  clock: "M12 3a9 9 0 1 0 .01 0zM12 7v5.5l3.5 2",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  cross: "M12 3a9 9 0 1 0 .01 0zM9 9l6 6m0-6-6 6",
  find: "M10.5 4a6.5 6.5 0 1 0 .01 0zM15.5 15.5 20 20",
  gear: "M12 8.5a3.5 3.5 0 1 0 .01 0zM12 3v2.5m0 13V21m9-9h-2.5m-13 0H3m15.4-6.4-1.8 1.8M7.4 16.6l-1.8 1.8m12.8 0-1.8-1.8M7.4 7.4 5.6 5.6",
  help: "M12 3a9 9 0 1 0 .01 0zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.7.4-1.1.9-1.1 1.7m0 3v.3",
  key: "M8 11a4 4 0 1 0 .01 8A4 4 0 0 0 8 11zm3-.5L19.5 3m-3.5 3 2.5 2.5",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  new: "M12 5v14M5 12h14",
  out: "M10 4H5v16h5m4-12 4 4-4 4m4-4H9",
  rest: "M5 12h14",
  sort: "M8 5v14m0 0-3.5-3.5M8 19l3.5-3.5M16 19V5m0 0-3.5 3.5M16 5l3.5 3.5",
  sun: "M12 8a4 4 0 1 0 .01 0zM12 2.5V5m0 14v2.5M2.5 12H5m14 0h2.5M5.3 5.3 7 7m10 10 1.7 1.7m0-13.4L17 7M7 17l-1.7 1.7",
  system: "M4 5h16v11H4zM9 20h6m-3-4v4",
  tools: "M5 19l8-8m1.5-6.5a4 4 0 0 0-1 6 4 4 0 0 0 6-1l-2.5.5-1.5-1.5z",
  wait: "M5.5 12h.01M12 12h.01M18.5 12h.01",
};

/** Makes an element. Properties that begin with "on" are listeners; null and false are left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A small picture that says nothing that the words beside it do not say. */
export function icon(name) {
  const picture = document.createElementNS(svg, "svg");
  for (const [key, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" })) picture.setAttribute(key, value);
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", paths[name]);
  picture.append(path);
  return picture;
}

/** Another picture in the place of one. */
export function setIcon(picture, name) {
  if (picture.shown === name) return;
  picture.shown = name;
  picture.firstChild.setAttribute("d", paths[name]);
}

/** Sets a text, if it is another one: most of what is set each second is as it was. */
export function put(element, text) {
  if (element.shownText === text) return;
  element.shownText = text;
  element.textContent = text;
}

/** Sets an attribute, if it is another one; null takes it away, and so does false but for what is said to those who listen. */
export function mark(element, name, value) {
  if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, String(value));
  }
}

export const show = (element, isShown) => { if (element.hidden === isShown) element.hidden = !isShown; };

export const button = (label, onclick, properties = {}) => el("button", { type: "button", onclick, ...properties }, label);
