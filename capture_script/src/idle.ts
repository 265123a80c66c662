/** Run heavy work when the page has nothing better to do, and at the latest after `withinMs`. */
import { guard } from "./guard";
import type { Stop } from "./scope";

/** Safari has no idle callback; a short delay at least leaves the current interaction alone. */
const WITHOUT_IDLE_MS = 100;

export function whenIdle(fn: () => void, withinMs: number): Stop {
  const run = guard(fn);
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(run, { timeout: withinMs });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, Math.min(WITHOUT_IDLE_MS, withinMs));
  return () => clearTimeout(timer);
}
