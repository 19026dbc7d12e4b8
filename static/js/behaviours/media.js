// A picture or a sound is put where the cursor stands; it may be chosen, pasted or dropped into any text of the editor.

class Media {
  constructor(element) {
    this.element = element;
    this.form = element.closest("form");
    this.file = element.querySelector("input[type=file]");
    this.alt = element.querySelector("[name=media_alt]");
    this.problem = element.querySelector("[data-problem]");
    this.text = this.form.querySelector("[name=stem]");
    element.querySelector("[data-add-media]").addEventListener("click", (event) => this.send(event));
    this.alt.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.send(event);
    });
    this.form.addEventListener("focusin", (event) => {
      if (event.target.matches("textarea")) this.text = event.target;
    });
    this.form.addEventListener("paste", (event) => this.take(event, event.clipboardData));
    this.form.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
  }

  /** Take files out of what was pasted or dropped, and ask what is to be seen. */
  take(event, brought) {
    if (!brought || !brought.files.length || !event.target.matches("textarea")) return;
    event.preventDefault();
    this.text = event.target;
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
      else this.say((await response.json()).message);
    } catch {
      this.say(this.element.dataset.lost);
    }
  }

  /** Write the words into the text in which the cursor stood last. */
  put(words) {
    const { text } = this;
    const before = text.value.slice(0, text.selectionStart);
    const space = before && !/\s$/.test(before) ? "\n\n" : "";
    text.setRangeText(space + words, text.selectionStart, text.selectionEnd, "end");
    this.file.value = "";
    this.alt.value = "";
    this.problem.hidden = true;
    this.element.open = false;
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
