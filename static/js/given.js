// What a player answers with: the server sends it as plain as can be; here it gets its look, is read and filled in.

import { findAll } from "./page.js";
import { start as startOrder } from "./behaviours/order.js";

/** The value of a button or box: what its attribute says, else the words that stand there. */
function valueOf(element) {
  const words = element.matches("input") ? element.closest("label").textContent : element.textContent;
  return element.hasAttribute("value") ? element.getAttribute("value") : words.trim();
}

/** Dress what has come; `say` gives words. True when it is sent by a button of its own. */
export function dress(ask, say) {
  for (const button of findAll(ask, ":scope > button")) {
    button.type = "button";
    button.name = "response";
    button.setAttribute("aria-pressed", "false");
  }
  for (const label of findAll(ask, ":scope > label")) if (!label.querySelector("input")) dressTick(label);
  for (const list of findAll(ask, "ol[data-order]")) dressOrder(list, say);
  const rights = findAll(ask, "datalist option").map((option) => option.value || option.textContent);
  for (const list of findAll(ask, "ul[data-pairs]")) dressPairs(list, rights, say);
  for (const input of findAll(ask, "input:not([type=checkbox])")) dressTyped(input);
  for (const select of findAll(ask, "select")) select.classList.add("field");
  for (const gap of findAll(ask, "input[name^=gap_]")) gap.placeholder = gap.name.slice(4);
  // What needs more room than half a phone has a line of its own.
  ask.classList.toggle("is-wide", findAll(ask, ":scope > button, :scope > label").some((each) => each.textContent.length > 28 || each.querySelector("img, audio, math")));
  return !ask.querySelector(":scope > button");
}

function dressTick(label) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = "response";
  if (label.dataset.value !== undefined) box.setAttribute("value", label.dataset.value);
  const words = document.createElement("span");
  words.append(...label.childNodes);
  label.append(box, words);
}

function dressTyped(input) {
  input.name ||= "response";
  input.classList.add("field");
  input.autocomplete = "off";
  input.setAttribute("autocapitalize", "off");
  input.spellcheck = false;
}

function dressOrder(list, say) {
  list.className = "order";
  list.dataset.up = say("up");
  list.dataset.down = say("down");
  list.dataset.placed = say("placed");
  const rows = findAll(list, ":scope > li");
  rows.forEach((row, index) => {
    const id = `place-${index}`;
    const label = document.createElement("label");
    label.className = "order__words";
    label.htmlFor = id;
    label.append(...row.childNodes);
    const select = document.createElement("select");
    select.id = id;
    select.name = row.dataset.name;
    rows.forEach((_row, place) => select.add(new Option(String(place + 1), String(place + 1))));
    select.value = String(index + 1);
    row.className = "order__row";
    row.append(label, select);
  });
  startOrder(list);
}

function dressPairs(list, rights, say) {
  list.className = "pairs";
  findAll(list, ":scope > li").forEach((row, index) => {
    const label = document.createElement("label");
    label.className = "pairs__left";
    label.htmlFor = `pair-${index}`;
    label.append(...row.childNodes);
    const select = document.createElement("select");
    select.id = `pair-${index}`;
    select.name = row.dataset.name;
    select.add(new Option(say("choose"), ""));
    for (const right of rights) select.add(new Option(right, right));
    row.className = "pairs__row";
    row.append(label, select);
  });
}

/** Read what was given, as a form would send it: name to text, or to texts. */
export function read(ask) {
  const given = {};
  for (const element of findAll(ask, "input[name], select[name]")) {
    if (element.type !== "checkbox") given[element.name] = element.value;
    else if (element.checked) (given[element.name] ??= []).push(valueOf(element));
  }
  return given;
}

/** What a pressed button gives. */
export function readButton(button) {
  return { [button.name]: valueOf(button) };
}

/** The gaps of a text in which nothing stands. */
export function emptyGaps(ask) {
  return findAll(ask, "[name^=gap_]").filter((gap) => !gap.value.trim());
}

/** Show what was read before the page was loaded anew. */
export function refill(ask, given) {
  for (const button of findAll(ask, ":scope > button")) button.setAttribute("aria-pressed", String(given[button.name] === valueOf(button)));
  for (const element of findAll(ask, "input[name], select[name]")) {
    if (element.type === "checkbox") element.checked = (given[element.name] ?? []).includes(valueOf(element));
    else if (given[element.name] !== undefined) element.value = given[element.name];
  }
  for (const list of findAll(ask, ".order")) {
    const place = (row) => Number(row.querySelector("select").value);
    list.append(...findAll(list, ":scope > li").sort((one, other) => place(one) - place(other)));
  }
}

/** Show what the server says was given before. */
export function fill(ask, response) {
  const texts = (Array.isArray(response) ? response : [response]).map(String);
  for (const button of findAll(ask, ":scope > button")) button.setAttribute("aria-pressed", String(texts.includes(valueOf(button))));
  for (const box of findAll(ask, "input[type=checkbox]")) box.checked = texts.includes(valueOf(box));
  for (const input of findAll(ask, "input:not([type=checkbox]), select[name^=gap_]")) {
    // Gaps may stand in the text in any order; what is typed otherwise is one.
    const place = input.name.startsWith("gap_") ? Number(input.name.slice(4)) - 1 : 0;
    if (texts[place] !== undefined) input.value = texts[place];
  }
  for (const row of findAll(ask, ".pairs__row")) {
    const right = response?.[row.querySelector("label").textContent.trim()];
    if (right !== undefined) row.querySelector("select").value = right;
  }
  for (const list of findAll(ask, ".order")) fillOrder(list, texts);
}

/** Put the rows as they were given; where the words say not which is which, they stay. */
function fillOrder(list, texts) {
  const rows = new Map(findAll(list, ":scope > li").map((row) => [row.querySelector("label").textContent.trim(), row]));
  if (texts.length !== rows.size || !texts.every((text) => rows.has(text))) return;
  texts.forEach((text, index) => {
    const row = rows.get(text);
    list.append(row);
    row.querySelector("select").value = String(index + 1);
  });
}

/** Mark the button whose words are the right answer, and the one that was pressed where it is another. */
export function mark(ask, keyWords, isRight) {
  for (const button of findAll(ask, ":scope > button")) {
    const isKey = button.textContent.trim() === keyWords;
    button.classList.toggle("is-key", isKey);
    button.classList.toggle("is-wrong", !isKey && !isRight && button.getAttribute("aria-pressed") === "true");
  }
}
