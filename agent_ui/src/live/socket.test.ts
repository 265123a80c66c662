import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeLine } from "./fakeLine.fixture";
import { ConsoleSocket, type Link } from "./socket";

let line: FakeLine;
let links: Link[];
let socket: ConsoleSocket;

beforeEach(() => {
  vi.useFakeTimers();
  line = new FakeLine();
  links = [];
  socket = new ConsoleSocket((link) => links.push(link), line.wireline);
  socket.open();
});

afterEach(() => vi.useRealTimers());

test("an answer arrives as the body of its ok", async () => {
  line.happen("connect");
  const wall = socket.ask("follow_wall", {});
  line.last("follow_wall").answer(null, { ok: { server_time: 5, sessions: [] } });
  await expect(wall).resolves.toEqual({ server_time: 5, sessions: [] });
});

test("a refusal keeps the code of the protocol", async () => {
  line.happen("connect");
  const watching = socket.ask("watch", { session: "s" });
  line.last("watch").answer(null, { error: { code: "too_many", message: "sixteen at most" } });
  await expect(watching).rejects.toMatchObject({ code: "too_many", message: "sixteen at most" });
});

test("an answer that does not come is a timeout, and the wait has a bound", async () => {
  line.happen("connect");
  const watching = socket.ask("watch", { session: "s" });
  expect(line.last("watch").withinMs).toBeLessThanOrEqual(10_000);
  line.last("watch").answer(new Error("operation has timed out"));
  await expect(watching).rejects.toMatchObject({ code: "timeout" });
});

test("an answer of another shape is a bad message, not a crash", async () => {
  line.happen("connect");
  const watching = socket.ask("watch", { session: "s" });
  line.last("watch").answer(null, undefined);
  await expect(watching).rejects.toMatchObject({ code: "bad_message" });
});

test("nothing is queued while the line is down", async () => {
  await expect(socket.ask("follow_wall", {})).rejects.toMatchObject({ code: "offline" });
  expect(line.asked).toEqual([]);
});

test("an unauthenticated refusal ends the attempts", () => {
  line.happen(
    "connect_error",
    Object.assign(new Error("no"), { data: { code: "unauthenticated" } }),
  );
  vi.advanceTimersByTime(60_000);
  expect(links.at(-1)).toBe("signed_out");
  expect(line.connects).toBe(1);
});

test("a server that hung up is called again, because the library does not", () => {
  line.happen("connect");
  line.happen("disconnect", "io server disconnect");
  expect(links.at(-1)).toBe("down");
  vi.advanceTimersByTime(10_000);
  expect(line.connects).toBe(2);
});

test("a busy service is asked again later, and not after signing out", () => {
  line.active = false;
  line.happen("connect_error", Object.assign(new Error("busy"), { data: { code: "busy" } }));
  vi.advanceTimersByTime(10_000);
  expect(line.connects).toBe(2);
  line.happen("connect_error", Object.assign(new Error("busy"), { data: { code: "busy" } }));
  socket.close();
  vi.advanceTimersByTime(60_000);
  expect(line.connects).toBe(2);
});

test("a handler that was taken off hears nothing more", () => {
  const heard = vi.fn();
  const off = socket.on("gap", heard);
  line.happen("gap", { session: "s" });
  off();
  line.happen("gap", { session: "s" });
  expect(heard).toHaveBeenCalledTimes(1);
});
