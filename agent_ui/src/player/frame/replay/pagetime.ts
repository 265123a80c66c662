import type { Times } from "../stream";

/** How far back a page's clock is believed; nothing is believed to have happened in the future. */
const PAST_MS = 60 * 60 * 1_000;
/** A page's clock that is this much behind what it told before was set back; less is jitter. */
const SET_BACK_MS = 1_000;

/**
 * Brings the page's clock to the server's, as far as it is believed, by the rule of the index
 * (`flow/recording/index.py`): no time is later than the arrival of what tells it, and none goes
 * back; from where the page's clock was set back on, times are those of the arrival.
 */
export class PageTime {
  #offsetMs: number;
  #newest: number;

  /** `offsetMs` is the server's clock minus the page's, `from` where the segment begins. */
  constructor(offsetMs: number, from: number) {
    this.#offsetMs = offsetMs;
    this.#newest = from;
  }

  run(t0: number, t1: number, receivedAt: number): Times {
    if (this.#believed(t1, receivedAt) < this.#newest - SET_BACK_MS)
      this.#offsetMs = receivedAt - t1;
    const ended = this.#believed(t1, receivedAt);
    const shift = ended - t1;
    const from = Math.max(this.#newest, t0 + shift);
    this.#newest = Math.max(from, ended);
    return { shift, from, to: this.#newest };
  }

  #believed(at: number, receivedAt: number): number {
    return Math.min(Math.max(at + this.#offsetMs, receivedAt - PAST_MS), receivedAt);
  }

  /** The latest time told. */
  get newest(): number {
    return this.#newest;
  }
}
