import {
  type ErrorCode,
  type Mode,
  PLAYER_FRAME,
  PLAYER_PATH,
  PORT,
  READY,
  type Theme,
} from "./port";

const READY_TIMEOUT_MS = 8_000;
const LONGEST_WAIT_MS = 30_000;
/** So many failed attempts are told to the console; the line keeps trying all the same. */
const FAILURES_BEFORE_REPORT = 2;

/** What every player is given. */
export interface FrameOptions {
  /** The frame fills it. It must have a size of its own. */
  container: HTMLElement;
  /** `Me.replay_origin`. */
  replayOrigin: string;
  theme: Theme;
  /** What a screen reader calls the frame, such as "Maria's page, live". */
  title: string;
  /** The size of the customer's viewport, in CSS pixels. */
  onViewport?(width: number, height: number): void;
  onError?(code: ErrorCode): void;
}

/** `again` when the frame was up before and has been loaded anew: it knows nothing. */
type OnPort = (port: MessagePort, again: boolean) => void;

/**
 * The replay frame and the way to it. The frame says it is ready, the console answers with one
 * port; either side looks at the exact origin and at the exact window. A frame that does not
 * answer is loaded again, ever more slowly.
 */
export class FrameLine {
  readonly iframe: HTMLIFrameElement;
  readonly #options: FrameOptions;
  readonly #mode: Mode;
  readonly #onPort: OnPort;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #wasUp = false;

  constructor(options: FrameOptions, mode: Mode, onPort: OnPort) {
    this.#options = options;
    this.#mode = mode;
    this.#onPort = onPort;
    this.iframe = document.createElement("iframe");
    this.iframe.name = PLAYER_FRAME;
    this.iframe.title = options.title;
    // An origin of its own keeps the frame out of the console; the sandbox keeps it from
    // navigating the console away, opening windows, forms and downloads.
    this.iframe.setAttribute("sandbox", "allow-scripts allow-same-origin");
    this.iframe.referrerPolicy = "no-referrer";
    this.iframe.style.cssText = "display:block;width:100%;height:100%;border:0";
    window.addEventListener("message", this.#hear);
    this.#load();
    options.container.append(this.iframe);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    window.removeEventListener("message", this.#hear);
    this.iframe.remove();
  }

  #load = (): void => {
    this.iframe.src = this.#options.replayOrigin + PLAYER_PATH;
    this.#timer = setTimeout(this.#fail, READY_TIMEOUT_MS);
  };

  #fail = (): void => {
    this.#failures += 1;
    if (this.#failures === FAILURES_BEFORE_REPORT) this.#options.onError?.("frame_unreachable");
    this.#timer = setTimeout(this.#load, Math.min(1_000 * 2 ** this.#failures, LONGEST_WAIT_MS));
  };

  #hear = (event: MessageEvent): void => {
    const { replayOrigin } = this.#options;
    if (event.origin !== replayOrigin) return;
    if (event.source !== this.iframe.contentWindow || event.data?.type !== READY) return;
    clearTimeout(this.#timer);
    this.#failures = 0;
    const { port1, port2 } = new MessageChannel();
    this.iframe.contentWindow?.postMessage({ type: PORT, mode: this.#mode }, replayOrigin, [port2]);
    const again = this.#wasUp;
    this.#wasUp = true;
    this.#onPort(port1, again);
  };
}
