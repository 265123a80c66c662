import { createContext, useContext, useSyncExternalStore } from "react";

/** Server clock minus browser clock, ms; all times shown are the server's. */
export const ClockOffset = createContext(0);

const listeners = new Set<() => void>();
let second = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  second = Date.now();
  for (const listener of listeners) listener();
}

/** One timer for every ticking time on screen; it runs only while there is one. */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    second = Date.now();
    timer = setInterval(tick, 1_000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The server's time now, renewed every second. */
export function useNow(): number {
  const offset = useContext(ClockOffset);
  return useSyncExternalStore(subscribe, () => second) + offset;
}
