import { expect, test } from "vitest";
import { NOTHING_PLAYING, type Watched } from "../../live/liveStore";
import { aPage, aSession } from "../../live/sessions.fixture";
import { journeyOf, openPages, shownPage, standingOf } from "./standing";

function watched(over: Partial<Watched> = {}): Watched {
  const session = aSession();
  const playing = { ...NOTHING_PLAYING, state: "live" as const, shown: true };
  return {
    id: session.id,
    held: null,
    session,
    pages: [aPage()],
    pictured: "page-1",
    refused: null,
    playing,
    ...over,
  };
}

const facts = {
  link: "up" as const,
  watched: watched(),
  session: aSession(),
  detailRefused: null,
  detailPending: false,
};

test("a picture on a standing line is live", () => {
  expect(standingOf(facts)).toBe("live");
});

test("the end of the session outweighs everything, a cut line included", () => {
  const session = aSession({ state: "ended", condition: "ended" });
  expect(standingOf({ ...facts, link: "down", session })).toBe("ended");
});

test("our own cut line outweighs what was last known of the customer", () => {
  const session = aSession({ condition: "disconnected" });
  expect(standingOf({ ...facts, link: "down", session })).toBe("reconnecting");
});

test("a refused watch is not a missing session until HTTP has answered as well", () => {
  const refused = { ...facts, session: null, watched: watched({ refused: "not_found" }) };
  expect(standingOf({ ...refused, detailPending: true })).toBe("waiting");
  expect(standingOf(refused)).toBe("not_found");
});

test("the shown page may have been left while the session goes on in another", () => {
  const pages = [aPage({ condition: "left" }), aPage({ id: "page-2" })];
  expect(standingOf({ ...facts, watched: watched({ pages }) })).toBe("left");
});

test("before any picture, the page in use is the one to wait for", () => {
  const pages = [aPage({ id: "a", in_use: false }), aPage({ id: "b" })];
  expect(shownPage(watched({ pages, pictured: null }))?.id).toBe("b");
});

test("tabs are the open pages, oldest first, and a held one that closed", () => {
  const pages = [
    aPage({ id: "new", opened_at: 3 }),
    aPage({ id: "old", opened_at: 1 }),
    aPage({ id: "gone", opened_at: 2, condition: "left" }),
  ];
  expect(openPages(watched({ pages })).map((page) => page.id)).toEqual(["old", "new"]);
  const held = openPages(watched({ pages, held: "gone" })).map((page) => page.id);
  expect(held).toEqual(["old", "gone", "new"]);
});

test("the journey is what was stored, corrected by what is live, newest first", () => {
  const stored = [aPage({ id: "1", opened_at: 1 }), aPage({ id: "2", opened_at: 2, title: "Old" })];
  const live = [aPage({ id: "2", opened_at: 2, title: "New" }), aPage({ id: "3", opened_at: 3 })];
  const journey = journeyOf(stored, live);
  expect(journey.map((page) => page.id)).toEqual(["3", "2", "1"]);
  expect(journey[1]?.title).toBe("New");
});
