/**
 * Which moment of the page is on the screen: page-clock milliseconds as a function of ours.
 *
 * The two clocks are never compared, so it does not matter how wrong the customer's is. The
 * fastest arrival of the last half minute says how far the two are apart; how much later most
 * others came says how long to hold records back, so that a cursor moves evenly. Pure: every
 * method is told the time (`now`, any monotonic milliseconds).
 */

const WINDOW_MS = 30_000;
const WINDOW_SAMPLES = 600;
/** Batches are cut every 50 ms while somebody watches; less buffer than that would always be late. */
export const BUFFER_MIN_MS = 60;
export const BUFFER_MAX_MS = 1_000;
/** Above what most arrivals need. */
const MARGIN_MS = 10;
/** Below this many samples their spread says nothing. */
const ENOUGH_SAMPLES = 8;
const USUAL = 0.9;
/** Later than this is a stall, not jitter: buffering for it would make everything late. */
const STALL_MS = 1_500;
/** So far off, the position jumps instead of catching up. */
export const JUMP_MS = 1_500;
const SOFT_RATE = 0.1;
/** Deviations below this are left alone. */
const STEADY_MS = 8;

interface Sample {
  at: number;
  delta: number;
}

export class Playout {
  #samples: Sample[] = [];
  #position: number | null = null;
  #at = 0;
  #buffer = BUFFER_MIN_MS;

  /** A batch arrived whose last record was made at `t1`. Not for checkpoints: their size delays them. */
  arrived(now: number, t1: number): void {
    this.#samples.push({ at: now, delta: now - t1 });
    const oldest = now - WINDOW_MS;
    while (this.#samples.length > WINDOW_SAMPLES || (this.#samples[0]?.at ?? now) < oldest) {
      this.#samples.shift();
    }
    this.#buffer = bufferFor(this.#samples);
  }

  /** Nothing waits to be shown, so that any correction is invisible: make all of it. */
  rest(now: number): void {
    this.#at = now;
    this.#position = this.#target(now) ?? this.#position;
  }

  /** The moment to show. It goes back only by a jump, never faster or slower than unnoticed. */
  position(now: number): number {
    const elapsed = Math.max(0, now - this.#at);
    this.#at = now;
    const target = this.#target(now);
    if (target === null) return this.#position ?? Number.NEGATIVE_INFINITY;
    const steady = this.#position === null ? target : this.#position + elapsed;
    const late = target - steady;
    if (Math.abs(late) > JUMP_MS) this.#position = target;
    else if (Math.abs(late) <= STEADY_MS) this.#position = steady;
    else this.#position = steady + Math.sign(late) * Math.min(Math.abs(late), elapsed * SOFT_RATE);
    return this.#position;
  }

  /** A picture was just built, and everything up to `moment` is on it. */
  jumpTo(moment: number): void {
    if (this.#position === null || this.#position < moment) this.#position = moment;
  }

  get bufferedMs(): number {
    return this.#buffer;
  }

  #target(now: number): number | null {
    let fastest: number | null = null;
    for (const { delta } of this.#samples) {
      if (fastest === null || delta < fastest) fastest = delta;
    }
    return fastest === null ? null : now - fastest - this.#buffer;
  }
}

function bufferFor(samples: readonly Sample[]): number {
  const fastest = samples.reduce((least, { delta }) => Math.min(least, delta), Infinity);
  const late = samples
    .map(({ delta }) => delta - fastest)
    .filter((ms) => ms < STALL_MS)
    .sort((a, b) => a - b);
  if (late.length < ENOUGH_SAMPLES) return BUFFER_MIN_MS;
  const usual = late[Math.floor(late.length * USUAL)] ?? 0;
  return Math.min(BUFFER_MAX_MS, Math.max(BUFFER_MIN_MS, usual + MARGIN_MS));
}
