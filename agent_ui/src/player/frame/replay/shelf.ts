import type { ErrorCode } from "../../port";
import type { SegmentMessage, SegmentName, SegmentRef } from "../../replayPort";
import { Fault } from "../fault";
import { readSegment, type SegmentLines } from "./lines";

/** Asked for at once; the rest waits its turn. */
const AT_ONCE = 2;

interface Place {
  segment: SegmentRef;
  state: "wanted" | "asked" | "held" | "failed" | "lost";
  lines: SegmentLines | null;
}

export interface ShelfEvents {
  ask(segment: SegmentName, sheets: string[]): void;
  /** It came, and is damaged. */
  onFault(code: ErrorCode): void;
}

/**
 * The segments that are needed now or next, and no others, so that a replay of any length takes the
 * memory of a few.
 */
export class Shelf {
  readonly #events: ShelfEvents;
  #places = new Map<string, Place>();
  #sheets = new Map<string, string>();

  constructor(events: ShelfEvents) {
    this.#events = events;
  }

  /** What is not named is given up. The order is that of need. */
  want(segments: readonly SegmentRef[]): void {
    const places = new Map<string, Place>();
    for (const segment of segments) {
      const key = keyOf(segment);
      const had = this.#places.get(key);
      places.set(key, had ? grown(had, segment) : { segment, state: "wanted", lines: null });
    }
    this.#places = places;
    const named = new Set(segments.flatMap(({ sheets }) => sheets));
    for (const sheet of this.#sheets.keys()) if (!named.has(sheet)) this.#sheets.delete(sheet);
    this.#ask();
  }

  /** Its lines, once they are here. */
  lines(segment: SegmentName): SegmentLines | null {
    return this.#places.get(keyOf(segment))?.lines ?? null;
  }

  hasFailed(segment: SegmentName): boolean {
    return this.#places.get(keyOf(segment))?.state === "failed";
  }

  /** What failed is asked for again, and what was lost: a server's trouble may have passed. */
  retry(): void {
    for (const place of this.#places.values()) {
      if (place.state === "failed" || place.state === "lost") place.state = "wanted";
    }
    this.#ask();
  }

  put({ bytes, sheets, ...name }: SegmentMessage): void {
    const place = this.#places.get(keyOf(name));
    if (place?.state !== "asked") return;
    for (const [hash, text] of sheets) this.#sheets.set(hash, text);
    const lines = this.#read(bytes, place.segment);
    const named = new Set([...place.segment.sheets, ...lines.lacking]);
    // It was sealed after the index was made, which knew of no style sheets apart from its records.
    const isWhole = named.size === place.segment.sheets.length;
    place.segment = { ...place.segment, sheets: [...named] };
    if (isWhole) place.lines = lines;
    place.state = isWhole ? "held" : "wanted";
    this.#ask();
  }

  fail(name: SegmentName): void {
    const place = this.#places.get(keyOf(name));
    if (place?.state === "asked") place.state = "failed";
    this.#ask();
  }

  /** It is not to be had: what is shown goes on without it. */
  lose(name: SegmentName): void {
    const place = this.#places.get(keyOf(name));
    if (place?.state === "asked") {
      // Of a segment that had come once, and grown, there is still what it was then.
      place.lines ??= lost(place.segment);
      place.state = "lost";
    }
    this.#ask();
  }

  #read(bytes: ArrayBuffer, segment: SegmentRef): SegmentLines {
    try {
      return readSegment(bytes, this.#sheets);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#events.onFault(error.code);
      return lost(segment);
    }
  }

  #ask(): void {
    const places = [...this.#places.values()];
    let free = AT_ONCE - places.filter(({ state }) => state === "asked").length;
    for (const place of places) {
      if (free <= 0) return;
      if (place.state !== "wanted") continue;
      free -= 1;
      place.state = "asked";
      const { page, epoch, seq, sheets } = place.segment;
      const lacking = sheets.filter((sheet) => !this.#sheets.has(sheet));
      this.#events.ask({ page, epoch, seq }, lacking);
    }
  }
}

/** An unfinished segment that has more in it now is asked for again; until then what there is serves. */
function grown(place: Place, segment: SegmentRef): Place {
  const { to_epoch, to_seq } = place.segment;
  const isSame = segment.to_epoch === to_epoch && segment.to_seq === to_seq;
  if (isSame || place.state === "asked") return place;
  return { segment, state: "wanted", lines: place.lines };
}

/** What cannot be read is missing, and what comes after it is shown all the same. */
function lost({ epoch, seq, to_seq, to_at, page, url }: SegmentRef): SegmentLines {
  const numbers = { epoch, from_seq: seq, to_seq };
  return {
    head: { line: "head", format: 1, session: "", page, offset_ms: 0, url },
    lines: [{ line: "missing", ...numbers, reason: "unreadable", recorded_at: to_at }],
    lacking: new Set(),
  };
}

export function keyOf({ page, epoch, seq }: SegmentName): string {
  return `${page} ${epoch} ${seq}`;
}
