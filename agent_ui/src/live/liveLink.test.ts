import { beforeEach, expect, test, vi } from "vitest";
import { FakeLine } from "./fakeLine.fixture";
import { LiveLink, type Screen } from "./liveLink";
import { createLiveStore, type LiveStore } from "./liveStore";
import { aPage, aSession } from "./sessions.fixture";
import { ConsoleSocket } from "./socket";

let line: FakeLine;
let store: LiveStore;
let link: LiveLink;
let screen: { [K in keyof Screen]: ReturnType<typeof vi.fn> };

beforeEach(() => {
  line = new FakeLine();
  store = createLiveStore();
  link = new LiveLink(store, () => 1_000);
  link.use(new ConsoleSocket((state) => link.link(state), line.wireline));
  screen = { picture: vi.fn(), batch: vi.fn(), gap: vi.fn() };
  link.attach(screen as unknown as Screen);
  link.open();
});

const settle = () => new Promise((resolve) => setTimeout(resolve));

function watching(session = aSession()) {
  return { ok: { server_time: 1_250, session, pages: session.page ? [session.page] : [] } };
}

test("the wall is followed as soon as the line stands, and its clock is taken over", async () => {
  link.followWall();
  expect(line.asked).toEqual([]);
  line.happen("connect");
  line.last("follow_wall").answer(null, { ok: { server_time: 1_400, sessions: [aSession()] } });
  await settle();
  expect(store.getState().wall).toBe("known");
  expect(store.getState().offsetMs).toBe(400);
  expect([...store.getState().sessions.keys()]).toEqual(["session-1"]);
});

test("after a reconnect the watched session comes first, then the wall", async () => {
  link.followWall();
  line.happen("connect");
  link.watch("session-1", "page-2");
  line.happen("disconnect", "transport close");
  line.asked.length = 0;
  line.happen("connect");
  expect(line.names()).toEqual(["watch", "follow_wall"]);
  expect(line.last("watch").body).toEqual({ session: "session-1", mode: "full", page: "page-2" });
});

test("what was left is not asked for again", () => {
  const unfollow = link.followWall();
  line.happen("connect");
  link.watch("session-1");
  link.unwatch();
  unfollow();
  line.happen("disconnect", "transport close");
  line.asked.length = 0;
  line.happen("connect");
  expect(line.asked).toEqual([]);
});

test("a watch without a screen waits for the screen, so that no picture is lost", () => {
  const other = new LiveLink(store, () => 0);
  other.use(new ConsoleSocket((state) => other.link(state), line.wireline));
  line.happen("connect");
  other.watch("session-1");
  expect(line.names()).not.toContain("watch");
  other.attach(screen as unknown as Screen);
  expect(line.names()).toContain("watch");
});

test("pictures and batches of another session never reach the screen", async () => {
  line.happen("connect");
  link.watch("session-1");
  line.last("watch").answer(null, watching());
  await settle();
  line.happen("picture", { session: "session-2", page: "p", why: "join", waiting: false });
  line.happen("batch", { session: "session-2", offset_ms: 0, batch: {} });
  line.happen("gap", { session: "session-2", page: "p" });
  expect(screen.picture).not.toHaveBeenCalled();
  expect(screen.batch).not.toHaveBeenCalled();
  expect(screen.gap).not.toHaveBeenCalled();
  line.happen("picture", { session: "session-1", page: "page-1", why: "join", waiting: false });
  expect(screen.picture).toHaveBeenCalledWith(expect.anything(), "shop");
  expect(store.getState().watched?.pictured).toBe("page-1");
});

test("a late answer about the session before changes nothing of the one on screen", async () => {
  line.happen("connect");
  link.watch("session-1");
  const late = line.last("watch");
  link.watch("session-2");
  late.answer(null, watching());
  await settle();
  expect(store.getState().watched).toMatchObject({ id: "session-2", session: null });
});

test("a refusal that stays is told by its code", async () => {
  line.happen("connect");
  link.watch("session-1");
  line.last("watch").answer(null, { error: { code: "not_found", message: "gone" } });
  await settle();
  expect(store.getState().watched?.refused).toBe("not_found");
});

test("a refusal that passes is asked again", async () => {
  vi.useFakeTimers();
  line.happen("connect");
  link.watch("session-1");
  line.last("watch").answer(null, { error: { code: "busy", message: "later" } });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(line.names().filter((name) => name === "watch")).toHaveLength(2);
  expect(store.getState().watched?.refused).toBeNull();
  vi.useRealTimers();
});

test("a held page that closed is let go, and the page in use is followed", async () => {
  line.happen("connect");
  link.watch("session-1", "page-2");
  line.happen("pages", {
    session: "session-1",
    pages: [aPage(), aPage({ id: "page-2", condition: "left", in_use: false })],
  });
  expect(store.getState().watched?.held).toBeNull();
  expect(line.last("watch").body).toMatchObject({ page: null });
});

test("a held page that the server no longer knows is let go as well", async () => {
  line.happen("connect");
  link.watch("session-1", "page-2");
  line.last("watch").answer(null, { error: { code: "not_found", message: "no such page" } });
  await settle();
  expect(line.last("watch").body).toMatchObject({ page: null });
  expect(store.getState().watched).toMatchObject({ held: null, refused: null });
});

test("entering the same session again keeps the held page and asks for nothing", () => {
  line.happen("connect");
  link.enter("session-1");
  link.watch("session-1", "page-2");
  line.asked.length = 0;
  link.enter("session-1");
  expect(line.asked).toEqual([]);
  expect(store.getState().watched?.held).toBe("page-2");
});

test("signing out leaves nothing of anybody behind", () => {
  link.followWall();
  line.happen("connect");
  link.watch("session-1");
  link.close();
  expect(store.getState()).toMatchObject({ watched: null, wall: "unknown" });
  expect(store.getState().sessions.size).toBe(0);
});
