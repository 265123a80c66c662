import type { Session } from "../../wire/messages.gen";

/** One line of the wall. `leaving`: the visit is over, and the line stays only to keep its place. */
export interface Row {
  session: Session;
  leaving: boolean;
}

const TROUBLE: Readonly<Record<Session["trouble"]["level"], number>> = {
  calm: 0,
  watch: 1,
  alert: 2,
  high: 3,
  critical: 4,
};

const STANDING: Readonly<Record<Session["condition"], number>> = {
  live: 0,
  idle: 1,
  hidden: 2,
  paused: 3,
  disconnected: 4,
  left: 5,
  ended: 5,
};

/**
 * Trouble first, then who is active, then who came last. Nothing that changes by the second (the
 * last activity) takes part: a wall that reshuffles all the time cannot be read.
 */
function compareSessions(a: Session, b: Session): number {
  return (
    TROUBLE[b.trouble.level] - TROUBLE[a.trouble.level] ||
    STANDING[a.condition] - STANDING[b.condition] ||
    b.started_at - a.started_at ||
    (a.id < b.id ? -1 : 1)
  );
}

/**
 * The rows to show next. While `held` (the pointer or the keyboard is among them) every row keeps
 * its place, ended ones included, and new ones join at the end.
 */
export function arrange(
  before: readonly Row[],
  sessions: ReadonlyMap<string, Session>,
  held: boolean,
): readonly Row[] {
  const fresh = [...sessions.values()].sort(compareSessions);
  const sorted = fresh.map((session) => ({ session, leaving: false }));
  if (!held) return sorted;
  const placed = new Set(before.map((row) => row.session.id));
  const kept = before.map((row) => {
    const session = sessions.get(row.session.id);
    return session ? { session, leaving: false } : { session: row.session, leaving: true };
  });
  return [...kept, ...sorted.filter((row) => !placed.has(row.session.id))];
}
