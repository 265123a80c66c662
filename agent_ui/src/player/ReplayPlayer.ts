import type { Recording } from "../wire/messages.gen";
import { FrameLine, type FrameOptions } from "./FrameLine";
import { Loader, type Sources } from "./loader";
import type { Theme } from "./port";
import type { FromReplay, ReplayState, Speed, ToReplay } from "./replayPort";
import { type Timeline, timelineOf } from "./timeline";

export interface ReplayPlayerOptions extends FrameOptions {
  /** Where segments and style sheets come from; what fails is asked for again. */
  load: Sources;
  /** At most ten times a second while time goes on, and at every change. */
  onState(state: ReplayState): void;
  /** The end of what is known of an unfinished recording is near: `open` it with a fresh index. */
  onGrow?(): void;
}

/** SHA-256, as style sheets are named. */
const HASH = /^[0-9a-f]{64}$/;

const NOTHING: ReplayState = {
  at: 0,
  playing: false,
  buffering: false,
  speed: 1,
  page: "",
  ended: false,
  gap: null,
  error: null,
};

/**
 * A recorded visit in the console.
 *
 *     const player = new ReplayPlayer({container, replayOrigin, theme: "dark", title, load, onState})
 *     player.open(recording, recording.session.started_at)
 *     player.play()
 *
 * The clock and all work on recorded content are in a frame of another origin; here bytes only
 * pass through. What is asked for before the frame is up, or after it was lost, is not forgotten.
 */
export class ReplayPlayer {
  readonly #options: ReplayPlayerOptions;
  readonly #line: FrameLine;
  readonly #loader: Loader;
  #port: MessagePort | null = null;
  #theme: Theme;
  #recording: Recording | null = null;
  #timeline: Timeline | null = null;
  #held: string | null = null;
  #skipIdle = false;
  #state: ReplayState = NOTHING;
  /** Messages told through this port, and how many the frame must have heard to be believed. */
  #told = 0;
  #awaited = 0;

  constructor(options: ReplayPlayerOptions) {
    this.#options = options;
    this.#theme = options.theme;
    this.#loader = new Loader(options.load);
    this.#line = new FrameLine(options, "replay", this.#up);
  }

  /**
   * Shows a recording as it was at a time. Called again with a grown index of the same session and
   * no time, it goes on from where it is. A recording without segments shows nothing.
   */
  open(recording: Recording, at?: number): void {
    this.#recording = recording;
    this.#timeline = timelineOf(recording);
    this.#tellRecording();
    if (at !== undefined) this.seek(at);
  }

  play(): void {
    this.#command({ type: "play" }, { playing: true });
  }

  pause(): void {
    this.#command({ type: "pause" }, { playing: false });
  }

  seek(at: number): void {
    this.#command({ type: "seek", at }, { at, buffering: true, ended: false });
  }

  setSpeed(speed: Speed): void {
    this.#command({ type: "speed", speed }, { speed });
  }

  setSkipIdle(on: boolean): void {
    this.#skipIdle = on;
    this.#tell({ type: "skip_idle", on });
  }

  /** Keeps one page on the screen, whichever is in use; null follows the visitor again. */
  hold(page: string | null): void {
    this.#held = page;
    this.#tell({ type: "hold", page });
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#tell({ type: "theme", theme });
  }

  destroy(): void {
    this.#loader.close();
    this.#port?.close();
    this.#port = null;
    this.#line.destroy();
  }

  /** What was asked for is shown as done at once; what the frame said before is stale. */
  #command(message: ToReplay, change: Partial<ReplayState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell(message);
    this.#awaited = this.#told;
    this.#options.onState(this.#state);
  }

  /** While there is no port nothing is told: `#up` tells what it has come to by then. */
  #tell(message: ToReplay, transfer: Transferable[] = []): void {
    if (!this.#port) return;
    this.#port.postMessage(message, transfer);
    this.#told += 1;
  }

  #tellRecording(): void {
    const { segments, session } = this.#recording ?? {};
    if (!segments || !session || !this.#timeline) return;
    this.#tell({
      type: "recording",
      siteKey: session.site.key,
      timeline: this.#timeline,
      segments: segments.map(
        ({ activity, moments, raw_bytes, records, sealed, ...segment }) => segment,
      ),
    });
  }

  #up = (port: MessagePort): void => {
    this.#port?.close();
    port.onmessage = (event: MessageEvent<FromReplay>) => this.#hear(event.data);
    this.#port = port;
    this.#told = 0;
    const { at, playing, speed } = this.#state;
    this.#tell({ type: "theme", theme: this.#theme });
    this.#tell({ type: "speed", speed });
    this.#tell({ type: "skip_idle", on: this.#skipIdle });
    this.#tell({ type: "hold", page: this.#held });
    this.#tellRecording();
    this.#tell({ type: "seek", at });
    if (playing) this.#tell({ type: "play" });
    this.#awaited = this.#told;
  };

  #hear(message: FromReplay): void {
    switch (message.type) {
      case "state": {
        const { type, heard, ...state } = message;
        if (heard < this.#awaited) break;
        this.#state = state;
        this.#options.onState(state);
        break;
      }
      case "ask":
        void this.#fetch(message);
        break;
      case "grow":
        this.#options.onGrow?.();
        break;
      case "viewport":
        this.#options.onViewport?.(message.width, message.height);
        break;
      case "error":
        this.#options.onError?.(message.code);
        break;
    }
  }

  /**
   * Only what the index names is fetched, whatever the frame asks for; but the style sheets of a
   * segment that has been sealed since the index was made are named by its lines alone.
   */
  async #fetch({ page, epoch, seq, sheets }: Extract<FromReplay, { type: "ask" }>): Promise<void> {
    const port = this.#port;
    const named = this.#recording?.segments.find(
      (segment) => segment.page === page && segment.epoch === epoch && segment.seq === seq,
    );
    if (!named) return;
    const loaded = await this.#loader.load(
      named,
      sheets.filter((sheet) => named.sheets.includes(sheet) || (!named.sealed && HASH.test(sheet))),
    );
    if (port !== this.#port) return;
    const name = { page, epoch, seq };
    if (typeof loaded === "string") this.#tell({ type: loaded, ...name });
    else this.#tell({ type: "segment", ...name, ...loaded }, [loaded.bytes]);
  }
}
