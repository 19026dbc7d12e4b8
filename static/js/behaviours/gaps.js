// Gaps of a cloze: made of the marked words by a button or Alt+G, and of [[words]] and [[1]] as they are typed.

import { findAll, numbered } from "../page.js";

const NAMED = /(?<!\\)\[\[(\d{1,2})\]\]/g;
const MARKED = /(?<!\\)\[\[([^[\]\n]+)\]\]/g;
const GAPS_AT_MOST = 50;

class Gaps {
  constructor(element) {
    this.element = element;
    this.stem = element.closest("form").querySelector("textarea[name=stem]");
    element.querySelector("[data-gap]").addEventListener("click", (event) => this.click(event));
    this.stem.addEventListener("input", () => this.typed());
    this.stem.addEventListener("keydown", (event) => {
      if (event.altKey && event.key.toLowerCase() === "g") this.click(event);
    });
  }

  get numbers() {
    return findAll(this.element, "[data-row]").map((row) => Number(row.dataset.row.split("-")[1]));
  }

  click(event) {
    event.preventDefault();
    event.stopPropagation();
    const { selectionStart: from, selectionEnd: to, value } = this.stem;
    const words = value.slice(from, to).trim();
    const start = from + value.slice(from, to).indexOf(words);
    const number = this.make(start, start + words.length, words);
    this.key(number)?.focus();
  }

  /** Put a gap in the place of characters of the stem, with these words as its answer. */
  make(from, to, words) {
    const number = this.free();
    if (!number) return 0;
    this.stem.setRangeText(`[[${number}]]`, from, to, "end");
    this.row(number, words);
    this.stem.dispatchEvent(new Event("change", { bubbles: true }));
    return number;
  }

  free() {
    const taken = new Set([...this.numbers, ...[...this.stem.value.matchAll(NAMED)].map((found) => Number(found[1]))]);
    for (let number = 1; number <= GAPS_AT_MOST; number += 1) if (!taken.has(number)) return number;
    return 0;
  }

  key(number) {
    return this.element.querySelector(`[name="gap-${number}-key"]`);
  }

  row(number, words) {
    const row = numbered(this.element.querySelector("template"), number);
    row.querySelector(`[name="gap-${number}-key"]`).value = words;
    const list = this.element.querySelector(".rows__list");
    const behind = findAll(list, "[data-row]").find((each) => Number(each.dataset.row.split("-")[1]) > number);
    list.insertBefore(row, behind || null);
  }

  /** Follow what is typed: [[words]] become a gap, and each [[n]] gets its row. */
  typed() {
    const words = [...this.stem.value.matchAll(MARKED)].find(([, each]) => each.trim() && !isNumber(each));
    if (words) this.make(words.index, words.index + words[0].length, words[1].trim());
    const known = new Set(this.numbers);
    for (const [, digits] of this.stem.value.matchAll(NAMED)) {
      const number = Number(digits);
      if (isNumber(digits) && !known.has(number)) this.row(number, "");
      known.add(number);
    }
  }
}

function isNumber(words) {
  return /^\d{1,2}$/.test(words) && Number(words) >= 1 && Number(words) <= GAPS_AT_MOST;
}

export function start(element) {
  new Gaps(element);
}
