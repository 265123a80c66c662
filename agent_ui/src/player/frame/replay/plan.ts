import type { RecordingMessage, SegmentRef } from "../../replayPort";
import { pageAt, type Timeline } from "../../timeline";

/** Farther back than this no checkpoint is looked for; a page makes one at least each minute. */
const LONGEST_CHAIN = 64;

/** How a replay goes through a recording. */
export interface Way {
  /** The page that is kept on the screen; null follows the visitor. */
  held: string | null;
  skipIdle: boolean;
}

/** What is to be shown when, and what must be there for it. Pure; times are the server's. */
export class Plan {
  readonly timeline: Timeline;
  readonly siteKey: string;
  readonly #ofPage = new Map<string, SegmentRef[]>();

  constructor({ timeline, siteKey, segments }: RecordingMessage) {
    this.timeline = timeline;
    this.siteKey = siteKey;
    const inOrder = [...segments].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
    for (const segment of inOrder) {
      const own = this.#ofPage.get(segment.page);
      if (own) own.push(segment);
      else this.#ofPage.set(segment.page, [segment]);
    }
  }

  page(at: number, { held }: Way): string {
    return held ?? pageAt(this.timeline, at);
  }

  /** The end of an idle span that is to be skipped at this time, or the time itself. */
  landing(at: number, { skipIdle }: Way): number {
    if (!skipIdle) return at;
    const idle = this.timeline.idle.find(({ from_at, to_at }) => from_at <= at && at < to_at);
    return idle?.to_at ?? at;
  }

  /** When, after a time, something else begins than that the same page goes on. */
  border(at: number, { held, skipIdle }: Way): number {
    const { shifts, idle, end } = this.timeline;
    const shift = held === null ? shifts.find((next) => next.at > at)?.at : undefined;
    const pause = skipIdle ? idle.find((next) => next.from_at > at)?.from_at : undefined;
    return Math.min(end, shift ?? end, pause ?? end);
  }

  /** The segments that make up the picture of a page at a time: from a checkpoint up to then. */
  chain(page: string, at: number): SegmentRef[] {
    const own = this.#ofPage.get(page) ?? [];
    const chain: SegmentRef[] = [];
    const later = own.findIndex(({ from_at }) => from_at > at);
    // Before its first picture a page is shown as it will begin.
    let index = later < 0 ? own.length - 1 : Math.max(0, later - 1);
    for (; index >= 0 && chain.length < LONGEST_CHAIN; index--) {
      const segment = own[index];
      if (!segment) break;
      chain.unshift(segment);
      if (segment.checkpoint) break;
    }
    return chain;
  }

  after(segment: SegmentRef): SegmentRef | null {
    const own = this.#ofPage.get(segment.page) ?? [];
    return own.find((other) => isBehind(other, segment)) ?? null;
  }

  /** What will be needed behind the segment that is being shown. */
  upcoming(current: SegmentRef, at: number, way: Way): SegmentRef[] {
    const border = this.border(at, way);
    const next = this.after(current);
    if (next && next.from_at <= border) return [next];
    const there = this.landing(border, way);
    const chain = this.chain(this.page(there, way), there);
    const goal = chain.at(-1);
    if (goal && (goal.page !== current.page || isBehind(goal, current))) return chain;
    return next ? [next] : [];
  }
}

/** Whether a segment comes later in the stream of its page than another. */
export function isBehind(one: SegmentRef, other: SegmentRef): boolean {
  return one.epoch > other.epoch || (one.epoch === other.epoch && one.seq > other.seq);
}
