// A player's answers on their way: one after the other, each until it is acknowledged; the newest outlives a reload.

import { postJson } from "./live.js";

const RESEND_MS = 1000;
const UNSURE = [408, 429, 500, 502, 503, 504, 507];

/**
 * `page` has: events (the name under which an answer is kept), responseUrl(no), onSending(), note() to say anew what is
 * said of an answer, onReply(sent, status, reply) for the last one given, leave(true) where the player is nobody.
 */
export class Outbox {
  constructor(page) {
    this.page = page;
    this.sent = null;
  }

  get isSending() { return this.sent !== null; }

  get hasFailed() { return Boolean(this.sent?.hasFailed); }

  /** The game has gone on: what becomes of the one on its way is of no account. */
  drop() { this.sent = null; }

  /** Of two on their way the first might come last: the newest waits for the one before. */
  give(no, body) {
    this.keep({ no, body });
    if (this.sent) this.sent.next = body;
    else this.deliver(no, body);
  }

  /** Send until there is a definite reply: the id makes a second arrival harmless. */
  async deliver(no, body) {
    const sent = { no, body };
    this.sent = sent;
    this.page.onSending();
    for (;;) {
      const { status, body: reply, wait } = await postJson(this.page.responseUrl(no), body);
      if (status !== 0 && !UNSURE.includes(status)) { this.settle(sent, status, reply); return; }
      sent.hasFailed = true;
      this.page.note();
      await new Promise((resolve) => setTimeout(resolve, wait || RESEND_MS * (1 + Math.random())));
    }
  }

  settle(sent, status, reply) {
    if (status === 403 || status === 404) { this.page.leave(true); return; }
    if (this.sent !== sent) return;
    this.sent = null;
    if (sent.next) { this.give(sent.no, sent.next); return; }
    this.keep(null);
    this.page.onReply(sent, status, reply);
  }

  keep(value) {
    try {
      if (value) sessionStorage.setItem(this.page.events, JSON.stringify(value));
      else sessionStorage.removeItem(this.page.events);
    } catch { /* without storage a reload loses what was not sent */ }
  }

  /** What was kept before the page was loaded anew: { no, body }, or null. */
  recall() {
    try { return JSON.parse(sessionStorage.getItem(this.page.events)); } catch { return null; }
  }
}
