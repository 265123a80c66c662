/**
 * The end of a document as far as a page is told of it: hidden (often the last thing it hears),
 * unloaded or frozen, and brought back. Never `unload`: it keeps a page out of the back/forward cache.
 */
import { createScope, type Stop } from "../scope";

export interface Departure {
  hidden(): void;
  left(frozen: boolean): void;
  back(): void;
}

export function observeDeparture(on: Departure): Stop {
  const scope = createScope();
  scope.listen(document, "visibilitychange", () => {
    if (document.visibilityState === "hidden") on.hidden();
  });
  scope.listen<PageTransitionEvent>(window, "pagehide", (event) => on.left(event.persisted));
  scope.listen<PageTransitionEvent>(window, "pageshow", (event) => {
    if (event.persisted) on.back();
  });
  return scope.stop;
}
