// A page that has stopped says why; whoever comes back to it reads how it stands by then.

export function start() {
  document.addEventListener("visibilitychange", () => { if (!document.hidden) window.location.reload(); });
}
