/**
 * How long to wait before the next attempt: anything between nothing and a bound that doubles, so
 * that the visitors of a service that comes back do not come back together.
 */

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
}
