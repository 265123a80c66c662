/**
 * How long to wait before the next attempt: anything between nothing and a bound that doubles, so
 * that the visitors of a service that comes back do not come back together. A service that has been
 * away for long is only looked for now and then.
 */

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** With these waits, some ten minutes have gone by after so many attempts. */
const MANY_ATTEMPTS = 45;

export function backoffMs(attempt: number, random: () => number = Math.random): number {
  if (attempt > MANY_ATTEMPTS) return LONGEST_MS * (1 + random());
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
}
