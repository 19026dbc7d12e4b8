// The host's remote: commands without reloads, and the page as it stands whenever the game has changed.

import { clockOf, Countdown, EntryWord, Link, REPLY_MS, showCounts } from "../live.js";
import { findAll, sendForm, toNodes, within } from "../page.js";

const REFRESH_MS = 700;
/** As it is answered to who is signed out; where their browser is a guest's now, that it is for teachers. */
const SIGNED_OUT = [401, 403];
/** What a host types or chooses, each with an id of its own. */
const FIELDS = "input[id]:not([type=hidden]), select[id], textarea[id]";
/** How many came within a minute is looked at again after so long. */
const FADE_MS = 20000;

class Remote {
  constructor(element) {
    this.element = element;
    this.events = element.dataset.events;
    this.part = element.querySelector("[data-part]");
    this.links = null;
    this.countdown = new Countdown(() => element.querySelector("[data-timer]"));
    this.waits = 0;
    this.sent = 0;
    this.trouble = "";
    this.isLost = false;
    element.addEventListener("submit", (event) => this.onSubmit(event));
    element.addEventListener("pointerdown", () => { this.isPressing = true; });
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => setTimeout(() => { this.isPressing = false; }));
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.show();
    this.link = new Link(this);
    this.link.open();
  }

  async onSubmit(event) {
    // What is looked for is an address of its own.
    if (event.target.method === "get") return;
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    try {
      const response = await sendForm(event.target, event.submitter, REPLY_MS);
      const text = await response.text();
      this.sent += 1;
      const isRefused = response.status === 422;
      // A form of before the sign-out is refused as one without its cookie, where somebody else is in the browser now.
      const status = response.status === 400 ? (await this.look()).status : response.status;
      const isSignedOut = SIGNED_OUT.includes(status);
      this.saySignedOut(isSignedOut);
      this.trouble = response.ok || isRefused || isSignedOut ? "" : toNodes(text).textContent.replace(/\s+/g, " ").trim();
      if (isRefused) this.refuseNickname(toNodes(text));
      if (response.ok && event.target.closest("#chosen")) this.forgetPlayer();
      this.closeMenu(event.target);
      if (response.ok) { this.replace(text, { sent: event.target }); this.takeNotice(); }
    } catch {
      this.closeMenu(event.target);
      this.trouble = this.element.dataset.unsent;
    } finally {
      this.sayState();
      this.isSending = false;
    }
  }

  /** A menu covers the players and what is said of a press: it closes once something of it was chosen. */
  closeMenu(form) {
    const menu = form.closest("#more");
    if (!menu) return;
    for (const each of [menu, ...findAll(menu, "details")]) each.open = false;
    menu.querySelector("summary").focus();
  }

  /** What the server says of a press stands where the press was, and not above all that stands there. */
  takeNotice() {
    for (const each of findAll(this.part, ".notice[role=status]")) {
      this.trouble = each.textContent.trim();
      each.remove();
    }
  }

  /** A nickname that cannot be changes nothing but its own panel, which says why. */
  refuseNickname(nodes) {
    this.part.querySelector("#chosen")?.replaceWith(nodes.querySelector("#chosen"));
    this.part.querySelector("#nickname")?.focus();
  }

  /** Why a nickname was refused stays, however the game goes on. */
  keepRefusal(nodes) {
    const [old, renewed] = [this.part, nodes].map((each) => each.querySelector("#chosen"));
    if (!old || old.dataset.of !== renewed?.dataset.of) return;
    if (old.querySelector("#nickname").hasAttribute("aria-invalid")) renewed.replaceWith(old);
  }

  /** Whoever was looked at is done with: the next look must not open their panel again. */
  forgetPlayer() {
    const address = new URL(this.element.dataset.url, window.location.href);
    if (!address.searchParams.has("player")) return;
    address.searchParams.delete("player");
    this.element.dataset.url = address.pathname + address.search;
    history.replaceState(history.state, "", this.element.dataset.url);
  }

  /** A frame says that the game has changed; what it is now comes from the page's own address, with its forms. */
  onFrame() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.refreshedAt = -Infinity;
    this.refresh();
  }

  onEvent(name, values) {
    if (name === "links") { this.links = values; this.showLinks(); return; }
    if (name === "word") { this.showWord(values); return; }
    if (name !== "counts") return;
    showCounts(this.part, values);
    this.refresh();
  }

  onState(state) {
    this.isLost = Boolean(state);
    this.sayState();
  }

  /** What became of the last press stays until the next one, whatever is looked at meanwhile. */
  sayState() {
    const words = this.trouble || (this.isLost ? this.element.dataset.lost : "");
    const line = this.element.querySelector("[data-trouble]");
    line.hidden = !words;
    line.textContent = words;
  }

  /** Said with the way back, until the game is the host's again: after a sign-in in another window too. */
  saySignedOut(isSo) {
    this.element.querySelector("[data-signed-out]").hidden = !isSo;
  }

  /** Several changes at once are looked at once, and one look after the other: a slow one must not undo a later. */
  refresh() {
    if (this.isLooking) this.isBehind = true;
    if (this.isLooking || this.waiting) return;
    const since = performance.now() - (this.refreshedAt ?? -Infinity);
    this.waiting = setTimeout(async () => {
      this.refreshedAt = performance.now();
      this.waiting = 0;
      this.isLooking = true;
      this.isBehind = false;
      await this.poll().catch(() => {});
      this.isLooking = false;
      if (this.isBehind) this.refresh();
    }, Math.max(0, REFRESH_MS - since));
  }

  look() {
    return fetch(this.element.dataset.url, { headers: { "X-Part": "1" }, credentials: "same-origin", signal: within(REPLY_MS) });
  }

  async poll() {
    const { sent } = this;
    const response = await this.look();
    if (SIGNED_OUT.includes(response.status)) { window.location.assign(this.element.querySelector("[data-signed-out] a").href); return false; }
    if (response.status === 404) { window.location.reload(); return false; }
    if (!response.ok) throw new Error(String(response.status));
    this.saySignedOut(false);
    const text = await response.text();
    // What was asked for before something was sent does not know of it; and a button that goes while it is pressed is
    // not pressed.
    if (this.isPressing) this.isBehind = true;
    else if (!this.isSending && sent === this.sent) this.replace(text, { typing: this.typing });
    return true;
  }

  /** The field that has the focus, if one has. */
  get typing() {
    const { activeElement } = document;
    return activeElement?.matches("[data-part] input:not([type=hidden]), [data-part] select") ? activeElement : null;
  }

  /**
   * Put the new part in; what the host opened stays open for as long as it is of the same, and the focus where it was.
   * A form in which something is typed stays as it is, for as long as there is such a form; and what was chosen or typed
   * in any other is put into its successor, unless that is the form which was sent.
   */
  replace(text, { typing = null, sent = null }) {
    const nodes = toNodes(text);
    // An answer that was long on its way may be older than what is shown.
    const [event, shown] = [nodes, this.part].map((each) => Number(each.firstElementChild.dataset.event));
    if (event < shown) return;
    // The game has moved on: what could not be sent before would do something else now.
    if (event > shown) { this.trouble = ""; this.sayState(); }
    const focused = document.activeElement?.id;
    const opened = new Map(findAll(this.part, "details[id]").map((each) => [each.id, each]));
    const unsaved = findAll(this.part, FIELDS).filter((field) => field.form !== sent && isUnsaved(field));
    const phase = this.part.firstElementChild.dataset.phase;
    const twin = typing && nodes.getElementById(typing.id);
    const isOfSame = twin && typing.closest("[data-of]")?.dataset.of === twin.closest("[data-of]")?.dataset.of;
    if (isOfSame) renewAround(this.part, nodes, typing.form ?? typing, twin.form ?? twin);
    else {
      this.keepRefusal(nodes);
      this.part.replaceChildren(nodes);
    }
    for (const field of unsaved) this.putBack(field);
    const isSamePhase = this.part.firstElementChild.dataset.phase === phase;
    for (const each of findAll(this.part, "details[id]")) {
      const old = opened.get(each.id);
      const { stays } = each.dataset;
      if (old && (stays === undefined ? isSamePhase : stays === old.dataset.stays)) each.open = old.open;
    }
    if (focused) this.focusOn(focused);
    this.show();
  }

  /** Put what was chosen or typed into the field that has come in its place, if one of the same has. */
  putBack(field) {
    const twin = field.isConnected ? null : this.part.querySelector(`#${CSS.escape(field.id)}`);
    if (twin?.type !== field.type || twin.closest("[data-of]")?.dataset.of !== field.closest("[data-of]")?.dataset.of) return;
    if (isTick(field)) twin.checked = field.checked;
    else twin.value = field.value;
  }

  /** Keep the focus where it was; with who was let in or refused it goes to whoever waits next. */
  focusOn(id) {
    const isOfDoor = /^(admit|refuse)-/.test(id);
    const element = document.getElementById(id) ?? (isOfDoor ? this.part.querySelector("#door .waits__list button, #players-name") : null);
    element?.focus({ preventScroll: true });
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const target = this.part.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  }

  showWord(values) {
    if (this.part.querySelector("[data-entry-word]")) this.word.set(values);
  }

  sayWaiting() {
    const count = Number(this.part.querySelector("[data-waiting]")?.dataset.waiting ?? 0);
    const { waits, waitsOne } = this.element.dataset;
    if (count > this.waits) this.element.querySelector("[data-said]").textContent = count === 1 ? waitsOne : waits.replace("{n}", String(count));
    if (count < this.waits) this.element.querySelector("[data-said]").textContent = "";
    this.waits = count;
  }

  show() {
    const hasWord = this.part.querySelector("[data-entry-word]") !== null;
    if (hasWord && this.word) this.word.readPage();
    else if (hasWord) this.word = new EntryWord(() => this.part.querySelector("[data-entry-word]"));
    this.sayWaiting();
    clearTimeout(this.fading);
    if (this.part.querySelector("[data-fades]")) this.fading = setTimeout(() => this.refresh(), FADE_MS);
    this.countdown.set(...clockOf(this.part.firstElementChild));
    this.showLinks();
    if (["closed", "cancelled"].includes(this.part.firstElementChild.dataset.phase)) this.link?.end();
  }

  showLinks() {
    if (!this.links) return;
    for (const row of findAll(this.part, "[data-player]")) {
      const id = Number(row.dataset.player);
      const state = this.links.stream.includes(id) ? "stream" : this.links.polling.includes(id) ? "polling" : "away";
      row.dataset.state = state;
      row.querySelector("[data-link]").textContent = this.element.dataset[state];
    }
  }
}

function isTick(field) { return ["checkbox", "radio"].includes(field.type); }

/** Whether something else stands in a field than the server has put there. */
function isUnsaved(field) {
  if (isTick(field)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  const given = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return given !== undefined && field.value !== given.value;
}

/** Put in all of `renewed` but what is `kept`, which loses the focus if it is moved: what it stands in stays around it. */
function renewAround(old, renewed, kept, twin) {
  const [inner, innerTwin] = [[old, kept], [renewed, twin]].map(([outer, item]) => [...outer.childNodes].find((node) => node.contains(item)));
  const nodes = [...renewed.childNodes];
  const at = nodes.indexOf(innerTwin);
  for (const node of [...old.childNodes]) if (node !== inner) node.remove();
  inner.before(...nodes.slice(0, at));
  inner.after(...nodes.slice(at + 1));
  if (inner === kept) return;
  const names = new Set([...inner.attributes, ...innerTwin.attributes].map(({ name }) => name).filter((name) => name !== "open"));
  for (const name of names) {
    if (innerTwin.hasAttribute(name)) inner.setAttribute(name, innerTwin.getAttribute(name));
    else inner.removeAttribute(name);
  }
  renewAround(inner, innerTwin, kept, twin);
}

export function start(element) {
  new Remote(element);
}
