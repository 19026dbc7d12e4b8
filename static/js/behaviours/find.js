// Keys of a list: / goes to its search, and whatever else names a key on the page is pressed by it.

export function start(element) {
  const list = element.ownerDocument;
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const target = list.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.select();
    target.focus();
    if (target.matches("a, button")) target.click();
  });
}
