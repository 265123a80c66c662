/**
 * Sending less while the service is busy: for as long as it asks, records are gathered for longer,
 * and what waits, pieces of checkpoints too, goes out in portions.
 */
import type { Slow } from "../wire/messages.gen";

/** What a page of ordinary life sends in one go. */
const PORTION_BYTES = 64 * 1024;
/** Whatever it asks for, we do not fall silent. */
const LONGEST_MS = 30_000;
const LONGEST_FOR_MS = 10 * 60_000;

export interface Pace {
  slow(asked: Slow): void;
  /** How long records are gathered at least, now. */
  leastMs(): number;
  /** How long to wait before anything more is sent. */
  waitMs(): number;
  sent(bytes: number): void;
}

export function createPace(now: () => number = () => performance.now()): Pace {
  let ms = 0;
  let until = 0;
  let next = 0;
  let portion = 0;

  const leastMs = (): number => (now() < until ? ms : 0);

  return {
    slow(asked) {
      ms = Math.min(asked.ms, LONGEST_MS);
      until = now() + Math.min(asked.for_ms, LONGEST_FOR_MS);
    },
    leastMs,
    waitMs: () => Math.max(0, Math.min(next, until) - now()),
    sent(bytes) {
      portion += bytes;
      if (portion < PORTION_BYTES) return;
      portion = 0;
      next = now() + leastMs();
    },
  };
}
