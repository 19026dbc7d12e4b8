// An editor by keys: Ctrl+Enter saves and goes on, Esc leaves; whoever would lose what they have typed is asked first.

class Editor {
  constructor(element) {
    this.element = element;
    this.form = element.querySelector("[data-editor]");
    this.dialog = element.querySelector("[data-ask]");
    this.keepNumber();
    this.begun = element.hasAttribute("data-changed") ? "" : this.content();
    this.isLeaving = false;
    this.onKey = (event) => this.whileHere(() => this.key(event));
    this.onUnload = (event) => this.whileHere(() => this.unload(event));
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("beforeunload", this.onUnload);
    this.form.addEventListener("submit", () => { this.isLeaving = true; });
    element.addEventListener("click", (event) => this.click(event));
    const told = element.querySelector("[role=alert], .editor__cards");
    if (told) told.focus();
  }

  /** Do something unless this editor was replaced by another part of the page. */
  whileHere(act) {
    if (this.element.isConnected) return act();
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("beforeunload", this.onUnload);
    return undefined;
  }

  /** Whoever comes back to a form has the one that they sent: what it made is changed, and not made again. */
  keepNumber() {
    const field = this.form.elements.client_id;
    if (!field) return;
    const sent = history.state && history.state.formNumber;
    const isBack = performance.getEntriesByType("navigation").some((entry) => entry.type === "back_forward");
    if (sent && isBack) field.value = sent;
    else history.replaceState({ ...history.state, formNumber: field.value }, "");
  }

  content() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  get isChanged() {
    return !this.isLeaving && this.content() !== this.begun;
  }

  key(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) this.element.querySelector("[data-next]").click();
    } else if (event.key === "Escape" && !(this.dialog && this.dialog.open)) {
      event.preventDefault();
      this.element.querySelector("[data-leave]").click();
    }
  }

  click(event) {
    const link = event.target.closest("[data-leave], [data-stay], [data-go]");
    if (!link) return;
    if (link.hasAttribute("data-stay")) {
      this.dialog.close();
    } else if (link.hasAttribute("data-go")) {
      this.isLeaving = true;
    } else if (this.dialog && this.isChanged) {
      event.preventDefault();
      event.stopPropagation();
      this.dialog.querySelector("[data-go]").href = link.href;
      this.dialog.showModal();
    }
  }

  unload(event) {
    if (this.isChanged) event.preventDefault();
  }
}

export function start(element) {
  new Editor(element);
}
