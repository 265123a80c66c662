import type { Speed } from "../../replayPort";

/** A tab that stood still for longer than this was hidden or busy; what it missed is not skipped. */
const LONGEST_FRAME_MS = 250;

/**
 * Where a replay is in the time of the visit: server milliseconds. Pure: it is told what time it is
 * here (`now`, any monotonic milliseconds).
 */
export class Clock {
  at = 0;
  speed: Speed = 1;
  playing = false;
  #seen: number | null = null;

  /** Goes on by what has passed since the frame before, at most up to `limit`. */
  advance(now: number, limit: number): void {
    const elapsed = Math.min(now - (this.#seen ?? now), LONGEST_FRAME_MS);
    this.#seen = now;
    if (!this.playing) return;
    this.at = Math.max(this.at, Math.min(this.at + elapsed * this.speed, limit));
  }

  /** This frame does not count: something is waited for. */
  stand(now: number): void {
    this.#seen = now;
  }
}
