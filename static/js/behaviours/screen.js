// The projector: shows what comes, and asks for nothing.

import { clockOf, Countdown, EntryWord, Link, REPLY_MS, showCounts } from "../live.js";
import { toNodes, within } from "../page.js";

/** Steps of type from the largest; the style sheet has their sizes. */
const SMALLEST = 6;

class Screen {
  constructor(element) {
    this.element = element;
    this.events = element.dataset.events;
    this.part = element.querySelector("[data-part]");
    this.counts = {};
    this.countdown = new Countdown(() => element.querySelector("[data-timer]"));
    this.word = new EntryWord(() => element.querySelector("[data-entry-word]"), (word) => {
      const said = element.querySelector("[data-said]");
      said.textContent = said.dataset.words.replace("{word}", word);
    });
    this.show(null);
    window.addEventListener("resize", () => this.fit());
    // A picture is as high as it is when it has come.
    this.part.addEventListener("load", () => this.fit(), true);
    this.link = new Link(this);
    this.link.open();
  }

  onFrame(frame) {
    this.part.replaceChildren(toNodes(frame.html));
    this.show(frame);
  }

  onEvent(name, values) {
    if (name === "word") this.word.set(values);
    if (name !== "counts") return;
    this.counts = values;
    showCounts(this.part, values);
  }

  onState(state) {
    this.element.querySelector("[data-state]").textContent = state ? this.element.dataset.lost : "";
  }

  async poll() {
    const response = await fetch(this.element.dataset.url, { headers: { "X-Part": "1" }, credentials: "same-origin", signal: within(REPLY_MS) });
    if (response.status === 404) return false;
    if (!response.ok) throw new Error(String(response.status));
    const nodes = toNodes(await response.text());
    // A reply that was long on its way is no news.
    if (Number(nodes.firstElementChild.dataset.event) < Number(this.part.firstElementChild.dataset.event)) return true;
    const fresh = nodes.querySelector("[data-entry-word]");
    this.element.querySelector("[data-entry-word]").replaceWith(fresh);
    this.word.readPage();
    const isSame = nodes.firstElementChild.dataset.event === this.part.firstElementChild.dataset.event;
    if (!isSame || nodes.firstElementChild.dataset.phase === "lobby") this.part.replaceChildren(nodes);
    else for (const each of nodes.querySelectorAll("[data-count]")) showCounts(this.part, { [each.dataset.count]: Number(each.textContent) });
    this.show(null);
    return true;
  }

  /** The frame's clock is fresher than the one that was drawn with the stage. */
  show(frame) {
    const stage = this.part.firstElementChild;
    const [deadline, now, whole] = clockOf(stage);
    this.element.dataset.phase = stage.dataset.phase;
    this.element.toggleAttribute("data-is-closed", "isClosed" in stage.dataset);
    this.countdown.set(deadline, frame ? frame.server_now : now, whole);
    showCounts(this.part, stage.dataset.phase === "lobby" && "players" in this.counts ? { players: this.counts.players } : {});
    this.fit();
  }

  /** Set the question in the largest type in which all of it can be seen. */
  fit() {
    const { dataset } = this.part.firstElementChild;
    for (let step = 0; step <= SMALLEST; step += 1) {
      dataset.fit = String(step);
      if (this.part.scrollHeight <= this.part.clientHeight) return;
    }
  }
}

export function start(element) {
  new Screen(element);
}
