// Keys of a list: / goes to its search, and whatever else names a key on the page is pressed by it.

export function start(element) {
  const search = element.querySelector("[data-key]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target === search) search.select();
    else target.click();
  });
}
