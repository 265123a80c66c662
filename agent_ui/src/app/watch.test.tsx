import { fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { aPage, aSession, ended, maria } from "../live/sessions.fixture";
import type { Session, SessionDetail } from "../wire/messages.gen";
import { closeConsole, happen, openConsole } from "./harness.fixture";

afterEach(closeConsole);

const TWO = [aPage(), aPage({ id: "page-2", title: "Jackets", in_use: false, opened_at: 500 })];

function detail(session: Session, pages = [aPage()]): Map<string, SessionDetail> {
  return new Map([[session.id, { session, pages }]]);
}

/** A session on screen, with its first picture unless `picture` is false. */
async function watch(session = maria(), picture = true) {
  const opened = await openConsole(`/sessions/${session.id}`, { details: detail(session) });
  await opened.connect();
  await opened.watching(session, TWO);
  if (picture) {
    await opened.hear("picture", {
      session: session.id,
      page: "page-1",
      why: "join",
      waiting: false,
    });
    await happen(() => {
      opened.player().onState({ state: "live", picture: true });
      opened.player().onShown({ page: "page-1", lagMs: 84 });
    });
  }
  return opened;
}

const pill = () => document.querySelector("main > header [role=status]")?.textContent;
const press = (key: string) =>
  happen(() => fireEvent.keyDown(document.documentElement, { key, code: key }));

test("the session is watched at once, without waiting for what HTTP has to say", async () => {
  const opened = await openConsole("/sessions/session-1");
  await opened.connect();
  expect(opened.line.last("watch").body).toEqual({
    session: "session-1",
    mode: "full",
    page: null,
  });
});

test("until the first picture there is a blank page, and then the lag is told", async () => {
  const opened = await watch(maria(), false);
  expect(pill()).toBe("Connecting");
  expect(screen.getByRole("status", { name: "Waiting for the first picture" })).toBeTruthy();
  await opened.hear("picture", {
    session: "session-1",
    page: "page-1",
    why: "join",
    waiting: false,
  });
  await happen(() => opened.player().onShown({ page: "page-1", lagMs: 84 }));
  expect(pill()).toBe("Live");
  expect(screen.getByText("84 ms")).toBeTruthy();
  expect(screen.queryByRole("status", { name: "Waiting for the first picture" })).toBeNull();
});

test("the header says who and where", async () => {
  await watch();
  expect(screen.getByRole("heading", { level: 1, name: "Maria Muñoz" })).toBeTruthy();
  expect(screen.getAllByText("/cart").length).toBeGreaterThan(0);
  expect(document.title).toBe("Maria Muñoz · Cobrowse");
});

test("the customer's pause is said with the customer's name", async () => {
  const { hear } = await watch();
  await hear("session_changed", maria({ condition: "paused" }));
  expect(screen.getByText("Maria paused sharing")).toBeTruthy();
  await hear("session_changed", maria());
  expect(screen.queryByText("Maria paused sharing")).toBeNull();
});

test("somebody anonymous is not called by a made-up name", async () => {
  const { hear } = await watch(aSession());
  await hear("session_changed", aSession({ condition: "paused" }));
  expect(screen.getByText("The visitor paused sharing")).toBeTruthy();
});

test("a player that falls behind is told, and a browser that stopped answering too", async () => {
  const { player, hear } = await watch();
  await happen(() => player().onState({ state: "behind", picture: true }));
  expect(pill()).toBe("Behind");
  await hear("session_changed", maria({ condition: "disconnected" }));
  expect(pill()).toBe("Connection lost");
});

test("the end is said, and it stays the end", async () => {
  const { hear } = await watch();
  const over = ended({ page: null });
  await hear("session_changed", over);
  expect(screen.getByText("This visit is over")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Replay from the start" })).toBeTruthy();
  expect(screen.getByRole("tab", { name: /Your cart/ })).toBeTruthy();
  expect(pill()).toBe("Ended");
});

test("a session that never was is said not to be", async () => {
  const opened = await openConsole("/sessions/nobody");
  await opened.connect();
  await happen(() => undefined);
  expect(screen.getByRole("heading", { name: "No such session" })).toBeTruthy();
});

test("a cut line keeps the picture, and watches again when it heals", async () => {
  const { line, connect, happen: then } = await watch();
  await then(() => line.happen("disconnect", "transport close"));
  expect(pill()).toBe("Reconnecting");
  line.asked.length = 0;
  await connect();
  expect(line.names()[0]).toBe("watch");
});

test("picking a tab holds it, and Follow goes back to the one in use", async () => {
  const { line } = await watch();
  const follow = screen.getByRole("button", { name: "Following" });
  expect(follow.getAttribute("aria-pressed")).toBe("true");
  await happen(() => fireEvent.click(screen.getByRole("tab", { name: /Jackets/ })));
  expect(line.last("watch").body).toMatchObject({ page: "page-2" });
  expect(screen.getByRole("tab", { name: /Jackets/ }).getAttribute("aria-selected")).toBe("true");
  await happen(() => fireEvent.click(screen.getByRole("button", { name: "Follow" })));
  expect(line.last("watch").body).toMatchObject({ page: null });
});

test("the numbers hold tabs, zero follows, and Escape goes back to the wall", async () => {
  const { line, path } = await watch();
  await press("1");
  expect(line.last("watch").body).toMatchObject({ page: "page-2" });
  await press("0");
  expect(line.last("watch").body).toMatchObject({ page: null });
  await press("Escape");
  await happen(() => undefined);
  expect(path()).toBe("/wall");
  expect(line.last("unwatch").body).toEqual({ session: "session-1" });
});

test("a player that does not load says so instead of waiting for ever", async () => {
  const { player } = await watch(maria(), false);
  await happen(() => player().onError("frame_unreachable"));
  expect(screen.getByText("The picture cannot be shown")).toBeTruthy();
});

test("a player that lost its place gets a fresh picture", async () => {
  const { player, line } = await watch();
  line.asked.length = 0;
  await happen(() => player().onNeed());
  expect(line.names()).toEqual(["watch"]);
});
