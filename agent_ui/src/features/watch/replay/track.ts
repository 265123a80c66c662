import { density, type RecordingGap, type Timeline } from "../../../player/timeline";
import type { RecordedPage, Recording, Segment, Span } from "../../../wire/messages.gen";

/** A point on the scrubber that has a name. */
export interface Tick {
  at: number;
  kind: "opened" | "navigated" | "paused" | "gap";
  page: string;
  title: string;
  url: string;
}

/** The scrubber's ground, from one end of the visit to the other; server clock, ms. */
export interface Track extends Span {
  /** How busy the customer was, 0 to 1, in equal parts of what is recorded. */
  busy: readonly number[];
  recorded: Span;
  gaps: readonly RecordingGap[];
  ticks: readonly Tick[];
}

const PARTS = 240;

/** `toAt` is where the visit stands: now while it goes on, else where its recording ends. */
export function trackOf(recording: Recording, timeline: Timeline, toAt: number): Track {
  return {
    from_at: Math.min(recording.session.started_at, timeline.start),
    to_at: Math.max(toAt, timeline.end),
    busy: density(timeline, PARTS),
    recorded: { from_at: timeline.start, to_at: timeline.end },
    gaps: timeline.gaps,
    ticks: ticksOf(recording),
  };
}

/** Where a moment is on the track, 0 to 1. */
export function shareOf({ from_at, to_at }: Span, at: number): number {
  if (to_at <= from_at) return 0;
  return Math.min(1, Math.max(0, (at - from_at) / (to_at - from_at)));
}

/** The moment at a place on the track, 0 to 1. */
export function momentAt({ from_at, to_at }: Span, share: number): number {
  return Math.round(from_at + Math.min(1, Math.max(0, share)) * (to_at - from_at));
}

/** Pages opening and changing, pauses and gaps, in the order of their time. */
export function ticksOf({ pages, segments }: Recording): Tick[] {
  const ticks = pages.flatMap((page) =>
    ticksOfPage(
      page,
      segments.filter((segment) => segment.page === page.id),
    ),
  );
  return ticks.sort((a, b) => a.at - b.at);
}

function ticksOfPage({ id, title, opened_at }: RecordedPage, own: readonly Segment[]): Tick[] {
  const first = own[0];
  if (!first) return [];
  const at = Math.max(opened_at, first.from_at);
  let place: Tick = { at, kind: "opened", page: id, title: "", url: first.url };
  let before = "";
  const ticks = [place];
  for (const moment of own.flatMap(({ moments }) => moments)) {
    if (moment.kind === "navigated" && moment.url === place.url) {
      // Told with its address, a page may still have the title of the one before, or none yet.
      if (!place.title || place.title === before) place.title = moment.title;
    } else if (moment.kind === "navigated" || moment.kind === "paused" || moment.kind === "gap") {
      const tick = {
        page: id,
        kind: moment.kind,
        at: moment.at,
        title: moment.title,
        url: moment.url,
      };
      ticks.push(tick);
      if (tick.kind !== "navigated") continue;
      before = place.title;
      place = tick;
    }
  }
  // The title that is kept of the page is the one it had last.
  place.title ||= title;
  return ticks;
}

/** What a page was at a moment: its newest name and address up to then. */
export function placeAt(ticks: readonly Tick[], page: string, at: number): Tick | null {
  const named = ticks.filter((tick) => tick.page === page && isPlace(tick));
  return named.filter((tick) => tick.at <= at).at(-1) ?? named[0] ?? null;
}

/** It says where the customer was from then on. */
export function isPlace({ kind }: Tick): boolean {
  return kind === "opened" || kind === "navigated";
}

/** The tick to speak of at a moment: the nearest one within `reach` ms. */
export function tickNear(ticks: readonly Tick[], at: number, reach: number): Tick | null {
  let nearest: Tick | null = null;
  for (const tick of ticks) {
    const apart = Math.abs(tick.at - at);
    if (apart <= reach && (!nearest || apart < Math.abs(nearest.at - at))) nearest = tick;
  }
  return nearest;
}
