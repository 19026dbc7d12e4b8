// A button that prints the page; without a script the keys are named.

export function start(element) {
  element.hidden = false;
  element.querySelector("button").addEventListener("click", () => window.print());
}
