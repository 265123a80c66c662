import type { Session } from "../wire/messages.gen";

/** When a visit that is over ended; where that was not told, when it was heard of last. */
export function endOf({ ended_at, last_activity_at }: Session): number {
  return ended_at ?? last_activity_at;
}

/** How long it was, in ms. */
export function lengthOf(visit: Session): number {
  return endOf(visit) - visit.started_at;
}
