import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, WELCOME } from "../testing/socket";
import type { Batch, Hello } from "../wire/messages.gen";
import { createLink, type Failure, type Link, type LinkEvents } from "./link";

let link: Link;
let heard: [string, unknown][];
let batches: Batch[];

function listener(): LinkEvents {
  const hear = (name: string) => (body?: unknown) => heard.push([name, body]);
  const names = ["welcome", "ack", "cadence", "checkpoint", "reject", "watched", "end", "refused"];
  const heardOf = Object.fromEntries(names.map((name) => [name, hear(name)]));
  return { ...heardOf, beat() {} } as unknown as LinkEvents;
}

const names = () => heard.map(([name]) => name);
const batch = (seq: number) => ({ page: "p", epoch: 0, seq }) as Batch;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(Math, "random").mockReturnValue(1);
  FakeSocket.all = [];
  heard = [];
  batches = [];
  const hello = () => ({ protocol: 1, page: "p" }) as Hello;
  link = createLink({ url: "wss://a.test/socket", hello, next: () => batches.shift() }, listener());
});

afterEach(() => {
  link.close();
  vi.useRealTimers();
});

function connected(): FakeSocket {
  link.open();
  FakeSocket.last.open();
  FakeSocket.last.event("welcome", WELCOME);
  return FakeSocket.last;
}

test("it says hello when the connection opens, and hears the welcome", () => {
  const socket = connected();
  expect(socket.url).toBe("wss://a.test/socket");
  expect(socket.packets[0]).toMatchObject({ type: 0, nsp: "/", data: { protocol: 1 } });
  expect(heard).toEqual([["welcome", WELCOME]]);
  expect(link.isUp()).toBe(true);
});

test("it answers pings", () => {
  const socket = connected();
  socket.text("2");
  expect(socket.texts).toContain("3");
});

test("it opens anew when the pings stop", () => {
  const socket = connected();
  vi.advanceTimersByTime(9_999);
  expect(socket.readyState).toBe(1);
  vi.advanceTimersByTime(1);
  expect(socket.readyState).toBe(3);
  vi.advanceTimersByTime(1_000);
  expect(FakeSocket.all).toHaveLength(2);
});

test("nothing is sent before the welcome, and batches after it in order", () => {
  batches = [batch(0), batch(1)];
  link.open();
  FakeSocket.last.open();
  link.pump();
  expect(FakeSocket.last.eventNames).toEqual([]);
  FakeSocket.last.event("welcome", WELCOME);
  expect(FakeSocket.last.packets.slice(1)).toMatchObject([
    { data: ["batch", { seq: 0 }] },
    { data: ["batch", { seq: 1 }] },
  ]);
});

test("batches wait while the browser has too much to send, and go on at the next sign of life", () => {
  const socket = connected();
  socket.bufferedAmount = 2 * 1024 * 1024;
  batches = [batch(0)];
  link.pump();
  expect(socket.eventNames).toEqual([]);
  socket.bufferedAmount = 0;
  socket.text("2");
  expect(socket.eventNames).toEqual(["batch"]);
});

test("what the server says is handed on; what we do not know is ignored", () => {
  const socket = connected();
  socket.event("ack", { page: "p", epoch: 0, seq: 1 });
  socket.event("tomorrow", {});
  socket.event("refused", {});
  expect(names()).toEqual(["welcome", "ack"]);
});

test("a frame that is not a packet changes nothing", () => {
  const socket = connected();
  socket.onmessage?.({ data: new Uint8Array([0xc1]).buffer });
  socket.event("ack", { page: "p", epoch: 0, seq: 1 });
  expect(names()).toEqual(["welcome", "ack"]);
});

test("it never gives up, and waits longer each time, half a minute at most", () => {
  link.open();
  const waits: number[] = [];
  for (let n = 0; n < 10; n++) {
    FakeSocket.last.drop();
    let waited = 0;
    const before = FakeSocket.all.length;
    while (FakeSocket.all.length === before) {
      vi.advanceTimersByTime(500);
      waited += 500;
    }
    waits.push(waited);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30, 30].map((seconds) => seconds * 1_000));
});

test("a server that welcomes and hangs up is called no faster than one that is away", () => {
  for (let n = 0; n < 5; n++) {
    link.open();
    FakeSocket.last.open();
    FakeSocket.last.event("welcome", WELCOME);
    FakeSocket.last.drop();
    vi.advanceTimersByTime(500 * 2 ** (n + 1));
  }
  const before = FakeSocket.all.length;
  FakeSocket.last.drop();
  vi.advanceTimersByTime(16_000);
  expect(FakeSocket.all).toHaveLength(before);
});

test("it tries at once when the browser is online again", () => {
  link.open();
  FakeSocket.last.drop();
  dispatchEvent(new Event("online"));
  expect(FakeSocket.all).toHaveLength(2);
});

test.each(["unknown_site", "origin_not_allowed", "unsupported", "consent_required"])(
  "a refusal with %s is final",
  (code) => {
    link.open();
    FakeSocket.last.open();
    FakeSocket.last.packet({ type: 4, data: { message: "no", data: { code, message: "no" } } });
    expect(heard).toEqual([["refused", { code, message: "no" }]]);
    vi.advanceTimersByTime(120_000);
    expect(FakeSocket.all).toHaveLength(1);
  },
);

test("a server that is busy is tried again", () => {
  link.open();
  FakeSocket.last.open();
  FakeSocket.last.packet({ type: 4, data: { message: "no", data: { code: "busy" } } });
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(FakeSocket.all).toHaveLength(2);
});

test("a question is asked again on the next connection until it is answered", () => {
  const answers: (Failure | null)[] = [];
  link.ask("identify", { token: "t" }, (failure) => answers.push(failure));
  const first = connected();
  expect(first.eventNames).toEqual(["identify"]);
  first.drop();
  vi.advanceTimersByTime(1_000);
  FakeSocket.last.open();
  FakeSocket.last.event("welcome", WELCOME);
  const [, asked] = FakeSocket.last.packets;
  FakeSocket.last.packet({ type: 3, id: asked?.id, data: [{ error: { code: "bad_token" } }] });
  expect(answers).toEqual([{ code: "bad_token" }]);
  FakeSocket.last.drop();
  vi.advanceTimersByTime(2_000);
  FakeSocket.last.open();
  FakeSocket.last.event("welcome", WELCOME);
  expect(FakeSocket.last.eventNames).toEqual([]);
});

test("closed is closed until it is opened again", () => {
  const socket = connected();
  link.close();
  expect(socket.readyState).toBe(3);
  dispatchEvent(new Event("online"));
  vi.advanceTimersByTime(60_000);
  expect(FakeSocket.all).toHaveLength(1);
  link.open();
  expect(FakeSocket.all).toHaveLength(2);
});
