import { createStore, type StoreApi } from "zustand/vanilla";
import type { ReplayPlayer } from "../../../player/ReplayPlayer";
import type { ReplayState, Speed } from "../../../player/replayPort";
import { type Timeline, timelineOf } from "../../../player/timeline";
import type { Recording } from "../../../wire/messages.gen";

/** What is looked at: the visit as it goes on, or what was recorded of it. */
export type Looking = "live" | "past";

/** What a replay needs of a player; `ReplayPlayer` is the one there is. */
export type Player = Pick<
  ReplayPlayer,
  "open" | "play" | "pause" | "seek" | "setSpeed" | "setSkipIdle" | "hold" | "setTheme" | "destroy"
>;

export interface Replaying {
  looking: Looking;
  /** The newest index, and the same laid out in time; null before there is anything to see. */
  recording: Recording | null;
  timeline: Timeline | null;
  /** More may be recorded than the index says: the visit goes on, or its last batches settle. */
  goesOn: boolean;
  /** The moment on screen, or the one asked for; server clock, ms. */
  at: number;
  playing: boolean;
  buffering: boolean;
  ended: boolean;
  gap: string | null;
  /** What comes next could not be fetched; `again` tries once more. */
  stuck: boolean;
  /** The player's frame itself does not come up. */
  unreachable: boolean;
  /** The page in the picture; null before there is one. */
  page: string | null;
  held: string | null;
  /** A picture of the past is on screen. */
  shown: boolean;
  speed: Speed;
  skipsIdle: boolean;
  viewport: { width: number; height: number } | null;
}

const NOTHING: Replaying = {
  looking: "live",
  recording: null,
  timeline: null,
  goesOn: true,
  at: 0,
  playing: false,
  buffering: false,
  ended: false,
  gap: null,
  stuck: false,
  unreachable: false,
  page: null,
  held: null,
  shown: false,
  speed: 1,
  skipsIdle: false,
  viewport: null,
};

export const SPEEDS: readonly Speed[] = [0.5, 1, 2, 4, 8];

export interface ReplayOptions {
  /** Server clock, ms. */
  now(): number;
  /** A fresher index is wanted, to be told by `know`. */
  onBehind(): void;
}

/** So near to the end of what is recorded of a visit that goes on, one sees the present. */
const PRESENT_MS = 1_500;

/**
 * Looking back at one session: what the account manager asked for, held until there is an index and
 * a player to do it, and what the player says of itself.
 */
export class Replay {
  readonly store: StoreApi<Replaying> = createStore(() => NOTHING);
  readonly #options: ReplayOptions;
  #player: Player | null = null;
  /** The player has been given a recording and a moment in it. */
  #open = false;
  /** Time is meant to go on, even where it had to stop at the end of what is known so far. */
  #going = false;
  /** What is asked for is newer than the index: it is shown as soon as the index has grown. */
  #behind = false;
  /** How far before the end of what is recorded to begin, where it was asked for like this. */
  #beforeEnd: number | null = null;
  #telling = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** A player is there; it is told everything that was wished before. */
  attach(player: Player): () => void {
    this.#player = player;
    this.#begin();
    return () => {
      this.#player = null;
      this.#open = false;
      this.#set({ shown: false, page: null });
    };
  }

  /** A new index of the same session: the first, or one that has grown. */
  know(recording: Recording): void {
    const timeline = recording.withheld ? null : timelineOf(recording);
    const goesOn = recording.session.state === "live" || timeline?.isOpen === true;
    this.#set({ recording, timeline, goesOn });
    if (!this.#open || !timeline) {
      this.#begin();
      return;
    }
    const { at, ended, looking } = this.#now();
    const stopped = ended && this.#going && looking === "past";
    if (stopped && goesOn && timeline.end - at < PRESENT_MS) {
      this.live();
      return;
    }
    this.#tell((player) => player.open(recording));
    if (this.#behind) this.#show();
  }

  /**
   * Shows the past, from `at` on, or from `beforeEnd` ms before the end of what is recorded; the
   * live picture stays until this one is there.
   */
  look(at: number, playing: boolean, beforeEnd: number | null = null): void {
    const { looking, shown, timeline, goesOn } = this.#now();
    this.#going = playing;
    this.#beforeEnd = beforeEnd;
    this.#behind = timeline !== null && goesOn && at > timeline.end;
    this.#set({
      looking: "past",
      at: this.#behind ? at : this.#bound(at),
      playing,
      buffering: true,
      ended: false,
      stuck: false,
      shown: shown && looking === "past",
    });
    if (this.#behind) this.#options.onBehind();
    else if (this.#open) this.#show();
    else this.#begin();
  }

  /** Back to the present; the player stays where it was. */
  live(): void {
    this.#going = false;
    this.#behind = false;
    this.#set({ looking: "live", playing: false, held: null, gap: null, buffering: false });
    this.#tell((player) => {
      player.pause();
      player.hold(null);
    });
  }

  /**
   * Play or pause. The present is paused by holding its picture; from the end of a visit that is
   * over it plays from the start again.
   */
  toggle(): void {
    const { looking, playing, ended, goesOn, timeline, at } = this.#now();
    if (looking === "past" && playing) {
      this.#going = false;
      this.#set({ playing: false });
      this.#tell((player) => player.pause());
    } else if (!goesOn && (ended || looking === "live")) this.look(timeline?.start ?? at, true);
    else if (looking === "live") this.look(this.#present(), false);
    else this.look(at, true);
  }

  /**
   * Forward or back by so much. Out of the present it goes back from what happened last, and plays
   * on from there: whoever asks what they have just seen does not mean the quiet since then.
   */
  by(ms: number): void {
    const { looking, at, playing } = this.#now();
    if (looking === "past") this.look(at + ms, playing);
    else this.look(this.#present(), true, -ms);
  }

  /** The player is near the end of what is known of a visit that goes on. */
  grow(): void {
    this.#options.onBehind();
  }

  /** What could not be fetched is tried again. */
  again(): void {
    const { at, playing } = this.#now();
    this.look(at, playing);
  }

  setSpeed(speed: Speed): void {
    this.#set({ speed });
    this.#tell((player) => player.setSpeed(speed));
  }

  /** One speed faster or slower; at either end of them nothing happens. */
  faster(step: 1 | -1): void {
    const next = SPEEDS[SPEEDS.indexOf(this.#now().speed) + step];
    if (next !== undefined) this.setSpeed(next);
  }

  setSkipsIdle(skipsIdle: boolean): void {
    this.#set({ skipsIdle });
    this.#tell((player) => player.setSkipIdle(skipsIdle));
  }

  /** Keeps one page in the picture; null goes where the customer went. */
  hold(held: string | null): void {
    this.#set({ held });
    this.#tell((player) => player.hold(held));
  }

  /** What the player says of itself. */
  hear(state: ReplayState): void {
    // It repeats a command at once, with what it showed before: only its later words are news.
    if (this.#telling || !this.#open || this.#behind || this.#now().looking === "live") return;
    const { at, playing, buffering, ended, gap, error, page } = state;
    const shown = this.#now().shown || (page !== "" && !buffering && error === null);
    this.#set({
      at,
      playing,
      buffering,
      ended,
      gap,
      stuck: error !== null,
      shown,
      page: page || null,
    });
  }

  sized(width: number, height: number): void {
    this.#set({ viewport: { width, height } });
  }

  unreachable(): void {
    this.#set({ unreachable: true });
  }

  #begin(): void {
    const { recording, timeline, looking, speed, skipsIdle, held } = this.#now();
    if (!this.#player || !recording || !timeline || looking !== "past") return;
    this.#open = true;
    this.#tell((player) => {
      player.setSpeed(speed);
      player.setSkipIdle(skipsIdle);
      player.hold(held);
      player.open(recording);
    });
    this.#show();
  }

  #show(): void {
    this.#behind = false;
    const { at: asked, timeline } = this.#now();
    const end = timeline?.end ?? asked;
    const at = this.#bound(this.#beforeEnd === null ? asked : end - this.#beforeEnd);
    this.#beforeEnd = null;
    this.#set({ at });
    this.#tell((player) => {
      player.seek(at);
      if (this.#going) player.play();
      else player.pause();
    });
  }

  #tell(say: (player: Player) => void): void {
    if (!this.#player) return;
    this.#telling = true;
    say(this.#player);
    this.#telling = false;
  }

  /** Now; of a visit that is over, its end. */
  #present(): number {
    const { timeline, goesOn } = this.#now();
    return timeline && !goesOn ? timeline.end : this.#options.now();
  }

  /** The nearest moment that is recorded. */
  #bound(at: number): number {
    const { timeline } = this.#now();
    return timeline ? Math.min(Math.max(at, timeline.start), timeline.end) : at;
  }

  #now(): Replaying {
    return this.store.getState();
  }

  #set(change: Partial<Replaying>): void {
    this.store.setState(change);
  }
}
