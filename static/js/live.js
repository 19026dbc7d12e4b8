// What all pages of a live game share: the link to the server, which never gives up, and the clock that runs down.

import { within } from "./page.js";

/** What has had no reply for so long counts as not sent, and can be sent again; a server that is busy says so before. */
export const REPLY_MS = 8000;
const FIRST_FRAME_MS = 4000;
const SILENT_MS = 25000;
/** A stream that broke and did not come back within this is said to be lost. */
const BROKEN_MS = 3000;
const POLL_MS = 1000;
const TRY_STREAM_MS = 60000;
const TRY_AGAIN_MS = 2000;
const NAMED = ["own", "counts", "links", "word"];
/** A word that nothing has replaced is shown for so long after its time: the server takes it a while longer. */
const WORD_LATE_MS = 5000;
const PINGS = 6;

/**
 * Frames from a stream; from asking once a second where no stream comes through. `page` has:
 * events (address of the stream), onFrame(frame), onEvent(name, values), onState("" or "lost"),
 * poll(): fetches and shows the present state, false when it will never come again.
 */
export class Link {
  constructor(page) {
    this.page = page;
    this.source = null;
    this.polling = 0;
    this.isOpen = false;
    this.isLost = false;
    this.eventNo = 0;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.open(); });
    window.addEventListener("online", () => this.open());
    window.addEventListener("offline", () => this.lost());
    setInterval(() => this.check(), 1000);
  }

  open() {
    this.close();
    if (document.hidden || this.isOver) return;
    this.isOpen = true;
    this.heardAt = performance.now();
    this.brokenAt = undefined;
    this.openStream();
  }

  close() {
    this.isOpen = false;
    this.closeStream();
    this.stopPolling();
  }

  /** Never again: the page has nothing more to hear. */
  end() {
    this.isOver = true;
    this.close();
  }

  openStream() {
    this.closeStream();
    const source = new EventSource(this.page.events);
    this.source = source;
    this.openedAt = performance.now();
    this.hasFrame = false;
    this.streamAt = Infinity;
    source.onmessage = (event) => {
      this.hasFrame = true;
      this.stopPolling();
      this.heard();
      this.take(JSON.parse(event.data), Number(event.lastEventId));
    };
    source.addEventListener("ping", () => this.heard());
    for (const name of NAMED) {
      source.addEventListener(name, (event) => { this.heard(); this.page.onEvent(name, JSON.parse(event.data)); });
    }
    // Another window of the same player has the stream now: to take it back would never end.
    source.addEventListener("removed", () => this.pollOnce());
    source.addEventListener("replaced", () => this.fallBack(Infinity));
    source.onerror = () => { this.brokenAt ??= performance.now(); if (source.readyState === EventSource.CLOSED) this.fallBack(TRY_AGAIN_MS * (1 + Math.random())); };
  }

  /** Show a frame, unless a later one is shown already: a reply that was long on its way is no news. */
  take(frame, no = frame.event_no) {
    if (no < this.eventNo) return;
    this.eventNo = no;
    this.page.onFrame(frame);
  }

  closeStream() {
    if (this.source) this.source.close();
    this.source = null;
  }

  /** Ask once a second, and try the stream again after so long. */
  fallBack(afterMs) {
    this.closeStream();
    if (!this.isOpen) return;
    this.streamAt = performance.now() + afterMs;
    this.startPolling();
  }

  startPolling() {
    if (this.polling) return;
    this.polling = setInterval(() => this.pollOnce(), POLL_MS);
    this.pollOnce();
  }

  stopPolling() {
    clearInterval(this.polling);
    this.polling = 0;
  }

  async pollOnce() {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      if (await this.page.poll()) this.heard();
      else this.end();
    } catch {
      // Said when it has lasted; the next second asks again.
      this.brokenAt ??= performance.now();
    } finally {
      this.isAsking = false;
    }
  }

  check() {
    if (!this.isOpen) return;
    const now = performance.now();
    if (!this.isLost && now - this.brokenAt > BROKEN_MS) this.lost();
    if (now - this.heardAt > SILENT_MS) {
      this.lost();
      this.heardAt = now;
      this.openStream();
      return;
    }
    if (this.source && !this.hasFrame && !this.polling && now - this.openedAt > FIRST_FRAME_MS) this.fallBack(TRY_STREAM_MS);
    else if (!this.source && now > this.streamAt) this.openStream();
    else if (this.source && this.polling && now - this.openedAt > FIRST_FRAME_MS) this.fallBack(TRY_STREAM_MS);
  }

  heard() {
    this.heardAt = performance.now();
    this.brokenAt = undefined;
    if (this.isLost) { this.page.countdown.hold(false); this.page.onState(""); }
    this.isLost = false;
  }

  lost() {
    this.isLost = true;
    // A server that is away gives the time back; to a browser that is off the line nothing is given back.
    this.page.countdown.hold(navigator.onLine);
    this.page.onState("lost");
  }
}

/** The time in which a round was open to whoever looks at it: pauses are none of it. */
export class Stopwatch {
  constructor() { this.reset(); }

  reset() {
    this.spent = 0;
    this.since = null;
  }

  run(isOn) {
    this.spent = this.ms;
    this.since = isOn ? performance.now() : null;
  }

  get ms() { return this.since === null ? this.spent : this.spent + performance.now() - this.since; }
}

/** Send JSON; status 0 when nothing came back, `wait` in ms. */
export async function postJson(address, values) {
  try {
    const response = await fetch(address, { method: "POST", body: JSON.stringify(values), headers: { "Content-Type": "application/json" }, credentials: "same-origin", keepalive: true, signal: within(REPLY_MS) });
    const body = await response.json().catch(() => ({}));
    return { status: response.status, body, wait: Number(response.headers.get("Retry-After")) * 1000 };
  } catch {
    return { status: 0, body: {}, wait: 0 };
  }
}

/** Let the server measure the way: each call brings back what the one before gave. Gives its word on it, or undefined. */
export async function measureTrip(address) {
  let carried = {};
  for (let call = 0; call < PINGS; call += 1) {
    const { status, body } = await postJson(address, carried);
    if (status !== 200) return undefined;
    if (body.trip) return body.trip;
    carried = body;
  }
  return undefined;
}

/** A bar that runs down to a moment of the server; `say` is called with 10 and 5, the seconds left. */
export class Countdown {
  constructor(find, say = () => {}) {
    this.find = find;
    this.say = say;
    this.end = null;
    setInterval(() => this.tick(), 100);
  }

  /** Run to a deadline, `now` being the server's present moment and `wholeMs` the length of the full bar. */
  set(deadline, now, wholeMs) {
    const isNew = deadline !== this.deadline;
    this.deadline = deadline;
    this.end = deadline === undefined || deadline === null ? null : performance.now() + deadline - now;
    if (isNew) {
      this.whole = wholeMs || 1;
      this.said = Infinity;
    }
    this.isHeld = false;
    this.tick();
  }

  /** How many ms are left; without end where nothing is timed. */
  get left() { return this.end === null ? Infinity : this.end - performance.now(); }

  /** Stand still, or go on. */
  hold(isHeld) {
    this.isHeld = isHeld;
    this.tick();
  }

  tick() {
    const bar = this.find();
    if (!bar || this.isHeld) return;
    bar.hidden = this.end === null;
    if (this.end === null) return;
    const left = Math.max(0, this.left);
    bar.value = Math.min(1, left / this.whole);
    bar.classList.toggle("is-short", left < 5000 && this.whole >= 10000);
    for (const seconds of [10, 5]) {
      if (left <= seconds * 1000 && left > seconds * 1000 - 1000 && this.said > seconds && this.whole > seconds * 1000) {
        this.said = seconds;
        this.say(seconds);
      }
    }
  }
}

/** The entry word in the box that `find` gives: its digits, and the time that it has left. `say` hears each new one. */
export class EntryWord {
  constructor(find, say = () => {}) {
    this.find = find;
    this.say = say;
    this.word = null;
    this.countdown = new Countdown(() => this.find()?.querySelector("[data-word-left]"));
    this.readPage();
    setInterval(() => { if (this.word && performance.now() > this.endsAt + WORD_LATE_MS) this.set({}); }, 1000);
  }

  /** Take the word that the page was drawn with. */
  readPage() {
    const { word, until, now } = this.find().dataset;
    this.set(word ? { word, until: Number(until), now: Number(now) } : {});
  }

  set({ word = null, until = 0, now = 0 }) {
    const isNew = word !== this.word;
    this.word = word;
    this.endsAt = performance.now() + until - now;
    const box = this.find();
    // A game that is over has none.
    if (!box) return;
    box.hidden = !word;
    box.querySelector("[data-word-shown]").textContent = word ?? "";
    box.querySelector("[data-word-spelt]").textContent = [...word ?? ""].join(" ");
    this.countdown.set(word ? until : null, now, 30000);
    if (isNew && word) this.say([...word].join(" "));
  }
}

/** The clock as the attributes of a stage tell it: for pages that were drawn by the server. */
export function clockOf(stage) {
  const { deadline, now, whole } = stage.dataset;
  return deadline === undefined ? [null, 0, 0] : [Number(deadline), Number(now), Number(whole)];
}

/** Join sentences to be spoken: each ends once, and what stands between dots is a list. */
export function spoken(...sentences) {
  const told = sentences.map((each) => (each ?? "").replace(/\s+/g, " ").replaceAll(" · ", ", ").trim()).filter(Boolean);
  return told.map((each, index) => index === told.length - 1 || /[.?!…:][")\]’”»]*$/.test(each) ? each : `${each}.`).join(" ");
}

/** Put in fresh numbers, and the words that go with them. */
export function showCounts(root, counts) {
  for (const [name, number] of Object.entries(counts)) {
    for (const element of root.querySelectorAll(`[data-count="${name}"]`)) {
      element.textContent = number.toLocaleString("en");
      const words = element.parentElement.querySelector("[data-one]");
      if (words) words.textContent = number === 1 ? words.dataset.one : words.dataset.many;
    }
  }
}
