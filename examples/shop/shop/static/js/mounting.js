/**
 * Page scripts say which part of a page they bring to life; it happens when that part is there:
 * at once, or after a client-side route has brought it.
 */

const parts = [];
const alive = new Map();

/** `mount(element)` may return a function that is called when the element has left the page. */
export function onMount(selector, mount) {
  parts.push({ selector, mount });
  mountAll();
}

/** Called by the routes after each change of the page. */
export function mountAll() {
  for (const [element, leave] of alive) {
    if (element.isConnected) continue;
    alive.delete(element);
    leave?.();
  }
  for (const { selector, mount } of parts) {
    for (const element of document.querySelectorAll(selector)) {
      if (alive.has(element)) continue;
      alive.set(element, undefined);
      alive.set(element, mount(element));
    }
  }
}
