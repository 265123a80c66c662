import type { Session } from "../wire/messages.gen";

/** When somebody was there last: a visit that nobody closed is over only half an hour later. */
export function endOf({ last_seen_at, last_activity_at }: Session): number {
  return Math.max(last_seen_at, last_activity_at);
}

/** How long it was, in ms. */
export function lengthOf(visit: Session): number {
  return endOf(visit) - visit.started_at;
}
