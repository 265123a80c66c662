/**
 * Where the visitor is, without a new document: single-page routes, fragments and titles. Fragments
 * and queries do not travel, so not every step is told.
 */
import type { Clock } from "../clock";
import { type EmitFact, wireText } from "../facts";
import { guard } from "../guard";
import { createScope, type Stop } from "../scope";

export interface Place {
  url(): string;
  title(): string;
}

/** Tells the first place, and each that follows. */
export function observeNavigation(emit: EmitFact, place: Place, now: Clock): Stop {
  const scope = createScope();
  let told = "";

  const look = guard(() => {
    const url = place.url();
    const title = wireText(place.title());
    if (told === `${url} ${title}`) return;
    told = `${url} ${title}`;
    emit({ kind: "navigated", at: now(), url, title });
  });

  scope.listen(window, "popstate", look);
  scope.listen(window, "hashchange", look);
  scope.add(watchRoutes(look));
  const titles = new MutationObserver(look);
  titles.observe(document.head, { childList: true, characterData: true, subtree: true });
  scope.add(() => titles.disconnect());
  look();
  return scope.stop;
}

/** The Navigation API where there is one; else by standing in for two methods of `history`. */
function watchRoutes(look: () => void): Stop {
  const navigation = (window as { navigation?: EventTarget }).navigation;
  if (navigation) {
    navigation.addEventListener("currententrychange", look);
    return () => navigation.removeEventListener("currententrychange", look);
  }
  const stops = (["pushState", "replaceState"] as const).map((method) => {
    const original = history[method];
    const standIn: typeof original = function (this: History, ...args) {
      original.apply(this, args);
      look();
    };
    history[method] = standIn;
    return () => {
      // Somebody may have wrapped ours since; then it stays, and looks at nothing new.
      if (history[method] === standIn) history[method] = original;
    };
  });
  return () => {
    for (const stop of stops) stop();
  };
}
