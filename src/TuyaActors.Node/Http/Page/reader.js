// Whether somebody reads the list: the pointer is over it, or the focus in it, and somebody has moved lately.

const readingFor = 60_000; // a pointer that was left on the list does not read

let isOver = false;
let movedAt = 0;

const grid = document.getElementById("grid");
const scroller = document.getElementById("scroller");

export const isRead = () => (isOver || grid.contains(document.activeElement)) && Date.now() - movedAt < readingFor;

/** Somebody has done something in the list. */
export const touch = () => { movedAt = Date.now(); };

/** Begins to look. @param left is called when the pointer or the focus has gone. */
export function startReader(left) {
  const over = () => {
    isOver = true;
    touch();
  };
  scroller.addEventListener("pointerenter", over);
  scroller.addEventListener("pointermove", over, { passive: true });
  scroller.addEventListener("wheel", touch, { passive: true });
  scroller.addEventListener("pointerleave", () => {
    isOver = false;
    left();
  });
  grid.addEventListener("focusin", touch);
  grid.addEventListener("focusout", left);
}
