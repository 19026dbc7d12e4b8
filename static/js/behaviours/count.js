// A form with ticks whose button says how many: the count follows the ticks.

import { findAll } from "../page.js";

export function start(element) {
  const boxes = findAll(element, "input[name=tick]");
  const button = element.querySelector("[data-count]");
  const { count, words } = button.dataset;
  const show = () => {
    // What stands on other pages is counted as the server knows it.
    const changed = boxes.reduce((sum, box) => sum + box.checked - box.defaultChecked, 0);
    button.textContent = words.replace("__n__", (Number(count) + changed).toLocaleString("en"));
  };
  element.addEventListener("change", show);
  show();
}
