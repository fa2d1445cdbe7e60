"use strict";

// Read before anything is drawn, so that a dark page does not flash white. No module: those wait until the document is there.
{
  const kept = (() => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  })();
  if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
}
