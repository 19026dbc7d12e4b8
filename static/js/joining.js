// Joining a game: the nickname, the entry word where one is asked for, and what is wrong with them.

import { postJson } from "./live.js";
import { findAll } from "./page.js";

export class Joining {
  /** `unreachable` is said where nothing comes back; `onJoined` is given { player, nickname }. */
  constructor(element, unreachable, onJoined) {
    this.element = element;
    this.unreachable = unreachable;
    this.onJoined = onJoined;
    this.isSending = false;
    this.part("join-form").addEventListener("submit", (event) => this.onSubmit(event));
    for (const button of findAll(element, "[data-nickname-drawn]")) {
      button.addEventListener("click", () => { this.nickname.value = button.textContent; this.nickname.focus(); });
    }
    // Pressed before anything heard it, the form would load the page anew and lose what was typed.
    const go = this.part("join-go");
    go.disabled = false;
    if (go.autofocus && document.activeElement === document.body) go.focus();
  }

  part(name) { return this.element.querySelector(`[data-${name}]`); }

  get nickname() { return this.element.querySelector("[name=nickname]"); }

  async onSubmit(event) {
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    const word = this.element.querySelector("[name=word]");
    const { status, body } = await postJson(this.element.dataset.players, { nickname: this.nickname.value, word: word.value });
    this.isSending = false;
    // It was made for somebody else than who is here now: the page as it is for them says so.
    if (body.asks === "page") { window.location.replace(this.element.dataset.gone); return; }
    const problem = status === 200 ? "" : body.message || this.unreachable;
    const isOfWord = body.asks === "word";
    if (isOfWord) this.part("word-entry").hidden = false;
    complain(this.part("entry"), this.part("error"), this.nickname, isOfWord ? "" : problem);
    complain(this.part("word-entry"), this.part("word-error"), word, isOfWord ? problem : "");
    if (problem) return;
    // Whose page this was before, and that somebody else comes, is of no account when it is loaded anew.
    history.replaceState(history.state, "", window.location.pathname);
    this.onJoined(body);
  }
}

/** Say what is wrong with an input, and go there; or that nothing is. */
function complain(entry, line, input, problem) {
  line.hidden = !problem;
  line.textContent = problem;
  entry.classList.toggle("is-wrong", Boolean(problem));
  if (!problem) { input.removeAttribute("aria-invalid"); return; }
  input.setAttribute("aria-invalid", "true");
  input.focus();
  if (input.type !== "hidden") input.select();
}
