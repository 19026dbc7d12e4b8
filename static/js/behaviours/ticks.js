// A list with ticks: one more box ticks the whole page, and Shift ticks a range.

import { findAll } from "../page.js";

export function start(element) {
  const boxes = findAll(element, "input[name=question]");
  const page = element.querySelector("[data-page-ticks]");
  const all = element.querySelector("input[name=all]");
  let last = null;
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
      }
      last = box;
    });
  }
  page.hidden = false;
  page.querySelector("input").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
  });
  // With all that is found, the ticks of this page say nothing.
  all.addEventListener("change", () => {
    for (const box of boxes) box.disabled = all.checked;
  });
}
