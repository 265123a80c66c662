import type { FromFrame, PlayerState, PlayerStatus, Shown } from "../port";
import { markReached, type Reached } from "./reached";

const MOST_PENDING = 4096;
const TELL_EVERY_MS = 100;

/**
 * What the player says of itself: as attributes of its root element, for whoever looks at the
 * document, and as messages to the console. A batch counts as shown once its last record is.
 */
export class Marks {
  readonly #root: HTMLElement;
  readonly #post: (message: FromFrame) => void;
  #pending: { t1: number; epoch: number; seq: number }[] = [];
  #shown: Reached | null = null;
  #status: PlayerStatus | null = null;
  #told = "";
  #toldPage = "";
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(root: HTMLElement, post: (message: FromFrame) => void) {
    this.#root = root;
    this.#post = post;
  }

  /** What follows is of a picture that is yet to be built. */
  restart(): void {
    this.#pending = [];
  }

  arrived(epoch: number, seq: number, t1: number): void {
    this.#pending.push({ epoch, seq, t1 });
    if (this.#pending.length > MOST_PENDING) this.#pending.shift();
  }

  /** Everything up to `moment` of this page is on the screen. */
  advance(page: string, moment: number): void {
    for (let first = this.#pending[0]; first && first.t1 <= moment; first = this.#pending[0]) {
      this.#shown = { page, epoch: first.epoch, seq: first.seq };
      this.#pending.shift();
    }
    if (this.#shown) markReached(this.#root, this.#shown);
  }

  tell(lagMs: number | null, bufferedMs: number, now: number): void {
    if (!this.#shown) return;
    // Another page begins without one; the last page's would be a lie.
    if (lagMs === null) delete this.#root.dataset.lagMs;
    else this.#root.dataset.lagMs = String(lagMs);
    const shown: Shown = { ...this.#shown, lagMs, bufferedMs: Math.round(bufferedMs) };
    const told = JSON.stringify(shown);
    // The first word about a page is what uncovers it, and does not wait.
    const isSamePage = this.#toldPage === shown.page;
    if (told === this.#told || (isSamePage && now - this.#toldAt < TELL_EVERY_MS)) return;
    this.#toldPage = shown.page;
    this.#told = told;
    this.#toldAt = now;
    this.#post({ type: "shown", ...shown });
  }

  status(state: PlayerState, picture: boolean, paused: boolean): void {
    const old = this.#status;
    if (old?.state === state && old.picture === picture && old.paused === paused) return;
    this.#status = { state, picture, paused };
    this.#root.dataset.state = state;
    this.#post({ type: "state", ...this.#status });
  }
}
