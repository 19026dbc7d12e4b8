// A form with ticks whose buttons say how many: the count follows the ticks, and so does the server, so that they
// stand when the page is loaded again.

import { findAll } from "../page.js";

export function start(element) {
  const boxes = findAll(element, "input[name=tick]");
  const buttons = findAll(element, "[data-count]");
  const show = () => {
    // What stands on other pages is counted as the server knows it.
    const changed = boxes.reduce((sum, box) => sum + box.checked - box.defaultChecked, 0);
    for (const button of buttons) {
      const { count, words } = button.dataset;
      button.textContent = words.replace("__n__", (Number(count) + changed).toLocaleString("en"));
    }
  };
  let last = Promise.resolve();
  const keep = () => {
    const body = new FormData(element);
    const send = () => fetch(element.dataset.url, { method: "POST", body, keepalive: true, redirect: "manual" });
    last = last.then(send).catch(() => {});
  };
  element.addEventListener("change", (event) => {
    show();
    if (boxes.includes(event.target)) keep();
  });
  show();
}
