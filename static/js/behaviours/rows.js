// Rows of an editor without a reload: added, removed and moved by their buttons, and by Enter, Backspace and Alt+arrow.

import { findAll, numbered } from "../page.js";

const STEP = /^(add|remove|up|down) ([a-z]+)(?:-(\d+))?$/;

class Rows {
  constructor(form) {
    this.form = form;
    form.addEventListener("click", (event) => this.click(event));
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("input", (event) => this.rename(event.target));
  }

  click(event) {
    const button = event.target.closest("button[name=do]");
    const step = button && STEP.exec(button.value);
    // A gap that goes is words again: the server puts them back.
    if (!step || (step[1] === "remove" && step[2] === "gap")) return;
    event.preventDefault();
    event.stopPropagation();
    const row = button.closest("[data-row]");
    if (step[1] === "add") this.add(this.list(step[2]), null);
    else if (step[1] === "remove") this.remove(row);
    else this.move(row, step[1] === "up" ? -1 : 1, button);
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  list(group) {
    return this.form.querySelector(`[data-rows="${group}"]`);
  }

  /** Add a blank row behind another, or at the end, and go there. */
  add(rows, behind) {
    const numbers = findAll(rows, "[data-row]").map((row) => Number(row.dataset.row.split("-")[1]));
    const row = numbered(rows.querySelector("template"), Math.max(0, ...numbers) + 1);
    if (behind) behind.after(row);
    else rows.querySelector(".rows__list").append(row);
    row.querySelector("textarea, input:not([type=radio], [type=checkbox])").focus();
    return row;
  }

  remove(row) {
    const rows = row.closest("[data-rows]");
    const near = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    (near ? near.querySelector("textarea, input") : rows.querySelector("[data-add]")).focus();
  }

  move(row, by, button) {
    const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (neighbour && by < 0) row.after(neighbour);
    else if (neighbour) row.before(neighbour);
    button.focus();
  }

  key(event) {
    const input = event.target.closest(".rows__text textarea, .rows__pair textarea");
    const row = input && input.closest("[data-row]");
    if (!row || event.isComposing || event.ctrlKey || event.metaKey || row.closest(".gaps")) return;
    const isUpOrDown = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (event.altKey && isUpOrDown) {
      event.preventDefault();
      this.move(row, event.key === "ArrowUp" ? -1 : 1, input);
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.goOn(row, input);
    } else if (event.key === "Backspace" && !findAll(row, "textarea").some((each) => each.value)) {
      event.preventDefault();
      const before = row.previousElementSibling;
      if (before) {
        row.remove();
        before.querySelector("textarea").focus();
      }
    }
  }

  /** Go to the next text: in the row, in the next row, or in a new one. */
  goOn(row, input) {
    const texts = findAll(row, ".rows__text textarea").filter((each) => !each.closest(".rows__more"));
    const next = texts[texts.indexOf(input) + 1] || row.nextElementSibling?.querySelector(".rows__text textarea");
    if (next) next.focus();
    else if (input.value.trim()) this.add(row.closest("[data-rows]"), row);
  }

  /** Name a row's buttons by what stands in it. */
  rename(input) {
    const acts = input.closest("[data-row]")?.querySelector(`[data-named="${CSS.escape(input.name)}"]`);
    if (!acts) return;
    for (const button of findAll(acts, "button")) {
      const [verb] = button.getAttribute("aria-label").split(": ");
      button.setAttribute("aria-label", `${verb}: ${input.value.slice(0, 60) || acts.closest("[data-row]").dataset.row}`);
    }
  }
}

export function start(element) {
  new Rows(element);
}
