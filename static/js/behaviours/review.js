// The review queue without reloads: decisions are sent in place, the next draft comes with the reply.

import { sendForm, startBehaviours, toNodes } from "../page.js";

/** Nobody is signed in any more, or somebody is anew, whom this page does not know. */
const ENDED = [400, 401];

/** What stands here does so no more: the reply says what happened meanwhile, and has the way on. */
const LEADS_ON = [404, 409];

class Review {
  constructor(element) {
    this.element = element;
    this.status = document.getElementById("review-status");
    this.isSending = false;
    element.addEventListener("submit", (event) => this.onSubmit(event));
    element.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
  }

  onSubmit(event) {
    if (!event.target.matches("[data-part]")) return;
    event.preventDefault();
    this.take(() => sendForm(event.target, event.submitter), () => this.sendWhole(event.target, event.submitter));
  }

  onClick(event) {
    const link = event.target.closest("a[data-part]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const ask = () => fetch(link.href, { headers: { "X-Part": "1" }, credentials: "same-origin" });
    this.take(ask, () => window.location.assign(link.href));
  }

  /** Send a form as a page without scripts does: it is led over the sign-in, with all that was written. */
  sendWhole(form, submitter) {
    form.removeAttribute("data-part");
    form.requestSubmit(submitter);
  }

  /** Put what the server answers in the place of what stands here; once nobody is signed in, go there instead. */
  async take(send, go) {
    if (this.isSending) return;
    this.isSending = true;
    try {
      const response = await send();
      if (ENDED.includes(response.status)) return go();
      const nodes = toNodes(await response.text());
      if (response.ok || response.status === 422 || LEADS_ON.includes(response.status)) this.replace(nodes);
      else this.say(nodes.textContent.replace(/\s+/g, " ").trim() || this.element.dataset.lost);
    } catch {
      this.say(this.element.dataset.lost);
    } finally {
      this.isSending = false;
    }
  }

  replace(nodes) {
    this.element.replaceChildren(nodes);
    startBehaviours(this.element);
    window.scrollTo({ top: 0 });
    const first = (selector) => this.element.querySelector(selector);
    (first("[role=alert] a") || first("[autofocus]") || first("#stem"))?.focus({ preventScroll: true });
    this.status.textContent = "";
  }

  say(words) {
    this.status.textContent = words;
    let notice = this.element.querySelector(".notice[data-connection]");
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "notice notice--warn";
      notice.dataset.connection = "";
      this.element.prepend(notice);
    }
    notice.textContent = words;
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    if (event.key === "Enter" && event.target.matches("button, a, summary")) return;
    const target = this.element.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  }
}

export function start(element) {
  new Review(element);
}
