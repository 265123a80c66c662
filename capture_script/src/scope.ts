/** What a part has begun, so that it can be ended: every listener, timer and observer, in one place. */
import { guard } from "./guard";

export type Stop = () => void;

export interface Scope {
  add(stop: Stop): void;
  /** Listen passively, before the page's own handlers can stop the event. */
  listen<E extends Event>(target: EventTarget, type: string, fn: (event: E) => void): void;
  stop(): void;
}

export function createScope(): Scope {
  let stops: Stop[] = [];
  return {
    add(stop) {
      stops.push(stop);
    },
    listen<E extends Event>(target: EventTarget, type: string, fn: (event: E) => void) {
      const listener = guard(fn) as EventListener;
      const options = { capture: true, passive: true };
      target.addEventListener(type, listener, options);
      stops.push(() => target.removeEventListener(type, listener, options));
    },
    stop() {
      const ending = stops;
      stops = [];
      for (const stop of ending.reverse()) guard(stop)();
    },
  };
}
