// A player's page: joins, shows what the game shows, sends answers until they are acknowledged.

import { dress, emptyGaps, fill, mark, read, readButton, refill } from "../given.js";
import { Joining } from "../joining.js";
import { Countdown, Link, measureTrip, REPLY_MS, spoken, Stopwatch } from "../live.js";
import { OnDemand } from "../on-demand.js";
import { Outbox } from "../outbox.js";
import { findAll, newId, toNodes, within } from "../page.js";

/** With less left, who was too late reads that, and not that they may answer again. */
const AGAIN_MS = 1000;

class Play {
  constructor(element) {
    this.element = element;
    this.player = element.dataset.player;
    this.frame = { phase: "", round_no: 0 };
    this.shown = {};
    this.given = null;
    this.words = Object.fromEntries(findAll(element, "[data-say]").map((item) => [item.dataset.say, item.textContent.trim()]));
    this.countdown = new Countdown(() => this.part("timer"), (n) => { this.speak(this.say("seconds", { n })); });
    this.thinking = new Stopwatch();
    this.ahead = -Infinity;
    this.link = new Link(this);
    this.outbox = new Outbox(this);
    this.onDemand = new OnDemand(() => this.leave());
    this.joining = new Joining(element, this.say("unreachable"), (joined) => this.onJoined(joined));
    this.part("answer").addEventListener("submit", (event) => this.onSubmit(event));
    this.part("answer").addEventListener("keydown", (event) => { if (event.key === "Enter" && event.repeat && event.target.matches("button")) event.preventDefault(); });
    this.part("ask").addEventListener("keydown", (event) => this.onEnter(event));
    this.part("ask").addEventListener("input", () => this.retract());
    this.part("ask").addEventListener("click", (event) => this.onPress(event));
    this.part("why").addEventListener("toggle", () => this.tell());
    document.addEventListener("keydown", (event) => this.onKey(event));
    if (this.player) this.begin();
  }

  part(name) { return this.element.querySelector(`[data-${name}]`); }

  /** Another tab of this browser may make another player of it: each address names whose page this is. */
  addressOf(name) { return `${this.element.dataset[name]}?player=${this.player}`; }

  get events() { return this.addressOf("events"); }

  say(name, values = {}) {
    return (this.words[name] ?? "").replace(/\{(\w+)\}/g, (_whole, key) => typeof values[key] === "number" ? values[key].toLocaleString("en") : values[key] ?? _whole);
  }

  onJoined({ player, nickname }) {
    this.part("nickname").textContent = nickname;
    this.player = player;
    this.begin();
  }

  begin() {
    this.part("join").hidden = true;
    this.part("game").hidden = false;
    this.tabs?.close();
    this.tabs = new BroadcastChannel(this.events);
    this.tabs.addEventListener("message", (event) => this.onTab(event.data));
    this.link.open();
    this.measure();
  }

  async measure() { this.trip = (await measureTrip(this.addressOf("pings"))) ?? this.trip; }

  // What the game says.

  async poll() {
    const headers = this.tag ? { "If-None-Match": this.tag } : {};
    const response = await fetch(this.addressOf("stateUrl"), { headers, credentials: "same-origin", cache: "no-store", signal: within(REPLY_MS) });
    if (response.status === 304) return true;
    if (response.status === 403 || response.status === 404) { this.leave(); return false; }
    if (!response.ok) throw new Error(String(response.status));
    this.tag = response.headers.get("ETag");
    this.link.take(await response.json());
    return true;
  }

  /** The game knows this browser as this player no more: the page says why, and what it has not heard of. */
  leave(isUnsure = this.outbox.isSending) {
    window.location.replace(`${this.element.dataset.left}${this.player}${isUnsure ? "&unsure=1" : ""}`);
  }

  onState(state) {
    const line = this.part("state");
    line.hidden = !state;
    line.textContent = state ? this.say(state) : "";
    if (!state) this.measure();
  }

  onEvent(name, values) {
    if (name !== "own") return;
    this.own = values;
    this.showResult();
  }

  onFrame(frame) {
    // The frame that was on its way for the shortest time knows the server's clock best.
    if (frame.server_now !== undefined) this.ahead = Math.max(this.ahead, frame.server_now - performance.now());
    const before = this.frame;
    const isNewRound = frame.round_no !== before.round_no;
    if (isNewRound) {
      Object.assign(this, { own: null, given: null, isLate: false, keyHtml: "", problem: "", isPainted: false, typed: "", hasAsked: false, isAsking: false });
      this.outbox.drop();
      this.thinking.reset();
    }
    if (before.phase !== "open" && frame.phase === "open") this.problem = "";
    this.frame = frame;
    if (frame.rounds) this.rounds = frame.rounds;
    if (frame.nickname) this.part("nickname").textContent = frame.nickname;
    if ("own" in frame) this.own = frame.own;
    if ("total" in frame) this.showTotal(frame.total);
    if (frame.key !== undefined) this.keyHtml = frame.key;
    this.mayChange = frame.may_change ?? (isNewRound ? false : this.mayChange);
    this.showStem(frame, isNewRound);
    this.showAsk(frame, isNewRound);
    this.thinking.run(this.isPainted && frame.phase === "open");
    if ("response" in frame) this.take(frame.response, frame.is_late);
    this.putAside();
    this.takeUp();
    this.countdown.set(frame.deadline_at, frame.server_now, frame.whole);
    this.showPhase(before.phase, isNewRound);
    if (["closed", "cancelled"].includes(frame.phase)) this.link.end();
  }

  showStem(frame, isNewRound) {
    const stem = this.part("stem");
    const html = frame.stem ?? (isNewRound ? "" : this.shown.stem);
    if (html === this.shown.stem) return;
    this.shown.stem = html;
    stem.replaceChildren(toNodes(html ?? ""));
  }

  showAsk(frame, isNewRound) {
    const ask = this.part("ask");
    const html = frame.ask ?? (isNewRound ? "" : this.shown.ask);
    // Two rounds may ask in the same words, as those of true and false do: what was pressed then is not pressed now.
    if (isNewRound || html !== this.shown.ask) {
      this.shown.ask = html;
      ask.replaceChildren(toNodes(html ?? ""));
      this.hasButton = dress(ask, (name) => this.say(name));
      this.known = this.held;
      if (html) requestAnimationFrame(() => requestAnimationFrame(() => this.onPaint(frame.round_no)));
      this.resume();
    }
  }

  /** Whoever sees the options begins to think. */
  onPaint(no) {
    if (no !== this.frame.round_no) return;
    this.isPainted = true;
    this.thinking.run(this.frame.phase === "open");
  }

  showPhase(before, isNewRound) {
    const { phase, round_no: no } = this.frame;
    const hasQuestion = ["ready", "open", "paused", "locked", "reveal"].includes(phase);
    this.element.dataset.phase = phase;
    this.part("hint").hidden = phase !== "open" || !this.part("ask").querySelector(":scope > label > [type=checkbox]");
    this.part("no").textContent = no && this.rounds && hasQuestion ? this.fillWords(this.part("no"), { no, all: this.rounds }) : "";
    this.part("stem").hidden = !hasQuestion;
    this.part("ask").hidden = !["open", "locked", "reveal"].includes(phase) || !this.shown.ask;
    this.part("word").textContent = this.say(phase, this.own ?? {});
    this.part("word").className = "play__word";
    this.part("more").textContent = this.say(`${phase}-more`, this.own ?? {});
    this.part("key").hidden = true;
    this.part("why").hidden = true;
    if (phase !== "reveal") { this.part("why").open = false; this.part("told").replaceChildren(); }
    this.allow();
    this.note();
    this.showResult();
    if (["podium", "closed", "cancelled"].includes(phase)) this.onDemand.summarise(this.link.eventNo, phase === "closed", this.addressOf("summary"), this.part("summary-part"));
    if (before !== phase || isNewRound) this.moveFocus(phase);
  }

  /** Say what is new; a field to type in gets the focus where that brings up no keyboard over the question. */
  moveFocus(phase) {
    window.scrollTo({ top: 0 });
    const stem = ["ready", "open"].includes(phase) ? this.part("stem").textContent : "";
    if (phase !== "reveal") this.speak(this.part("word").textContent, stem, this.part("hint").hidden ? "" : this.part("hint").textContent, this.part("more").textContent);
    const active = document.activeElement;
    const isFree = !active || active === document.body || this.element.contains(active);
    const field = this.part("ask").querySelector("input:not([type=checkbox]), select:not([hidden])");
    if (phase === "open" && field && isFree && window.matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
  }

  speak(...words) {
    this.part("spoken").textContent = spoken(...words);
  }

  fillWords(element, values) {
    return element.dataset.words.replace(/\{(\w+)\}/g, (_whole, key) => Number(values[key]).toLocaleString("en"));
  }

  showTotal(total) { this.part("points").textContent = this.fillWords(this.part("points"), { n: total }); }

  showResult() {
    const own = this.own;
    const { phase } = this.frame;
    if (own) this.showTotal(own.total);
    if (phase === "standings") {
      this.part("word").textContent = own && (own.total || own.rank > 1) ? this.say("standings", own) : this.say("standings-none");
      this.part("more").textContent = [this.frame.is_voided && this.say("voided"), own && own.total ? this.say("standings-more", own) : this.say("standings-zero")].filter(Boolean).join(" · ");
    }
    if (phase !== "reveal") return;
    const score = own ? own.score : null;
    const verdict = this.frame.is_voided ? "voided" : this.isLate ? "late" : score === null ? "none" : score >= 1 ? "right" : score > 0 ? "part" : "wrong";
    const word = this.part("word");
    word.textContent = own || this.isLate || this.frame.is_voided ? this.say(verdict) : "";
    word.className = `play__word play__word--${verdict}`;
    const told = this.frame.is_voided ? [] : [own && own.points ? this.say("gained", own) : "", own && own.streak ? this.say("streak", own) : ""];
    this.part("more").textContent = told.filter(Boolean).join(" · ");
    this.part("key-words").replaceChildren(toNodes(this.keyHtml));
    this.part("key").hidden = !this.keyHtml;
    this.part("why").hidden = !(this.frame.has_more || own?.has_more);
    mark(this.part("ask"), this.part("key-words").textContent.trim(), score === 1);
    this.speak(word.textContent, this.part("more").textContent, this.part("key").textContent);
  }

  // Answers.

  /** Who was too late may answer again where the round goes on. */
  get canAnswer() {
    return this.frame.phase === "open" && (this.given === null || this.mayChange || this.isLate);
  }

  /** Open what may be answered, close what may not. */
  allow() {
    this.part("ask").disabled = !this.canAnswer;
    this.part("send").hidden = !this.canAnswer || !this.hasButton || !this.shown.ask;
  }

  note() {
    const isAsked = ["open", "paused", "locked"].includes(this.frame.phase);
    const words = isAsked ? this.problem || (this.given === null ? "" : this.say(this.noted)) : "";
    if (this.part("note").textContent !== words) this.part("note").textContent = words;
  }

  /** What is said of an answer. */
  get noted() {
    if (this.outbox.isSending) return this.outbox.hasFailed ? "unsent" : "sending";
    if (this.isLate) return this.canAnswer && this.countdown.left > AGAIN_MS ? "again" : "too-late";
    if (this.frame.phase !== "open") return "kept";
    return this.mayChange ? "sent-change" : "sent";
  }

  /** Where gaps are empty, ask once: what is sent may be final. */
  onSubmit(event) {
    event.preventDefault();
    // Whoever presses twice has not read what is asked.
    if (!this.canAnswer || (this.isAsking && event.timeStamp - this.askedAt < 600)) return;
    const names = emptyGaps(this.part("ask")).map((gap) => gap.name.slice(4));
    if (!names.length || this.hasAsked) { this.retract(); this.give(read(this.part("ask"))); return; }
    this.hasAsked = this.isAsking = true;
    this.askedAt = event.timeStamp;
    this.problem = this.say(names.length === 1 ? "gap-empty" : "gaps-empty", { n: names.join(", ") });
    this.note();
  }

  /** What was asked of empty gaps holds no more. */
  retract() {
    if (!this.isAsking) return;
    Object.assign(this, { isAsking: false, problem: "" });
    this.note();
  }

  /** Enter goes on to the next empty gap, and sends from the last one. */
  onEnter(event) {
    const gap = event.target;
    if (event.key !== "Enter" || event.isComposing || !gap.matches("input[name^=gap_]")) return;
    const others = emptyGaps(this.part("ask")).filter((each) => each !== gap);
    if (!others.length && !event.repeat) return;
    event.preventDefault();
    if (event.repeat) return;
    (others.find((each) => gap.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) ?? others[0]).focus();
  }

  onPress(event) {
    const button = event.target.closest("[data-ask] > button");
    if (!button || !this.canAnswer) return;
    for (const each of findAll(this.part("ask"), ":scope > button")) each.setAttribute("aria-pressed", String(each === button));
    this.give(readButton(button));
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !this.canAnswer) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea") || !/^[1-9]$/.test(event.key)) return;
    const options = findAll(this.part("ask"), ":scope > button, :scope > label > input[type=checkbox]");
    const option = options[Number(event.key) - 1];
    if (!option) return;
    event.preventDefault();
    option.focus();
    option.click();
  }

  /** Take the server's word for what was given. */
  take(response, isLate) {
    if (this.outbox.isSending) return;
    this.given = response;
    this.isLate = Boolean(isLate);
    this.show(fill, response);
  }

  /** What the inputs hold. */
  get held() { return JSON.stringify(read(this.part("ask"))); }

  /** Show what was given, unless something else was typed or chosen since that can still be sent. */
  show(put, response) {
    const mayStill = this.isOn && (this.mayChange || this.isLate);
    if (mayStill && this.held !== this.known) return;
    this.putAside();
    put(this.part("ask"), response);
    this.known = this.held;
  }

  get isOn() { return ["open", "paused"].includes(this.frame.phase); }

  /** What was typed since stands there only while it can be sent: else what was given does. */
  putAside() {
    if (this.isOn || this.given === null || this.held === this.known) return;
    this.typed = this.held;
    refill(this.part("ask"), JSON.parse(this.known));
  }

  /** A round that is opened again is gone on with as it was left. */
  takeUp() {
    if (!this.typed || !this.canAnswer) return;
    refill(this.part("ask"), JSON.parse(this.typed));
    this.typed = "";
  }

  /** By this clock the server knows which of two answers is the later one, on whatever devices they were given. */
  get serverNow() { return Math.round(performance.now() + this.ahead); }

  give(response) {
    if (!this.canAnswer) return;
    const body = { response, client_ms: Math.round(this.thinking.ms), client_id: newId(this.serverNow) };
    if (this.trip) body.trip = this.trip;
    Object.assign(this, { given: response, isLate: false, known: this.held });
    this.outbox.give(this.frame.round_no, body);
  }

  /** What could not be sent before the page was loaded anew is sent now, under the id that it had. */
  resume() {
    const kept = this.outbox.recall();
    if (kept && kept.no === this.frame.round_no && this.frame.phase === "open" && (this.mayChange || !("response" in this.frame)) && !this.outbox.isSending) {
      this.given = kept.body.response;
      this.show(refill, this.given);
      this.outbox.give(kept.no, kept.body);
    }
  }

  responseUrl(no) { return this.addressOf("response").replace("__no__", String(no)); }

  onSending() {
    this.problem = "";
    this.allow();
    this.note();
  }

  onReply(sent, status, reply) {
    const isStored = status === 200 || (status === 409 && reply.response !== undefined);
    if (!isStored) this.given = null;
    else if (status === 409) this.take(reply.response);
    this.isLate = isStored && reply.accepted === false;
    this.problem = status === 200 || this.isLate ? "" : reply.message ?? "";
    if (this.given === null) for (const each of findAll(this.part("ask"), ":scope > button")) each.setAttribute("aria-pressed", "false");
    this.showGiven();
    if (status === 200) this.tabs?.postMessage({ no: sent.no, given: sent.body.response, isLate: this.isLate });
  }

  /** Another tab of this player has given something: what stands there stands here. */
  onTab({ no, given, isLate }) {
    if (no !== this.frame.round_no || this.outbox.isSending) return;
    Object.assign(this, { given, isLate, problem: "" });
    this.show(refill, given);
    this.showGiven();
  }

  showGiven() {
    this.allow();
    this.note();
    this.showResult();
  }

  // What is read on demand.

  async tell() {
    if (!this.part("why").open || this.part("told").childElementCount) return;
    const address = this.addressOf("passage").replace("__no__", String(this.frame.round_no));
    await this.onDemand.put(address, this.part("told"));
  }
}

export function start(element) {
  new Play(element);
}
