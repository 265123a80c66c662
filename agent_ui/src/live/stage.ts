import { PLAYER_FRAME } from "../player/port";
import type { Gap, PageRef, Picture, Relayed } from "../wire/messages.gen";
import type { Screen } from "./liveLink";
import { type Live, type LiveStore, type Playing, withPlaying } from "./liveStore";

export type Theme = "light" | "dark";

/** What the stage needs of a player; `player/LivePlayer` is the one there is. */
export interface Player {
  picture(picture: Picture, siteKey: string): void;
  batch(relayed: Relayed): void;
  gap(gap: Gap): void;
  page(page: PageRef): void;
  link(link: "up" | "reconnecting" | "ended"): void;
  /** Server clock minus browser clock, ms. */
  clock(offsetMs: number): void;
  setTheme(theme: Theme): void;
  destroy(): void;
}

export interface PlayerOptions {
  container: HTMLElement;
  replayOrigin: string;
  theme: Theme;
  title: string;
  onNeed(): void;
  onState(status: { state: Playing["state"]; picture: boolean }): void;
  onShown(shown: { page: string; lagMs: number | null }): void;
  onViewport(width: number, height: number): void;
  onError(code: string): void;
}

interface Mounting {
  host: HTMLElement;
  replayOrigin: string;
  theme: Theme;
  /** The player lost its place in the stream and cannot go on without a fresh picture. */
  onNeed(): void;
}

/**
 * The one player of the console, loaded once and kept warm. An iframe that is moved in the document
 * loads anew; so the stage stays where it is and is laid over the place the watch page gives it.
 */
export class Stage implements Screen {
  readonly #store: LiveStore;
  readonly #create: (options: PlayerOptions) => Player;
  #host: HTMLElement | undefined;
  #player: Player | undefined;
  #slot: HTMLElement | undefined;
  #uncover: (() => void) | undefined;

  constructor(store: LiveStore, create: (options: PlayerOptions) => Player) {
    this.#store = store;
    this.#create = create;
  }

  mount({ host, replayOrigin, theme, onNeed }: Mounting): () => void {
    this.#host = host;
    const player = this.#create({
      container: host,
      replayOrigin,
      theme,
      title: "The customer's page, live",
      onNeed,
      onState: ({ state, picture }) => this.#playing(picture ? { state } : { state, shown: false }),
      onShown: ({ page, lagMs }) => {
        // A late word about the page before must not uncover it under another customer's name.
        if (page === this.#store.getState().watched?.pictured)
          this.#playing({ shown: true, lagMs, error: null });
      },
      onViewport: (width, height) => this.#playing({ viewport: { width, height } }),
      onError: (code) => this.#playing({ error: code }),
    });
    this.#player = player;
    if (this.#slot) this.#lay(host, this.#slot);
    tell(player, this.#store.getState());
    const unsubscribe = this.#store.subscribe((live, before) => tell(player, live, before));
    return () => {
      unsubscribe();
      this.#uncover?.();
      player.destroy();
      this.#player = undefined;
      this.#host = undefined;
    };
  }

  /**
   * Lays the stage over `slot` and follows its size until the returned function is called. On a
   * direct visit the slot is there before the stage is.
   */
  cover(slot: HTMLElement): () => void {
    this.#slot = slot;
    if (this.#host) this.#lay(this.#host, slot);
    return () => {
      if (this.#slot !== slot) return;
      this.#slot = undefined;
      this.#uncover?.();
    };
  }

  #lay(host: HTMLElement, slot: HTMLElement): void {
    this.#uncover?.();
    const place = () => {
      const { left, top, width, height } = slot.getBoundingClientRect();
      Object.assign(host.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
    };
    const observer = new ResizeObserver(place);
    observer.observe(slot);
    observer.observe(document.documentElement);
    place();
    host.dataset.covering = "true";
    this.#uncover = () => {
      observer.disconnect();
      delete host.dataset.covering;
      this.#uncover = undefined;
    };
  }

  /**
   * A picture of the past lies over this one, or no longer. A replayed page is found by the name of
   * its frame: only the one that is seen has it.
   */
  behind(isBehind: boolean): void {
    const frame = this.#host?.querySelector("iframe");
    if (frame) frame.name = isBehind ? "" : PLAYER_FRAME;
  }

  setTheme(theme: Theme): void {
    this.#player?.setTheme(theme);
  }

  picture(picture: Picture, siteKey: string): void {
    this.#player?.picture(picture, siteKey);
  }

  batch(relayed: Relayed): void {
    this.#player?.batch(relayed);
  }

  gap(gap: Gap): void {
    this.#player?.gap(gap);
  }

  #playing(change: Partial<Playing>): void {
    this.#store.setState((live) => withPlaying(live, change));
  }
}

/** Passes on what changed of the line, the clock and the page in the picture. */
function tell(player: Player, live: Live, before?: Live): void {
  if (live.offsetMs !== before?.offsetMs) player.clock(live.offsetMs);
  if (!before || lineOf(live) !== lineOf(before)) player.link(lineOf(live));
  const page = pictured(live);
  if (page && page !== (before && pictured(before))) player.page(page);
}

function lineOf(live: Live): "up" | "reconnecting" | "ended" {
  if (live.watched?.session?.state === "ended") return "ended";
  return live.link === "up" ? "up" : "reconnecting";
}

function pictured({ watched }: Live): PageRef | undefined {
  return watched?.pages.find((page) => page.id === watched.pictured);
}
