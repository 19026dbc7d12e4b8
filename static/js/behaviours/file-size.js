// A form with a file: one that is too large is told of before it is sent, since a server stops listening to it.

export function start(element) {
  const input = element.querySelector("input[type=file]");
  const limit = Number(element.dataset.limit);
  input.addEventListener("change", () => {
    const isTooLarge = [...input.files].some((file) => file.size > limit);
    input.setCustomValidity(isTooLarge ? element.dataset.tooLarge : "");
    if (isTooLarge) input.reportValidity();
  });
  element.addEventListener("submit", (event) => {
    if (input.checkValidity()) return;
    event.preventDefault();
    input.reportValidity();
  });
}
