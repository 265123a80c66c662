import type { eventWithTime, fullSnapshotEvent } from "@rrweb/types";
import type { Meta } from "./meta";
import { place, type Size } from "./placement";
import { Stage, type StageEvents } from "./stage";

/** Behind the checkpoint comes its tail in quick succession; so long a silence ends it. */
const TAIL_SILENCE_MS = 40;
/** However long the tail or the style sheets take, by then the picture is shown as it is. */
const LONGEST_WAIT_MS = 400;
const SHEETS_WAIT_MS = 300;
const RESET_CACHE_MS = 60_000;

export interface SceneEvents extends Pick<StageEvents, "onBroken" | "onCast"> {
  onViewport(size: Size): void;
}

/** What is known of the past of a picture in the making. */
export interface Past {
  /** It goes so far; what is later is played at its time. */
  until: number;
  /** All of it has been handed over. Null when only silence can tell. */
  isWhole: boolean | null;
}

/** A picture in the making. */
interface Next {
  stage: Stage;
  /** When the checkpoint was seen to be built; null before. */
  builtAt: number | null;
  /** When something was handed to it last. */
  fedAt: number;
  /** Frames since the past was handed to the replayer. */
  revealedFor: number;
}

/**
 * The picture on the screen, and the one that will replace it. The old one stays until the new one
 * is complete, so that nothing flashes.
 */
export class Scene {
  readonly #root: HTMLElement;
  readonly #events: SceneEvents;
  readonly #watcher: ResizeObserver;
  #shown: Stage | null = null;
  #next: Next | null = null;

  constructor(root: HTMLElement, events: SceneEvents) {
    this.#root = root;
    this.#events = events;
    this.#watcher = new ResizeObserver(() => this.#place());
    this.#watcher.observe(root);
    setInterval(() => this.#shown?.resetCache(), RESET_CACHE_MS);
  }

  /** Builds a new picture out of sight; what `add` brings from now on belongs to it. */
  begin(
    meta: Meta & { timestamp: number },
    picture: fullSnapshotEvent & { timestamp: number },
    now: number,
  ): void {
    this.drop();
    const stage: Stage = new Stage(this.#root, meta, picture, {
      onSize: () => this.#place(),
      onCast: this.#events.onCast,
      onBroken: () => {
        if (!stage.isBuilt) this.#abandon(stage);
        this.#events.onBroken();
      },
    });
    this.#next = { stage, builtAt: null, fedAt: now, revealedFor: 0 };
  }

  add(records: readonly eventWithTime[], now: number): void {
    if (this.#next) this.#next.fedAt = now;
    this.#fed?.add(records);
  }

  /** The moment of the last record handed over; everything up to it may be waited for. */
  get newest(): number {
    return this.#fed?.newest ?? Number.NEGATIVE_INFINITY;
  }

  get isBuilding(): boolean {
    return this.#next !== null;
  }

  /** The stage in the making. */
  get coming(): Stage | null {
    return this.#next?.stage ?? null;
  }

  get shown(): Stage | null {
    return this.#shown;
  }

  /** One frame. Returns the stage that came into view with it. */
  tick(moment: number, now: number, past: Past): Stage | null {
    this.#shown?.tick(moment);
    const next = this.#next;
    if (!next?.stage.isBuilt) return null;
    // Building blocks the port as well: what came meanwhile is heard only after this frame.
    if (next.builtAt === null) next.builtAt = next.fedAt = now;
    // The past is applied in the frame after `reveal`, perhaps behind us in it.
    if (next.revealedFor > 0) return ++next.revealedFor > 2 ? this.#swap(next.stage) : null;
    const waited = now - next.builtAt;
    const isSilent = now - next.fedAt > TAIL_SILENCE_MS || waited > LONGEST_WAIT_MS;
    if ((past.isWhole ?? isSilent) && (!next.stage.isBare || waited > SHEETS_WAIT_MS)) {
      if (!next.stage.reveal(past.until)) return this.#swap(next.stage);
      next.revealedFor = 1;
    }
    return null;
  }

  /** The last size known, for a picture that does not say its own. */
  get size(): Size {
    return this.#fed?.size ?? { width: 1280, height: 800 };
  }

  /** Gives up the picture in the making. */
  drop(): void {
    this.#next?.stage.destroy();
    this.#next = null;
  }

  clear(): void {
    this.drop();
    this.#shown?.destroy();
    this.#shown = null;
  }

  get #fed(): Stage | null {
    return this.#next?.stage ?? this.#shown;
  }

  #abandon(stage: Stage): void {
    stage.destroy();
    if (this.#next?.stage === stage) this.#next = null;
  }

  #swap(stage: Stage): Stage {
    const old = this.#shown;
    this.#shown = stage;
    this.#next = null;
    this.#place();
    stage.show();
    old?.destroy();
    return stage;
  }

  #place(): void {
    const frame = { width: this.#root.clientWidth, height: this.#root.clientHeight };
    for (const stage of [this.#shown, this.#next?.stage]) {
      if (!stage) continue;
      const { scale, left, top } = place(stage.size, frame, window.devicePixelRatio);
      const { style } = stage.element;
      style.width = `${stage.size.width}px`;
      style.height = `${stage.size.height}px`;
      style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
      style.setProperty("--unscale", String(1 / scale));
    }
    if (this.#shown) this.#events.onViewport(this.#shown.size);
  }
}
