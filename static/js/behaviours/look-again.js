// A page that has stopped says why; whoever comes back to it reads how it stands by then.

export function start(element) {
  const page = element.ownerDocument;
  page.addEventListener("visibilitychange", () => { if (!page.hidden) window.location.reload(); });
}
