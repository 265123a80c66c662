import type { Missing } from "../../../wire/messages.gen";
import type { SegmentRef } from "../../replayPort";
import type { Times } from "../stream";
import type { RunLine, SegmentLines } from "./lines";
import { PageTime } from "./pagetime";

/** A line that has its place in time. */
export type Timed =
  | { kind: "run"; run: RunLine; times: Times }
  | { kind: "missing"; missing: Missing; times: { from: number } };

/** Segments of one page put one behind the other, read once from front to back. */
export class Reel {
  readonly page: string;
  /** The segment threaded last. */
  last: SegmentRef | null = null;
  #lines: Timed[] = [];
  #next = 0;
  #epoch = -1;
  #seq = -1;

  constructor(page: string) {
    this.page = page;
  }

  /** What was had already is left out, so that a segment that has grown may come again. */
  thread(segment: SegmentRef, { head, lines }: Omit<SegmentLines, "lacking">): void {
    this.#lines = this.#lines.slice(this.#next);
    this.#next = 0;
    this.last = segment;
    const time = new PageTime(head.offset_ms, segment.from_at);
    for (const line of lines) {
      const timed = inTime(line, time);
      const [from, to] =
        line.line === "run" ? [line.seq, line.seq + line.parts - 1] : [line.from_seq, line.to_seq];
      if (line.epoch < this.#epoch || (line.epoch === this.#epoch && from <= this.#seq)) continue;
      this.#epoch = line.epoch;
      this.#seq = to;
      this.#lines.push(timed);
    }
  }

  /** The next line. */
  get next(): Timed | null {
    return this.#lines[this.#next] ?? null;
  }

  /** It is taken: the one behind it is next. */
  pass(): void {
    this.#next += 1;
  }
}

function inTime(line: RunLine | Missing, time: PageTime): Timed {
  return line.line === "run"
    ? { kind: "run", run: line, times: time.run(line.t0, line.t1, line.received_at) }
    : { kind: "missing", missing: line, times: { from: time.newest } };
}
