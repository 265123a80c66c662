import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakePost, settled } from "../testing/polling";
import { FakeSocket, WELCOME } from "../testing/socket";
import type { Batch, Hello } from "../wire/messages.gen";
import { createLink, type Link, type LinkEvents } from "./link";
import type { Failure } from "./requests";

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
const batch = (seq: number, size = 0) => {
  return { page: "p", epoch: 0, seq, payload: new Uint8Array(size) } as Batch;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakePost.install();
  vi.spyOn(Math, "random").mockReturnValue(1);
  FakeSocket.all = [];
  heard = [];
  batches = [];
  const hello = () => ({ protocol: 1, page: "p" }) as Hello;
  const addresses = { socketUrl: "wss://a.test/socket", pollingUrl: "https://a.test/batch" };
  link = createLink({ ...addresses, hello, next: () => batches.shift() }, listener());
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
  connected();
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

test("it tries soon when the browser is online again, but not at once: all others do too", () => {
  link.open();
  FakeSocket.last.drop();
  vi.spyOn(Math, "random").mockReturnValue(0.4);
  dispatchEvent(new Event("online"));
  vi.advanceTimersByTime(799);
  expect(FakeSocket.all).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(FakeSocket.all).toHaveLength(2);
});

test("sent away, it closes and comes back when it was told to, online or not", () => {
  const socket = connected();
  vi.spyOn(Math, "random").mockReturnValue(0);
  socket.event("goaway", { retry_ms: 9_000 });
  expect(socket.readyState).toBe(3);
  dispatchEvent(new Event("online"));
  vi.advanceTimersByTime(8_999);
  expect(FakeSocket.all).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(FakeSocket.all).toHaveLength(2);
});

test("those who are told the same do not come back in the same moment, nor much later", () => {
  connected().event("goaway", { retry_ms: 8_000 });
  vi.advanceTimersByTime(9_999);
  expect(FakeSocket.all).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(FakeSocket.all).toHaveLength(2);
});

test("what it is told holds for one attempt", () => {
  connected().event("goaway", { retry_ms: 60_000 });
  vi.advanceTimersByTime(75_000);
  FakeSocket.last.drop();
  vi.advanceTimersByTime(2_000);
  expect(FakeSocket.all).toHaveLength(3);
});

test("while the service is slow, records are gathered for longer and go out in portions", () => {
  const socket = connected();
  socket.event("slow", { ms: 2_000, for_ms: 20_000 });
  expect(link.leastMs()).toBe(2_000);
  batches = [0, 1, 2, 3].map((seq) => batch(seq, 40_000));
  link.pump();
  expect(socket.eventNames).toHaveLength(2);
  vi.advanceTimersByTime(1_999);
  link.pump();
  expect(socket.eventNames).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(socket.eventNames).toHaveLength(4);
  vi.advanceTimersByTime(20_000);
  expect(link.leastMs()).toBe(0);
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

test("a server that is busy and says for how long is left alone for so long", () => {
  link.open();
  FakeSocket.last.open();
  const data = { code: "busy", message: "no", retry_ms: 20_000 };
  FakeSocket.last.packet({ type: 4, data: { message: "no", data } });
  vi.advanceTimersByTime(19_999);
  expect(FakeSocket.all).toHaveLength(1);
  vi.advanceTimersByTime(5_001);
  expect(FakeSocket.all).toHaveLength(2);
});

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

/** Three WebSockets that carry nothing. */
function blocked(): void {
  link.open();
  for (const waitMs of [1_000, 2_000, 4_000]) {
    FakeSocket.last.drop();
    vi.advanceTimersByTime(waitMs);
  }
}

async function polled(): Promise<void> {
  blocked();
  await FakePost.last.say(["welcome", WELCOME]);
}

test("where WebSockets carry nothing, it is made of requests", async () => {
  await polled();
  expect(FakeSocket.all).toHaveLength(3);
  expect(names()).toEqual(["welcome"]);
  expect(link.isUp()).toBe(true);
  expect(link.leastMs()).toBe(1_000);
  batches = [batch(0)];
  link.pump();
  expect(FakePost.last.seqs).toEqual([0]);
});

test("where a WebSocket has carried anything, requests are never tried", () => {
  connected();
  for (let n = 0; n < 10; n++) {
    FakeSocket.last.drop();
    vi.advanceTimersByTime(60_000);
  }
  expect(FakePost.all).toEqual([]);
});

test("where the browser will not open one, it is made of requests as well", () => {
  const refuse = class {
    constructor() {
      throw new DOMException("blocked", "SecurityError");
    }
  };
  vi.stubGlobal("WebSocket", refuse);
  link.open();
  vi.advanceTimersByTime(10_000);
  expect(FakePost.all).toHaveLength(1);
});

test("where requests fail too, each is tried in turn, one at each step", async () => {
  blocked();
  for (let n = 0; n < 3; n++) {
    expect([FakeSocket.all.length, FakePost.all.length]).toEqual([3 + n, 1 + n]);
    await FakePost.last.fail();
    await vi.advanceTimersByTimeAsync(30_000);
    FakeSocket.last.drop();
    await vi.advanceTimersByTimeAsync(30_000);
  }
});

test("a proxy that refuses requests as well has not shown us a way", async () => {
  blocked();
  await FakePost.last.respond(403, "<html>");
  await vi.advanceTimersByTimeAsync(8_000);
  expect([FakeSocket.all.length, FakePost.all.length]).toEqual([4, 1]);
});

test("a polled line that is lost comes back as one", async () => {
  await polled();
  await FakePost.last.fail();
  expect(link.isUp()).toBe(false);
  for (const waitMs of [8_000, 16_000, 30_000]) {
    await vi.advanceTimersByTimeAsync(waitMs);
    expect(FakePost.open).toHaveLength(1);
    await FakePost.last.fail();
  }
  expect(FakeSocket.all).toHaveLength(3);
  const lines = new Set(FakePost.all.map(({ parcel }) => parcel.polling?.line));
  expect(lines.size).toBe(4);
});

test("a polled line that the server has forgotten is opened anew, and begins where it should", async () => {
  await polled();
  batches = [batch(4), batch(5)];
  link.pump();
  await FakePost.open[0]?.say();
  await FakePost.last.say(["welcome", WELCOME]);
  expect(link.isUp()).toBe(false);
  expect(names()).toEqual(["welcome"]);
  await vi.advanceTimersByTimeAsync(8_000);
  await FakePost.last.say(["welcome", WELCOME]);
  expect(names()).toEqual(["welcome", "welcome"]);
});

test("now and then a WebSocket is tried beside it, which costs nothing when it fails", async () => {
  await polled();
  await vi.advanceTimersByTimeAsync(40_000);
  await FakePost.last.say();
  for (let n = 1; n <= 3; n++) {
    for (let waited = 0; waited < 300; waited += 20) {
      await vi.advanceTimersByTimeAsync(20_000);
      await FakePost.last.say();
    }
    expect(FakeSocket.all).toHaveLength(3 + n);
    FakeSocket.last.drop();
    expect(link.isUp()).toBe(true);
    expect(FakePost.open).toHaveLength(1);
  }
});

test("... and takes its place when it speaks", async () => {
  await polled();
  for (let waited = 0; waited < 300; waited += 20) {
    await vi.advanceTimersByTimeAsync(20_000);
    await FakePost.last.say();
  }
  const socket = FakeSocket.last;
  socket.open();
  expect(FakePost.open).toHaveLength(1);
  socket.event("welcome", WELCOME);
  await settled();
  expect(FakePost.open).toEqual([]);
  expect(names()).toEqual(["welcome", "welcome"]);
  expect(link.leastMs()).toBe(0);
  socket.drop();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(FakeSocket.all).toHaveLength(5);
});

test("a refusal of requests is final where it would be the same tomorrow", async () => {
  blocked();
  const error = { code: "consent_required", message: "no" };
  await FakePost.last.respond(403, JSON.stringify({ error }));
  expect(heard).toEqual([["refused", error]]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect([FakeSocket.all.length, FakePost.all.length]).toEqual([3, 1]);
});

test("closed is closed, requests and all", async () => {
  await polled();
  link.close();
  await settled();
  expect(FakePost.open).toEqual([]);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(FakePost.open).toEqual([]);
  expect(FakeSocket.all).toHaveLength(3);
});
