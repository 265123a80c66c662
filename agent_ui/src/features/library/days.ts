import type { Session } from "../../wire/messages.gen";

/** The visits that began on one day of the reader's calendar. */
export interface Day {
  /** A time within the day. */
  at: number;
  visits: Session[];
}

/** Neighbours of the same day together; the order stays as it is. */
export function byDay(visits: readonly Session[]): Day[] {
  const days: Day[] = [];
  for (const visit of visits) {
    const last = days.at(-1);
    if (last && sameDay(last.at, visit.started_at)) last.visits.push(visit);
    else days.push({ at: visit.started_at, visits: [visit] });
  }
  return days;
}

function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
