import { createStore, type StoreApi } from "zustand/vanilla";
import type { Pages, Picture, Session, Wall, Watching } from "../wire/messages.gen";
import type { Link } from "./socket";

/** What the player says of itself; `waiting` before its first picture. */
export interface Playing {
  state: "waiting" | "live" | "behind" | "reconnecting" | "left" | "ended";
  /** From the change on the customer's page to its paint here; null until measured. */
  lagMs: number | null;
  /** Whether a picture of the pictured page is on screen. */
  shown: boolean;
  /** How often the server had to cut this watcher forward. */
  skips: number;
  /** The customer's viewport in CSS pixels, as the picture says. */
  viewport: { width: number; height: number } | null;
  /** Why there may be no picture, as the player names it. */
  error: string | null;
}

/** The one session on the stage. */
export interface Watched {
  id: string;
  /** The page the account manager chose to hold; null follows the page in use. */
  held: string | null;
  session: Session | null;
  pages: Watching["pages"];
  /** The page whose picture the server sends now. */
  pictured: string | null;
  /** Why the server refuses to show it, as a code of the protocol. */
  refused: string | null;
  playing: Playing;
}

export interface Live {
  link: Link;
  /** Since when the line is down, browser clock; null while it stands. */
  downSince: number | null;
  /** Add to the browser's clock to get the server's. */
  offsetMs: number;
  wall: "unknown" | "known";
  sessions: ReadonlyMap<string, Session>;
  watched: Watched | null;
}

export type LiveStore = StoreApi<Live>;

export const NOTHING_PLAYING: Playing = {
  state: "waiting",
  lagMs: null,
  shown: false,
  skips: 0,
  viewport: null,
  error: null,
};

const NOTHING: Live = {
  link: "connecting",
  downSince: null,
  offsetMs: 0,
  wall: "unknown",
  sessions: new Map(),
  watched: null,
};

export function createLiveStore(): LiveStore {
  return createStore(() => NOTHING);
}

export function forgetEverything(): Live {
  return NOTHING;
}

export function withLink(live: Live, link: Link, now: number): Partial<Live> {
  return { link, downSince: link === "down" ? (live.downSince ?? now) : null };
}

export function withWall(wall: Wall, now: number): Partial<Live> {
  const sessions = new Map<string, Session>();
  for (const session of wall.sessions) {
    if (session.state === "live") sessions.set(session.id, session);
  }
  return { wall: "known", sessions, offsetMs: wall.server_time - now };
}

/** An ended session leaves the wall; the watched one stays to say how it ended. */
export function withSession(live: Live, session: Session): Partial<Live> {
  const change: Partial<Live> = {};
  if (live.wall === "known") {
    const sessions = new Map(live.sessions);
    if (session.state === "live") sessions.set(session.id, session);
    else sessions.delete(session.id);
    change.sessions = sessions;
  }
  if (live.watched?.id === session.id) change.watched = { ...live.watched, session };
  return change;
}

/** A new session on the stage starts from what the wall already knows of it. */
export function withWatched(live: Live, id: string, held: string | null): Partial<Live> {
  if (live.watched?.id === id) return { watched: { ...live.watched, held, refused: null } };
  const session = live.sessions.get(id) ?? null;
  return {
    watched: {
      id,
      held,
      session,
      pages: session?.page ? [session.page] : [],
      pictured: null,
      refused: null,
      playing: NOTHING_PLAYING,
    },
  };
}

export function withWatching(live: Live, reply: Watching, now: number): Partial<Live> {
  if (live.watched?.id !== reply.session.id) return {};
  return {
    ...withSession(live, reply.session),
    offsetMs: reply.server_time - now,
    watched: { ...live.watched, session: reply.session, pages: reply.pages, refused: null },
  };
}

/** A held page that is gone cannot be held: the page in use is followed again. */
export function withPages(live: Live, { session, pages }: Pages): Partial<Live> {
  if (live.watched?.id !== session) return {};
  const held = live.watched.held;
  const stands = pages.some((page) => page.id === held && page.condition !== "left");
  return { watched: { ...live.watched, pages, held: stands ? held : null } };
}

/** A new picture begins; the last one of the same page stays until it is painted over. */
export function withPicture(live: Live, { session, page, why, waiting }: Picture): Partial<Live> {
  const { watched } = live;
  if (watched?.id !== session) return {};
  const { playing } = watched;
  const same = watched.pictured === page && !waiting;
  const change: Playing = {
    ...playing,
    state: same ? playing.state : "waiting",
    shown: same && playing.shown,
    lagMs: same ? playing.lagMs : null,
    skips: playing.skips + (why === "skip" ? 1 : 0),
    error: null,
  };
  return { watched: { ...watched, pictured: page, playing: change } };
}

export function withPlaying({ watched }: Live, change: Partial<Playing>): Partial<Live> {
  if (!watched) return {};
  return { watched: { ...watched, playing: { ...watched.playing, ...change } } };
}
