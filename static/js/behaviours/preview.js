// A preview that follows the typing; it is spoken of only when it was asked for.

import { findAll, startBehaviours, toNodes } from "../page.js";

const WAIT_MS = 350;
/** Nobody is signed in any more, or somebody is anew, whom this page does not know. */
const ENDED = [400, 401];

class Preview {
  constructor(element) {
    this.element = element;
    this.into = element.querySelector("[data-into]");
    this.form = element.closest("[data-behaviour=editor]").querySelector("[data-editor]");
    this.said = document.querySelector("[data-said]");
    this.timer = 0;
    this.running = null;
    for (const name of ["input", "change"]) this.form.addEventListener(name, () => this.later());
    this.form.addEventListener("submit", () => this.stop());
    this.form.querySelector("[data-preview]")?.addEventListener("click", (event) => this.asked(event));
  }

  /** What is sent is looked at on the next page; its preview would come too late. */
  stop() {
    clearTimeout(this.timer);
    this.running?.abort();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), WAIT_MS);
  }

  async asked(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    if (!(await this.show())) return;
    this.element.scrollIntoView({ block: "nearest" });
    if (this.said) this.said.textContent = this.into.textContent.replace(/\s+/g, " ").trim();
  }

  /** Ask for the preview of what stands in the form; one that is still on its way is given up. */
  async show() {
    this.running?.abort();
    this.running = new AbortController();
    const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    try {
      const options = { method: "POST", body, signal: this.running.signal, credentials: "same-origin" };
      const response = await fetch(this.element.dataset.url, { ...options, headers: { "X-Part": "1" } });
      if (!response.ok) return this.stand(ENDED.includes(response.status) ? "ended" : "lost");
      const nodes = toNodes(await response.text());
      const open = findAll(this.into, "details").map((each) => each.open);
      this.into.replaceChildren(nodes);
      startBehaviours(this.into);
      findAll(this.into, "details").forEach((each, index) => { each.open = open[index] ?? each.open; });
      return true;
    } catch (error) {
      // One that was given up is followed by another.
      return error.name !== "AbortError" && this.stand("lost");
    }
  }

  /** Say in the place of an old state why it is none any more; what is typed is not concerned. */
  stand(why) {
    const note = document.createElement("p");
    note.className = "notice notice--warn";
    note.textContent = this.element.dataset[why];
    this.into.replaceChildren(note);
    return true;
  }
}

export function start(element) {
  new Preview(element);
}
