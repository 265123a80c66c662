import type { RecordedPage, Recording, Segment, Span } from "../wire/messages.gen";
import { type Shift, shiftsOf } from "./shifts";

/** Nothing done for longer than this is idle time, which a replay may skip. */
export const IDLE_MS = 3_000;
/** What was done last is seen out, and what is done next is seen to begin. */
const SEE_OUT_MS = 1_000;
const LEAD_IN_MS = 500;

/** Records that are lost for good; `to_at` is when the page is whole again, as far as is known. */
export interface RecordingGap extends Span {
  page: string;
  reason: string;
}

/**
 * A recording laid out in time, read off its index alone. All times are the server's, in
 * milliseconds; lists are in order of time.
 */
export interface Timeline {
  start: number;
  end: number;
  /** More is still being recorded. */
  isOpen: boolean;
  /** From when on which page was the one in use; the first begins at `start`. */
  shifts: Shift[];
  /** Spans in which the visitor did nothing for more than `IDLE_MS`, less lead-in and see-out. */
  idle: Span[];
  /** Spans in which the visitor did something, those of all pages joined. */
  activity: Span[];
  gaps: RecordingGap[];
}

/** Null for a recording in which there is nothing to see. */
export function timelineOf({ pages, segments }: Recording): Timeline | null {
  if (segments.length === 0) return null;
  const start = Math.min(...segments.map(({ from_at }) => from_at));
  const end = Math.max(...segments.map(({ to_at }) => to_at));
  const activity = joined(segments.flatMap(doings));
  return {
    start,
    end,
    isOpen: segments.some(({ is_open }) => is_open),
    shifts: shiftsOf(pages, segments),
    idle: pausesIn(activity, start, end),
    activity,
    gaps: segments.flatMap((segment) => gapsIn(segment, segments)),
  };
}

/** The page in use at a time. */
export function pageAt({ shifts }: Timeline, at: number): string {
  return (shifts.filter((shift) => shift.at <= at).at(-1) ?? shifts[0])?.page ?? "";
}

/** The pages whose picture can be shown at a time: tabs that were open then, oldest first. */
export function tabsAt({ pages, segments }: Recording, at: number): RecordedPage[] {
  return pages.filter(({ id, left_at }) => {
    if (left_at !== null && left_at < at) return false;
    return segments.some(({ page, from_at }) => page === id && from_at <= at);
  });
}

/** How busy the visitor was, from 0 to 1, in equal parts of the time from start to end. */
export function density({ start, end, activity }: Timeline, parts: number): number[] {
  const width = (end - start) / parts;
  if (width <= 0) return Array.from({ length: parts }, () => 0);
  const busy = new Float64Array(parts);
  for (const { from_at, to_at } of activity) {
    // A single click is an instant, and still something.
    const to = Math.max(to_at, from_at + SEE_OUT_MS);
    const last = Math.min(parts - 1, Math.floor((to - start) / width));
    for (let part = Math.max(0, Math.floor((from_at - start) / width)); part <= last; part++) {
      const begins = start + part * width;
      const share = Math.min(to, begins + width) - Math.max(from_at, begins);
      busy[part] = (busy[part] ?? 0) + Math.max(0, share) / width;
    }
  }
  return Array.from(busy, (share) => Math.min(1, share));
}

/** What a page coming, going or being turned to shows is worth seeing, too. */
function doings({ activity, moments, from_at, checkpoint, seq }: Segment): Span[] {
  const turns = moments.filter(({ kind }) => kind === "navigated" || kind === "shown");
  const opening = checkpoint && seq === 0 ? [{ from_at, to_at: from_at }] : [];
  return [...activity, ...turns.map(({ at }) => ({ from_at: at, to_at: at })), ...opening];
}

function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const { from_at, to_at } of [...spans].sort((a, b) => a.from_at - b.from_at)) {
    const last = whole.at(-1);
    if (last && from_at <= last.to_at) last.to_at = Math.max(last.to_at, to_at);
    else whole.push({ from_at, to_at });
  }
  return whole;
}

function pausesIn(activity: readonly Span[], start: number, end: number): Span[] {
  const pauses: Span[] = [];
  let from = start;
  for (const { from_at, to_at } of [...activity, { from_at: end + LEAD_IN_MS, to_at: end }]) {
    const to = from_at - LEAD_IN_MS;
    if (to - from > IDLE_MS) pauses.push({ from_at: from, to_at: to });
    from = Math.max(from, to_at + SEE_OUT_MS);
  }
  return pauses;
}

function gapsIn({ page, moments }: Segment, segments: readonly Segment[]): RecordingGap[] {
  return moments
    .filter(({ kind }) => kind === "gap")
    .map(({ at, reason }) => {
      const next = segments.find((other) => other.page === page && other.from_at >= at);
      return { page, reason, from_at: at, to_at: next?.from_at ?? at };
    });
}
