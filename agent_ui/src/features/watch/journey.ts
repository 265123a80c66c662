import type { PageRef } from "../../wire/messages.gen";
import { isPlace, type Tick } from "./replay/track";
import { isOpen } from "./standing";

/** One stop of the way through a visit. */
export interface Stop extends Tick {
  /** Its page is still there. */
  open: boolean;
}

/**
 * The way so far, in the order of its time: what the index names, and pages that are newer than it
 * or of which there is no recording.
 */
export function stopsOf(ticks: readonly Tick[], pages: readonly PageRef[], live: boolean): Stop[] {
  const open = new Set(pages.filter((page) => live && isOpen(page)).map((page) => page.id));
  const known = new Set(ticks.map((tick) => tick.page));
  const newer = pages.filter((page) => !known.has(page.id)).map(tickOf);
  return [...ticks, ...newer]
    .map((tick) => ({ ...tick, open: open.has(tick.page) }))
    .sort((a, b) => a.at - b.at || (a.page < b.page ? -1 : 1));
}

/** The stop one is at: the newest of the shown page up to a moment, in whatever order they are. */
export function stopAt(stops: readonly Stop[], page: string | null, at: number): Stop | null {
  let newest: Stop | null = null;
  for (const stop of stops) {
    if (stop.page !== page || !isPlace(stop) || stop.at > at) continue;
    if (!newest || stop.at >= newest.at) newest = stop;
  }
  return newest ?? stops.find((stop) => stop.page === page) ?? null;
}

function tickOf({ id, title, url, opened_at }: PageRef): Tick {
  return { at: opened_at, kind: "opened", page: id, title, url };
}
