import type { PageRef, Session } from "../wire/messages.gen";

/** A page and a session for tests, whole and valid; what a test is about is given on top. */
export function aPage(over: Partial<PageRef> = {}): PageRef {
  return {
    id: "page-1",
    url: "https://shop.example.test/cart",
    title: "Your cart",
    condition: "live",
    opened_at: 1_000,
    in_use: true,
    width: 1440,
    height: 900,
    ...over,
  };
}

export function aSession(over: Partial<Session> = {}): Session {
  return {
    id: "session-1",
    state: "live",
    condition: "live",
    doing: "viewing",
    site: { key: "shop", name: "The shop" },
    visitor: { id: "visitor-1", label: "calm-heron" },
    customer: null,
    page: aPage(),
    pages: 1,
    started_at: 1_000,
    last_activity_at: 2_000,
    last_seen_at: 2_000,
    trouble: { score: 0, level: "calm", reasons: [] },
    ended_at: null,
    watchers: [],
    ...over,
  };
}

export function maria(over: Partial<Session> = {}): Session {
  const customer = { id: "maria", name: "Maria Muñoz", tier: "platinum", verified: true };
  return aSession({ customer, ...over });
}

/** Her visit when it is over: it was a minute long. */
export function ended(over: Partial<Session> = {}): Session {
  return maria({
    state: "ended",
    condition: "ended",
    last_seen_at: 61_000,
    ended_at: 61_000,
    ...over,
  });
}
