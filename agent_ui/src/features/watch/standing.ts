import type { Live, Watched } from "../../live/liveStore";
import type { PageRef, Session } from "../../wire/messages.gen";

/** How the view of a session stands; each has its own word in the pill and its own cover, or none. */
export type Standing =
  | "not_found"
  | "forbidden"
  | "unavailable"
  | "waiting"
  | "live"
  | "behind"
  | "reconnecting"
  | "paused"
  | "lost"
  | "left"
  | "ended"
  /** Looking back, at a visit that goes on or at one that is over. */
  | "replay";

interface Facts {
  link: Live["link"];
  watched: Watched | null;
  session: Session | null;
  /** The code with which HTTP refused the session, if it did. */
  detailRefused: string | null;
  /** HTTP has not answered yet; it alone knows sessions that are over. */
  detailPending: boolean;
}

/** Who knows it best decides: the server on the session, then our line, then the customer's side, then the player. */
export function standingOf(facts: Facts): Standing {
  const { link, watched, session, detailRefused, detailPending } = facts;
  if (session?.state === "ended") return "ended";
  const refused = watched?.refused ?? null;
  if (detailRefused === "not_found") return "not_found";
  if (refused === "not_found" && !session && !detailPending) return "not_found";
  if (!detailPending && (refused ?? detailRefused) === "forbidden") return "forbidden";
  if (!session || !watched) return "waiting";
  if (link !== "up" && watched.playing.shown) return "reconnecting";
  if (watched.playing.error === "frame_unreachable" || refused) return "unavailable";
  const condition = shownPage(watched)?.condition ?? session.condition;
  if (condition === "paused" || session.condition === "paused") return "paused";
  if (session.condition === "disconnected") return "lost";
  if (session.condition === "left" || condition === "left") return "left";
  if (!watched.playing.shown) return "waiting";
  return watched.playing.state === "behind" ? "behind" : "live";
}

/** The page whose picture is sent, or will be. */
export function shownPage(watched: Watched): PageRef | null {
  const { pages, pictured, held } = watched;
  return (
    pages.find((page) => page.id === pictured) ??
    pages.find((page) => page.id === held) ??
    pages.find((page) => page.in_use) ??
    null
  );
}

/** The pages there is a tab for: open ones, oldest first, and a held one even when it is gone. */
export function openPages(watched: Watched): PageRef[] {
  return watched.pages
    .filter((page) => isOpen(page) || page.id === watched.held)
    .sort((a, b) => a.opened_at - b.opened_at || (a.id < b.id ? -1 : 1));
}

export function isOpen({ condition }: PageRef): boolean {
  return condition !== "left" && condition !== "ended";
}

/** Pages of the visit so far, newest first; what is live knows better than what was asked before. */
export function journeyOf(stored: readonly PageRef[], live: readonly PageRef[]): PageRef[] {
  const pages = new Map(stored.map((page) => [page.id, page]));
  for (const page of live) pages.set(page.id, page);
  return [...pages.values()].sort((a, b) => b.opened_at - a.opened_at || (a.id < b.id ? 1 : -1));
}
