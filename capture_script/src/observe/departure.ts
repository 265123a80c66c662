/**
 * The end of a document as far as a page is told of it: hidden (often the last thing it hears),
 * unloaded, or frozen (into the back/forward cache, or in a tab that was hidden for long), and
 * brought back. Never `unload`: it keeps a page out of the back/forward cache.
 */
import { createScope, type Stop } from "../scope";

export interface Departure {
  hidden(): void;
  /** Once, until it is back. */
  left(frozen: boolean): void;
  back(): void;
}

export function observeDeparture(on: Departure): Stop {
  const scope = createScope();
  let isAway = false;

  const leave = (frozen: boolean): void => {
    if (isAway) return;
    isAway = true;
    on.left(frozen);
  };
  const comeBack = (): void => {
    if (!isAway) return;
    isAway = false;
    on.back();
  };

  scope.listen(document, "visibilitychange", () => {
    if (document.visibilityState === "hidden") on.hidden();
  });
  scope.listen<PageTransitionEvent>(window, "pagehide", (event) => leave(event.persisted));
  scope.listen(document, "freeze", () => leave(true));
  scope.listen(document, "resume", comeBack);
  scope.listen(window, "pageshow", comeBack);
  return scope.stop;
}
