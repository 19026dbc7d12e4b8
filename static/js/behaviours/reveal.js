// A tick that shows what is typed into the password input beside it; without a script there is none.

export function start(element) {
  const input = element.parentElement.querySelector("input[type='password']");
  const tick = element.querySelector("input");
  element.hidden = false;
  const show = (isShown) => {
    input.type = isShown ? "text" : "password";
  };
  tick.addEventListener("change", () => show(tick.checked));
  // Browsers keep a password, and children's eyes see it, if it is sent as shown text.
  input.form.addEventListener("submit", () => show(false));
}
