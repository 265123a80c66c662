import { expect, test } from "vitest";
import {
  createLiveStore,
  type Live,
  withLink,
  withPicture,
  withPlaying,
  withSession,
  withWall,
  withWatched,
} from "./liveStore";
import { aSession, maria } from "./sessions.fixture";

function live(...changes: ((live: Live) => Partial<Live>)[]): Live {
  const store = createLiveStore();
  for (const change of changes) store.setState(change);
  return store.getState();
}

const wall = (...sessions: ReturnType<typeof aSession>[]) =>
  withWall({ server_time: 0, sessions }, 0);

test("a change replaces the session and keeps the others", () => {
  const facts = live(
    () => wall(aSession(), maria({ id: "session-2" })),
    (now) => withSession(now, aSession({ doing: "typing" })),
  );
  expect(facts.sessions.get("session-1")?.doing).toBe("typing");
  expect(facts.sessions.size).toBe(2);
});

test("an ended session leaves the wall, and stays where it is watched", () => {
  const facts = live(
    () => wall(aSession()),
    (now) => withWatched(now, "session-1", null),
    (now) => withSession(now, aSession({ state: "ended", condition: "ended" })),
  );
  expect(facts.sessions.size).toBe(0);
  expect(facts.watched?.session?.state).toBe("ended");
});

test("a change before the wall is known does not make a wall of one", () => {
  const facts = live((now) => withSession(now, aSession()));
  expect(facts.sessions.size).toBe(0);
});

test("a new wall forgets who left while the line was down", () => {
  const facts = live(
    () => wall(aSession(), maria({ id: "session-2" })),
    () => wall(maria({ id: "session-2" })),
  );
  expect([...facts.sessions.keys()]).toEqual(["session-2"]);
});

test("opening a session from the wall knows who it is before any answer", () => {
  const facts = live(
    () => wall(maria()),
    (now) => withWatched(now, "session-1", null),
  );
  expect(facts.watched?.session?.customer?.name).toBe("Maria Muñoz");
  expect(facts.watched?.pages).toHaveLength(1);
});

test("the line is down since it first broke, however often it fails again", () => {
  const facts = live(
    (now) => withLink(now, "down", 100),
    (now) => withLink(now, "down", 900),
  );
  expect(facts.downSince).toBe(100);
  expect({ ...facts, ...withLink(facts, "up", 1_000) }.downSince).toBeNull();
});

const picture = { session: "session-1", page: "page-1", why: "join", waiting: false } as const;
const shown = [
  () => wall(aSession()),
  (now: Live) => withWatched(now, "session-1", null),
  (now: Live) => withPicture(now, picture),
  (now: Live) => withPlaying(now, { shown: true, state: "live", lagMs: 90 }),
];

test("the last picture stays on screen when the same page is sent anew", () => {
  const facts = live(...shown, (now) => withPicture(now, picture));
  expect(facts.watched?.playing.shown).toBe(true);
});

test("a picture of another page hides the one before until it is painted", () => {
  const facts = live(...shown, (now) =>
    withPicture(now, { ...picture, page: "page-2", why: "page" }),
  );
  expect(facts.watched?.playing).toMatchObject({ shown: false, state: "waiting", lagMs: null });
});

test("being cut forward is counted", () => {
  const facts = live(...shown, (now) => withPicture(now, { ...picture, why: "skip" }));
  expect(facts.watched?.playing).toMatchObject({ skips: 1, shown: true });
});
