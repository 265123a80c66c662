import type { SegmentName } from "./replayPort";

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

const TRIES = 3;
const WAIT_MS = 500;

/** Fetches a segment together with its style sheets, and tries again where that fails. */
export class Loader {
  readonly #sources: Sources;
  readonly #waits = new Set<() => void>();
  #closed = false;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Null when it cannot be had. A sheet that cannot is left out: the page is shown without it. */
  async load({ page, epoch, seq }: SegmentName, sheets: readonly string[]): Promise<Loaded | null> {
    const [bytes, ...texts] = await Promise.all([
      this.#tried(() => this.#sources.segment(page, epoch, seq)),
      ...sheets.map((sheet) => this.#tried(() => this.#sources.sheet(sheet))),
    ]);
    if (!bytes) return null;
    const had = sheets.map((sheet, index): [string, string | null | undefined] => [
      sheet,
      texts[index],
    ]);
    return { bytes, sheets: had.filter((pair): pair is [string, string] => pair[1] != null) };
  }

  /** Nothing is tried again from now on. */
  close(): void {
    this.#closed = true;
    for (const end of this.#waits) end();
  }

  async #tried<T>(get: () => Promise<T>): Promise<T | null> {
    for (let tries = 1; !this.#closed; tries++) {
      try {
        return await get();
      } catch {
        if (tries === TRIES) break;
        await this.#wait(WAIT_MS * 2 ** (tries - 1));
      }
    }
    return null;
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
