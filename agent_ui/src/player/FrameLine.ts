import { type Mode, PLAYER_FRAME, PLAYER_PATH, PORT, READY } from "./port";

const READY_TIMEOUT_MS = 8_000;
const LONGEST_WAIT_MS = 30_000;
/** So many failed attempts are told to the console; the line keeps trying all the same. */
const FAILURES_BEFORE_REPORT = 2;

export interface FrameLineOptions {
  container: HTMLElement;
  replayOrigin: string;
  title: string;
  mode: Mode;
  /** `again` when the frame was up before and has been loaded anew: it knows nothing. */
  onPort(port: MessagePort, again: boolean): void;
  onUnreachable(): void;
}

/**
 * The replay frame and the way to it. The frame says it is ready, the console answers with one
 * port; either side looks at the exact origin and at the exact window. A frame that does not
 * answer is loaded again, ever more slowly.
 */
export class FrameLine {
  readonly iframe: HTMLIFrameElement;
  readonly #options: FrameLineOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #wasUp = false;

  constructor(options: FrameLineOptions) {
    this.#options = options;
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
    if (this.#failures === FAILURES_BEFORE_REPORT) this.#options.onUnreachable();
    this.#timer = setTimeout(this.#load, Math.min(1_000 * 2 ** this.#failures, LONGEST_WAIT_MS));
  };

  #hear = (event: MessageEvent): void => {
    const { mode, replayOrigin } = this.#options;
    if (event.origin !== replayOrigin) return;
    if (event.source !== this.iframe.contentWindow || event.data?.type !== READY) return;
    clearTimeout(this.#timer);
    this.#failures = 0;
    const { port1, port2 } = new MessageChannel();
    this.iframe.contentWindow?.postMessage({ type: PORT, mode }, replayOrigin, [port2]);
    const again = this.#wasUp;
    this.#wasUp = true;
    this.#options.onPort(port1, again);
  };
}
