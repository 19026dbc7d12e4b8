// Items to be put in order: a list whose rows move up and down. The select boxes stay what is sent, out of sight.

import { findAll } from "../page.js";

const MOVE_MS = 150;

class Order {
  constructor(list) {
    this.list = list;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    list.after(this.status);
    const isFirstField = list.querySelector("[autofocus]") && document.activeElement === document.body;
    const takesFocus = isFirstField || list.contains(document.activeElement);
    this.sortByPlaces();
    for (const row of this.rows) this.dress(row);
    list.classList.add("is-movable");
    this.number();
    if (takesFocus) this.rows[0].querySelector("button[data-by='1']").focus({ preventScroll: true });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-by]");
      if (button) this.move(button.closest("li"), Number(button.dataset.by));
    });
  }

  get rows() {
    return findAll(this.list, ":scope > li");
  }

  /** Begin with the places given before, where all are: a browser fills them in again after going back. */
  sortByPlaces() {
    const placed = this.rows.map((row) => [Number(row.querySelector("select").value), row]);
    if (new Set(placed.map(([place]) => place)).size < placed.length || placed.some(([place]) => !place)) return;
    placed.sort(([one], [other]) => one - other);
    this.list.append(...placed.map(([, row]) => row));
  }

  /** Give a row its two buttons in place of its select box. */
  dress(row) {
    row.querySelector("select").hidden = true;
    const moves = document.createElement("span");
    moves.className = "order__moves";
    for (const [by, words, sign] of [[-1, this.list.dataset.up, "↑"], [1, this.list.dataset.down, "↓"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "order__move";
      button.dataset.by = String(by);
      button.setAttribute("aria-label", `${words}: ${this.words(row)}`);
      const arrow = document.createElement("span");
      arrow.setAttribute("aria-hidden", "true");
      arrow.textContent = sign;
      button.append(arrow, words);
      moves.append(button);
    }
    row.append(moves);
  }

  words(row) {
    return row.querySelector("label").textContent.trim();
  }

  /** Write each row's place into its select box; what cannot move further stays in reach of the tab key. */
  number() {
    const rows = this.rows;
    rows.forEach((row, index) => {
      row.querySelector("select").value = String(index + 1);
      const [up, down] = findAll(row, "button[data-by]");
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === rows.length - 1));
    });
  }

  /** Let a row and its neighbour change places; the neighbour is the one taken out, so that the focus is not lost. */
  move(row, by) {
    const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return;
    const before = [row, neighbour].map((each) => each.getBoundingClientRect().top);
    if (by < 0) row.after(neighbour);
    else row.before(neighbour);
    [row, neighbour].forEach((each, index) => this.glide(each, before[index]));
    this.number();
    const place = this.rows.indexOf(row) + 1;
    const said = { item: this.words(row), place, count: this.rows.length };
    this.status.textContent = this.list.dataset.placed.replace(/\{(\w+)\}/g, (_whole, name) => said[name]);
    row.scrollIntoView({ block: "nearest" });
  }

  glide(row, before) {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const by = before - row.getBoundingClientRect().top;
    row.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: MOVE_MS, easing: "ease-out" });
  }
}

export function start(element) {
  new Order(element);
}
