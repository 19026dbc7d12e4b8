// Work under way: its part is fetched again until it has come to an end.

import { toNodes } from "../page.js";

const LOOK_EVERY_MS = 1000;

export function start(element) {
  if (!element.querySelector("[data-state=reading]")) return;
  const timer = setInterval(async () => {
    let response;
    try {
      response = await fetch(element.dataset.url, { headers: { "X-Part": "1" }, credentials: "same-origin" });
    } catch {
      return;
    }
    if (!response.ok) return;
    const nodes = toNodes(await response.text());
    const state = nodes.querySelector("[data-state]")?.dataset.state;
    if (state === "reading") {
      element.querySelector("progress").value = nodes.querySelector("progress").value;
      element.querySelector(".tabular").textContent = nodes.querySelector(".tabular").textContent;
      const words = element.querySelector("[role=status]");
      const said = nodes.querySelector("[role=status]").textContent;
      if (words.textContent !== said) words.textContent = said;
      return;
    }
    clearInterval(timer);
    window.location.replace(element.dataset.done);
  }, LOOK_EVERY_MS);
}
