// A chosen picture or sound is put into the question: where its cursor was set last, else behind its words. One that is
// pasted or dropped goes where that was done, if that text can show it.

/** Nobody is signed in any more, or somebody is anew, whom this page does not know. */
const ENDED = [400, 401];
const SHOWN_IN = "textarea[data-takes-media]";

class Media {
  constructor(element) {
    this.element = element;
    this.form = element.closest("form");
    this.file = element.querySelector("input[type=file]");
    this.alt = element.querySelector("[name=media_alt]");
    this.problem = element.querySelector("[data-problem]");
    this.where = element.querySelector("[data-where]");
    this.stem = this.form.querySelector("[name=stem]");
    this.text = this.stem;
    // A cursor that nobody has set says nothing: before the first word it would stand of itself.
    this.hasCursor = false;
    element.querySelector("[data-add-media]").addEventListener("click", (event) => this.send(event));
    this.alt.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.send(event);
    });
    this.file.addEventListener("change", () => this.aim(this.stem));
    for (const name of ["pointerup", "keyup", "input"]) this.stem.addEventListener(name, () => { this.hasCursor = true; });
    this.form.addEventListener("focusin", ({ target }) => {
      if (target !== this.stem && target.matches("textarea, input[type=text]") && !this.element.contains(target)) this.hasCursor = false;
    });
    this.form.addEventListener("paste", (event) => this.take(event, event.clipboardData));
    this.form.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
  }

  /** Take files out of what was pasted or dropped, and ask what is to be seen. */
  take(event, brought) {
    if (!brought || !brought.files.length || !event.target.matches("textarea")) return;
    event.preventDefault();
    this.aim(event.target.matches(SHOWN_IN) ? event.target : this.stem);
    this.file.files = brought.files;
    this.element.open = true;
    this.alt.focus();
  }

  async send(event) {
    event.preventDefault();
    event.stopPropagation();
    const body = new FormData();
    body.set("csrf_token", this.form.querySelector("[name=csrf_token]").value);
    if (this.file.files[0]) body.set("media", this.file.files[0]);
    body.set("media_alt", this.alt.value);
    try {
      const options = { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } };
      const response = await fetch(this.element.dataset.url, options);
      if (response.ok) this.put(await response.text());
      else if (ENDED.includes(response.status)) this.say(this.element.dataset.ended);
      else this.say((await response.json()).message);
    } catch {
      this.say(this.element.dataset.lost);
    }
  }

  /** Choose the text that the file goes into, and say so where it is not the question. */
  aim(text) {
    this.text = text;
    this.where.hidden = text === this.stem;
  }

  /** Write the words into their text, on a line of their own. */
  put(words) {
    const { text } = this;
    const { value } = text;
    const isSet = text !== this.stem || this.hasCursor;
    const [start, end] = isSet ? [text.selectionStart, text.selectionEnd] : [value.length, value.length];
    const before = value.slice(0, start).trimEnd();
    const after = value.slice(end).trimStart();
    const placed = (before ? "\n\n" : "") + words + (after ? "\n\n" : "");
    text.setRangeText(placed, before.length, value.length - after.length, "end");
    this.file.value = "";
    this.alt.value = "";
    this.problem.hidden = true;
    this.element.open = false;
    this.aim(this.stem);
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  say(words) {
    this.problem.textContent = words;
    this.problem.hidden = false;
    this.problem.setAttribute("role", "alert");
    (this.file.files[0] ? this.alt : this.file).focus();
  }
}

export function start(element) {
  new Media(element);
}
