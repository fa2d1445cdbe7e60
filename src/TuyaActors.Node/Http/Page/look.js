// Light, dark, or as the system has it; remembered.

import { icon, setIcon } from "./dom.js";

const themes = ["system", "light", "dark"];
const icons = { system: "system", light: "sun", dark: "moon" };
const names = { system: "as the system", light: "light", dark: "dark" };

/** Makes the switch. */
export function startLook() {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const picture = icon("system");
  button.append(picture);
  const tell = () => {
    const theme = root.dataset.theme ?? "system";
    setIcon(picture, icons[theme]);
    button.setAttribute("aria-label", `Colours: ${names[theme]}; change`);
    button.title = `Colours: ${names[theme]}`;
  };
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // A page that may keep nothing forgets it.
    }
    tell();
    dispatchEvent(new Event("themechange"));
  });
  tell();
}
