import type { Times } from "../stream";

/** How far back a page's clock is believed; nothing is believed to have happened in the future. */
const PAST_MS = 60 * 60 * 1_000;

/**
 * Brings the page's clock to the server's, as far as it is believed, by the rule of the index: no
 * time is later than the arrival of what tells it, and none goes back.
 */
export class PageTime {
  readonly #offsetMs: number;
  #newest: number;

  /** `offsetMs` is the server's clock minus the page's, `from` where the segment begins. */
  constructor(offsetMs: number, from: number) {
    this.#offsetMs = offsetMs;
    this.#newest = from;
  }

  run(t0: number, t1: number, receivedAt: number): Times {
    const ended = Math.min(Math.max(t1 + this.#offsetMs, receivedAt - PAST_MS), receivedAt);
    const shift = ended - t1;
    const from = Math.max(this.#newest, t0 + shift);
    this.#newest = Math.max(from, ended);
    return { shift, from, to: this.#newest };
  }

  /** The latest time told. */
  get newest(): number {
    return this.#newest;
  }
}
