import type { FromReplay, ReplayState } from "../../replayPort";
import { markReached, type Reached } from "../reached";

const TELL_EVERY_MS = 100;

/**
 * What the replay says of itself: as attributes of its root element, for whoever looks at the
 * document, and as messages to the console, where time alone going on is told ten times a second.
 */
export class Report {
  readonly #root: HTMLElement;
  readonly #post: (message: FromReplay) => void;
  #told = "";
  #toldOfTime = "";
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(root: HTMLElement, post: (message: FromReplay) => void) {
    this.#root = root;
    this.#post = post;
    root.dataset.mode = "replay";
  }

  /** `heard` is how many messages have been heard; `reached` is null before the first picture. */
  tell(state: ReplayState, reached: Reached | null, heard: number, now: number): void {
    const { dataset } = this.#root;
    dataset.state = stateOf(state);
    dataset.at = String(Math.round(state.at));
    if (state.gap === null) delete dataset.gap;
    else dataset.gap = state.gap;
    if (reached) markReached(this.#root, reached);
    const told = JSON.stringify({ ...state, at: 0, heard });
    const toldOfTime = String(state.at);
    const isNews = told !== this.#told;
    const isTime = toldOfTime !== this.#toldOfTime && now - this.#toldAt >= TELL_EVERY_MS;
    if (!isNews && !isTime) return;
    this.#told = told;
    this.#toldOfTime = toldOfTime;
    this.#toldAt = now;
    this.#post({ type: "state", heard, ...state });
  }
}

function stateOf({ buffering, playing, ended }: ReplayState): string {
  if (buffering) return "buffering";
  if (ended) return "ended";
  return playing ? "playing" : "paused";
}
