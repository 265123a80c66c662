/** Half of what is shown comes from the last three or so measurements: calm, but no lie for long. */
const WEIGHT = 0.2;

/**
 * How far the screen is behind the customer, from the record's making to its paint here.
 *
 * `recordedAt` is in server time (record time + `offset_ms`), and so is `paintedAt`.
 */
export class Lag {
  #smooth: number | null = null;
  #measuredAt = 0;

  painted(recordedAt: number, paintedAt: number): void {
    // Two clocks that are each right to some milliseconds can make this negative.
    const lag = Math.max(0, paintedAt - recordedAt);
    this.#smooth = this.#smooth === null ? lag : this.#smooth + WEIGHT * (lag - this.#smooth);
    this.#measuredAt = paintedAt;
  }

  get ms(): number | null {
    return this.#smooth === null ? null : Math.round(this.#smooth);
  }

  /** False when nothing was painted lately: an old lag says nothing about now. */
  isRecent(now: number, withinMs: number): boolean {
    return this.#smooth !== null && now - this.#measuredAt < withinMs;
  }
}
