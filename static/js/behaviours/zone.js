// The browser's time zone: put into a hidden input, or offered beside the one that is set.

import { browserZone } from "../page.js";

function offer(element, select, zone) {
  const notice = element.querySelector("[data-zone-offer]");
  notice.querySelector("[data-zone-name]").textContent = zone.replaceAll("_", " ");
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", () => {
    select.value = zone;
    notice.hidden = true;
    select.focus();
  });
  select.addEventListener("change", () => {
    notice.hidden = select.value === zone;
  });
}

export function start(element) {
  const zone = browserZone();
  if (element.matches("input")) {
    element.value = zone;
    return;
  }
  const select = element.querySelector("select");
  const isListed = [...select.options].some((option) => option.value === zone);
  if (!isListed || select.value === zone) return;
  if (element.dataset.zoneKnown === "no") select.value = zone;
  else offer(element, select, zone);
}
