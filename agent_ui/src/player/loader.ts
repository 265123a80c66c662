import type { SegmentName } from "./replayPort";

/** Thrown by a source whose service answers, and has not got what it is asked for, or not whole. */
export class Lost extends Error {}

export interface Sources {
  /** The JSON lines of a segment. */
  segment(page: string, epoch: number, seq: number): Promise<ArrayBuffer>;
  /** The text of a style sheet that a segment names. */
  sheet(sha256: string): Promise<string>;
}

export interface Loaded {
  bytes: ArrayBuffer;
  sheets: [string, string][];
}

export type Failure = "lost" | "unreachable";

const TRIES = 3;
const WAIT_MS = 500;

/** Fetches a segment together with its style sheets, and tries again where that fails. */
export class Loader {
  readonly #sources: Sources;
  readonly #waits = new Set<() => void>();
  /** On their way, for all segments that name them. */
  readonly #sheets = new Map<string, Promise<string | null>>();
  #closed = false;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** A sheet that cannot be had is left out: the page is shown without it. */
  async load(
    { page, epoch, seq }: SegmentName,
    sheets: readonly string[],
  ): Promise<Loaded | Failure> {
    const [segment, ...texts] = await Promise.all([
      this.#tried(() => this.#sources.segment(page, epoch, seq)),
      ...sheets.map((sheet) => this.#sheet(sheet)),
    ]);
    if (typeof segment === "string") return segment;
    const had = sheets.map((sheet, index) => [sheet, texts[index]]);
    return {
      bytes: segment.got,
      sheets: had.filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    };
  }

  /** Nothing is tried again from now on. */
  close(): void {
    this.#closed = true;
    for (const end of this.#waits) end();
  }

  #sheet(sha256: string): Promise<string | null> {
    const coming = this.#sheets.get(sha256);
    if (coming) return coming;
    const asked = this.#tried(() => this.#sources.sheet(sha256)).then((sheet) => {
      this.#sheets.delete(sha256);
      return typeof sheet === "string" ? null : sheet.got;
    });
    this.#sheets.set(sha256, asked);
    return asked;
  }

  async #tried<T>(get: () => Promise<T>): Promise<{ got: T } | Failure> {
    for (let tries = 1; !this.#closed; tries++) {
      try {
        return { got: await get() };
      } catch (error) {
        if (tries === TRIES) return error instanceof Lost ? "lost" : "unreachable";
        await this.#wait(WAIT_MS * 2 ** (tries - 1));
      }
    }
    return "unreachable";
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waits.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#waits.add(end);
    });
  }
}
