// What every behaviour shares: the one door from the server's HTML to nodes, and the one way to send a form.

const policy = window.trustedTypes ? window.trustedTypes.createPolicy("page", { createHTML: (html) => html }) : null;

/** Turn HTML of this server into nodes. */
export function toNodes(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}

/** The browser's time zone, empty when it does not tell. */
export function browserZone() {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  } catch {
    return "";
  }
}

export function findAll(root, selector) {
  return [...root.querySelectorAll(selector)];
}

/** Start one behaviour per element below a root that names it in data-behaviour: a file of the folder beside this one. */
export function startBehaviours(root) {
  for (const element of findAll(root, "[data-behaviour]")) startOne(element);
}

async function startOne(element) {
  const name = element.dataset.behaviour;
  if (!/^[a-z-]+$/.test(name)) return;
  const behaviour = await import(`./behaviours/${name}.js`);
  behaviour.start(element);
  element.dataset.started = "";
}

/** A copy of a template's element, with a number in the place of each __n__. */
export function numbered(template, number) {
  const element = template.content.cloneNode(true).firstElementChild;
  for (const each of [element, ...findAll(element, "*")]) {
    for (const attribute of [...each.attributes]) {
      if (attribute.value.includes("__n__")) attribute.value = attribute.value.replaceAll("__n__", number);
    }
    for (const node of each.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replaceAll("__n__", number);
    }
  }
  return element;
}

/** A UUID of version 7: time first, so that rows of one sitting lie together. */
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = BigInt(now);
  for (let i = 0; i < 6; i += 1) bytes[i] = Number((time >> BigInt(8 * (5 - i))) & 0xffn);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Ends a request after so long, in older browsers too. */
export function within(ms) {
  if (AbortSignal.timeout) return AbortSignal.timeout(ms);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}

/** Send a form's fields to its own address and give the reply; asks for the changed part alone. */
export async function sendForm(form, submitter, withinMs = 0) {
  const body = new URLSearchParams(new FormData(form));
  if (submitter && submitter.name) body.set(submitter.name, submitter.value);
  const address = submitter && submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
  return fetch(address, { method: "POST", body, headers: { "X-Part": "1" }, credentials: "same-origin", signal: withinMs ? within(withinMs) : undefined });
}
