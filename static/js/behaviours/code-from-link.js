// The code behind the # of a link: put into its input and taken out of the address bar and the history.

export function start(element) {
  const code = window.location.hash.slice(1);
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(code)) return;
  const input = element.querySelector("input");
  input.value = code;
  window.history.replaceState(null, "", window.location.pathname);
  const next = input.form.querySelector("input[autocomplete='username']");
  if (next) next.focus();
}
