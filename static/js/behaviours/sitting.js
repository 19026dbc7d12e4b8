// A sitting without reloads: answers are sent in place, the next card comes with the reply, keys do what they say.

import { browserZone, findAll, newId, sendForm, startBehaviours, toNodes } from "../page.js";

const KEYS_SETTING = "quizapp-keys";
const RESEND_AFTER_MS = 3000;

/** Whether single keys are wanted; kept in this browser. */
function usesKeys() {
  try { return localStorage.getItem(KEYS_SETTING) !== "off"; } catch { return true; }
}

function keepKeys(isOn) {
  try { localStorage.setItem(KEYS_SETTING, isOn ? "on" : "off"); } catch { /* private browsing: for this page only */ }
}

class Sitting {
  constructor(element) {
    this.element = element;
    this.status = document.getElementById("sitting-status");
    this.keys = document.getElementById("keys");
    for (const box of findAll(this.keys, "[data-keys-switch]")) {
      box.checked = usesKeys();
      box.addEventListener("change", () => keepKeys(box.checked));
    }
    this.isSending = false;
    this.upcoming = null;
    this.isRetreat = false;
    element.addEventListener("submit", (event) => this.onSubmit(event));
    element.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.shown(false);
  }

  /** Take up the part that now stands on the page. */
  shown(hasChanged) {
    this.shownAt = performance.now();
    const next = this.element.querySelector("template[data-next]");
    if (next) { this.upcoming = next.content; next.remove(); }
    for (const input of findAll(this.element, "[data-answer] [name=client_id]")) input.value = newId();
    // The first answer makes a guest, whose days begin and end by this device's clock.
    for (const input of findAll(this.element, "[data-answer] [name=zone]")) input.value = browserZone();
    if (!hasChanged) return;
    startBehaviours(this.element);
    window.scrollTo({ top: 0 });
    this.status.textContent = this.element.querySelector("[data-spoken]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
    const field = this.element.querySelector("[data-card] [autofocus]");
    (field || this.element.querySelector("[data-continue]") || this.element.querySelector("#stem"))?.focus({ preventScroll: true });
  }

  replace(nodes) {
    this.element.replaceChildren(nodes);
    this.shown(true);
  }

  async onSubmit(event) {
    const form = event.target;
    if (!form.matches("[data-part]")) return;
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    const submitter = event.submitter;
    const taken = form.querySelector("[name=taken_ms]");
    if (taken) taken.value = String(Math.round(performance.now() - this.shownAt));
    const body = await this.deliver(form, submitter);
    this.isSending = false;
    if (body === null) return;
    const given = new FormData(form);
    const seal = given.get("asked");
    this.upcoming = null;
    this.replace(body);
    if (seal && form.matches("[data-answer]")) this.refill(given);
    if (form.hasAttribute("data-go-on")) this.goOn();
  }

  /** A second try begins with what was given in the first. */
  refill(given) {
    const form = this.element.querySelector("[data-answer][data-again]");
    if (!form) return;
    for (const field of findAll(form, ".field, input[type=checkbox]")) {
      const values = given.getAll(field.name);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
      if (field.setSelectionRange) field.setSelectionRange(field.value.length, field.value.length);
    }
  }

  /** Send until the server has answered: the client's id makes a second arrival harmless. */
  async deliver(form, submitter) {
    for (;;) {
      try {
        const response = await sendForm(form, submitter);
        if (response.status === 503 || response.status === 429) {
          this.say(this.element.dataset.busy);
        } else if (response.headers.get("content-type")?.startsWith("text/html")) {
          const nodes = toNodes(await response.text());
          if (response.ok) return nodes;
          this.say(nodes.textContent.replace(/\s+/g, " ").trim());
          return null;
        } else {
          this.say(this.element.dataset.lost);
          return null;
        }
      } catch {
        this.say(this.element.dataset.waiting);
      }
      await new Promise((resolve) => setTimeout(resolve, RESEND_AFTER_MS));
    }
  }

  say(words) {
    this.status.textContent = words;
    let notice = this.element.querySelector(".notice[data-connection]");
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "notice notice--warn";
      notice.dataset.connection = "";
      this.element.querySelector(".sheet")?.prepend(notice);
    }
    notice.textContent = words;
  }

  goOn() {
    if (this.upcoming) {
      const nodes = this.upcoming;
      this.upcoming = null;
      this.replace(nodes);
      return true;
    }
    return false;
  }

  onClick(event) {
    const target = event.target.closest("[data-continue], [data-keys-dialog]");
    if (!target || event.metaKey || event.ctrlKey) return;
    if (target.matches("[data-keys-dialog]")) {
      event.preventDefault();
      this.showKeys();
    } else if (this.goOn()) event.preventDefault();
  }

  showKeys() {
    if (!this.keys.open) this.keys.showModal();
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !usesKeys()) return;
    if (document.querySelector("dialog[open]")) return;
    const inField = event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (inField) return;
    if (event.key === "?") { event.preventDefault(); this.showKeys(); return; }
    // Buttons and links answer to their own keys; a link does not answer to space.
    if (event.key === "Enter" && event.target.matches("button, a, summary, input")) return;
    if (event.key === " " && event.target.matches("button, summary, input")) return;
    const key = event.key === "Enter" ? " " : event.key;
    const target = this.element.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input[type=checkbox]")) target.focus();
    target.click();
  }
}

export function start(element) {
  new Sitting(element);
}
