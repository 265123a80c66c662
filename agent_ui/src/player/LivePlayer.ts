import type { Gap, PageRef, Picture, Relayed } from "../wire/messages.gen";
import { FrameLine, type FrameOptions } from "./FrameLine";
import { Outbox } from "./outbox";
import type {
  FromFrame,
  Link,
  NeedReason,
  PageMessage,
  PlayerStatus,
  Shown,
  Theme,
  ToFrame,
} from "./port";

export interface LivePlayerOptions extends FrameOptions {
  /**
   * The player cannot go on without a fresh picture: `watch` the session again. In lasting trouble
   * it is called ever more rarely; `page` is null while the player has not been told of any.
   */
  onNeed(page: string | null, why: NeedReason): void;
  onState(status: PlayerStatus): void;
  /** At most ten times a second. */
  onShown(shown: Shown): void;
}

const NEED_AGAIN_MS = 2_000;
const NEED_AGAIN_MOST_MS = 60_000;

/**
 * A customer's page, live, in the console: hand over what the console socket brings, in order.
 *
 *     const player = new LivePlayer({container, replayOrigin, theme: "dark", title, onNeed, onState, onShown})
 *     player.clock(serverTime - Date.now())
 *     player.picture(picture, session.site.key)
 *     player.batch(relayed)
 *
 * All work on recorded content happens in a frame of another origin; here bytes only pass through.
 */
export class LivePlayer {
  readonly #options: LivePlayerOptions;
  readonly #line: FrameLine;
  readonly #outbox = new Outbox();
  #port: MessagePort | null = null;
  #page: string | null = null;
  #theme: Theme;
  #offsetToServerMs = 0;
  #link: Link = "up";
  #ref: PageMessage | null = null;
  #neededAt = Number.NEGATIVE_INFINITY;
  #needWait = 0;
  #needTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LivePlayerOptions) {
    this.#options = options;
    this.#theme = options.theme;
    this.#line = new FrameLine(options, "live", this.#open);
  }

  /** What follows starts afresh. `siteKey` names the site whose pictures and styles are shown. */
  picture(picture: Picture, siteKey: string): void {
    this.#page = picture.page;
    const { page, why, waiting } = picture;
    this.#outbox.post({ type: "start", page, siteKey, why, waiting });
  }

  /** The payload's buffer is handed over to the frame: it is empty for the caller afterwards. */
  batch(relayed: Relayed): void {
    this.#outbox.post({ type: "batch", offsetMs: relayed.offset_ms, batch: relayed.batch });
  }

  gap(gap: Gap): void {
    this.#outbox.post({
      type: "gap",
      page: gap.page,
      epoch: gap.epoch,
      fromSeq: gap.from_seq,
      toSeq: gap.to_seq,
    });
  }

  /** What is known of the page shown: its address (relative pictures need it) and how it fares. */
  page(ref: PageRef): void {
    this.#ref = { type: "page", page: ref.id, url: ref.url, condition: ref.condition };
    this.#tell(this.#ref);
  }

  link(link: Link): void {
    this.#link = link;
    this.#tell({ type: "link", link });
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#tell({ type: "theme", theme });
  }

  /** Server clock minus `Date.now()`; the lag shown is measured with it. */
  clock(offsetToServerMs: number): void {
    this.#offsetToServerMs = offsetToServerMs;
    this.#tell({ type: "clock", offsetToServerMs });
  }

  destroy(): void {
    clearTimeout(this.#needTimer);
    this.#outbox.close();
    this.#port = null;
    this.#line.destroy();
  }

  /** What only its latest value counts of; while there is no port, `#open` tells it later. */
  #tell(message: ToFrame): void {
    if (this.#port) this.#outbox.post(message);
  }

  #open = (port: MessagePort, again: boolean): void => {
    if (again) this.#outbox.close();
    port.onmessage = (event: MessageEvent<FromFrame>) => this.#hear(event.data);
    this.#port = port;
    this.#outbox.open(port, [
      { type: "theme", theme: this.#theme },
      { type: "clock", offsetToServerMs: this.#offsetToServerMs },
      { type: "link", link: this.#link },
      ...(this.#ref ? [this.#ref] : []),
    ]);
    if (again) this.#need("reloaded");
  };

  #hear(message: FromFrame): void {
    if (!this.#port) return;
    switch (message.type) {
      case "took":
        if (this.#outbox.took(message)) this.#need("overflow");
        break;
      case "need":
        if (message.page === this.#page) this.#need(message.why);
        break;
      case "shown": {
        const { page, epoch, seq, lagMs, bufferedMs } = message;
        this.#options.onShown({ page, epoch, seq, lagMs, bufferedMs });
        break;
      }
      case "state": {
        const { state, picture, paused } = message;
        this.#options.onState({ state, picture, paused });
        break;
      }
      case "viewport":
        this.#options.onViewport?.(message.width, message.height);
        break;
      case "error":
        this.#options.onError?.(message.code);
        break;
    }
  }

  /**
   * A page that cannot be replayed asks for a picture again after every picture; it is heard ever
   * more rarely. Waking up and a fresh frame are no trouble and do not wait.
   */
  #need(why: NeedReason): void {
    clearTimeout(this.#needTimer);
    const now = performance.now();
    const isTrouble = why === "broken" || why === "overflow";
    if (!isTrouble || now - this.#neededAt > NEED_AGAIN_MOST_MS * 2) this.#needWait = 0;
    const wait = Math.max(0, this.#neededAt + this.#needWait - now);
    this.#needTimer = setTimeout(() => {
      this.#neededAt = performance.now();
      this.#needWait = Math.min(Math.max(NEED_AGAIN_MS, this.#needWait * 2), NEED_AGAIN_MOST_MS);
      this.#options.onNeed(this.#page, why);
    }, wait);
  }
}
