import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakePost, settled } from "../testing/polling";
import { WELCOME } from "../testing/socket";
import type { Batch, Hello } from "../wire/messages.gen";
import type { Packet } from "../wire/parser.gen";
import { openPolling } from "./poll";
import type { Socket } from "./socket";

let heard: [string, unknown][];
let closed: number;
let line: Socket;
let hello: Hello;

beforeEach(() => {
  vi.useFakeTimers();
  FakePost.install();
  heard = [];
  closed = 0;
  hello = { protocol: 1, page: "p", url: "https://shop.test/" } as Hello;
  line = openPolling("https://a.test/batch", () => hello, {
    packet: ({ data }: Packet) => heard.push(data as [string, unknown]),
    beat() {},
    closed: () => closed++,
  });
});

afterEach(() => {
  line.close();
  vi.useRealTimers();
});

const names = () => heard.map(([name]) => name);
const batch = (seq: number, size = 10) => {
  return { page: "p", epoch: 0, seq, t0: 1, t1: 1, crc: 0, payload: new Uint8Array(size) } as Batch;
};
const send = (seq: number, size?: number) =>
  line.send({ type: 2, data: ["batch", batch(seq, size)] });

test("it opens with a request that no permission is asked for, and hears the welcome", async () => {
  const { url, init, parcel } = FakePost.last;
  expect(url).toBe("https://a.test/batch");
  expect(init).toMatchObject({ method: "POST", credentials: "omit" });
  expect(init.headers).toEqual({ "Content-Type": "text/plain" });
  expect(parcel).toMatchObject({ hello: { page: "p" }, batches: [], polling: { wait_ms: 20_000 } });
  await FakePost.last.say(["welcome", WELCOME]);
  expect(heard).toEqual([["welcome", WELCOME]]);
});

test("one request waits at all times", async () => {
  for (let n = 1; n <= 5; n++) {
    expect(FakePost.open).toHaveLength(1);
    expect(FakePost.all).toHaveLength(n);
    await FakePost.last.say();
  }
  const lines = new Set(FakePost.all.map(({ parcel }) => parcel.polling?.line));
  expect(lines.size).toBe(1);
});

test("batches go at once and in order, one request after the other", async () => {
  const [waiting] = FakePost.all;
  send(0);
  send(1);
  send(2);
  expect(FakePost.open.map(({ seqs }) => seqs)).toEqual([[], [0]]);
  await waiting?.say();
  expect(FakePost.open.map(({ seqs }) => seqs)).toEqual([[0]]);
  await FakePost.last.say(["ack", {}]);
  expect(FakePost.open.map(({ seqs }) => seqs)).toEqual([[1, 2]]);
  await FakePost.last.say(["ack", {}]);
  expect(FakePost.open.map(({ seqs }) => seqs)).toEqual([[]]);
});

test("a request is no longer than a slow line takes in seconds, but for one large batch", async () => {
  await FakePost.last.say();
  for (const [seq, size] of [10, 100_000, 100_000, 200_000, 10].entries()) send(seq, size);
  const sizes: number[][] = [];
  for (let n = 0; n < 5; n++) {
    const carrying = FakePost.open.find(({ seqs }) => seqs.length);
    if (carrying) sizes.push(carrying.seqs);
    for (const post of FakePost.open) await post.say();
  }
  expect(sizes).toEqual([[0], [1], [2], [3], [4]]);
});

test("what waits to be sent is counted", async () => {
  send(0, 1_000);
  send(1, 2_000);
  expect(line.waiting()).toBe(2_000);
  for (const post of FakePost.open) await post.say();
  expect(line.waiting()).toBe(0);
});

test("events travel as the packets of a socket, their answers too", async () => {
  line.send({ type: 2, data: ["identify", { token: "t" }], id: 7 });
  expect(FakePost.last.eventNames).toEqual(["identify"]);
  await FakePost.all[0]?.say();
  await FakePost.last.packets([{ type: 3, id: 7, data: [{ ok: {} }] }]);
  expect(heard).toEqual([[{ ok: {} }]]);
});

test("answers are read in the order of their requests", async () => {
  const [waiting] = FakePost.all;
  send(0);
  await FakePost.last.say(["watched", { watching: false, by: "" }]);
  expect(heard).toEqual([]);
  await waiting?.say(["watched", { watching: true, by: "Anna" }]);
  expect(heard.map(([, body]) => body)).toMatchObject([{ watching: true }, { watching: false }]);
});

test("the hello is that of the opening, at the time of the request", async () => {
  const first = FakePost.last.parcel.hello;
  hello = { ...hello, url: "https://shop.test/elsewhere" };
  vi.advanceTimersByTime(5_000);
  await FakePost.last.say();
  expect(FakePost.last.parcel.hello).toEqual({ ...first, sent_at: first.sent_at + 5_000 });
});

test("a request that fails ends it, once, and takes the other along", async () => {
  send(0);
  await FakePost.last.fail();
  expect(closed).toBe(1);
  expect(FakePost.open).toEqual([]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(closed).toBe(1);
  expect(FakePost.all).toHaveLength(2);
});

test("an answer that says it is over ends it, after what else it says", async () => {
  await FakePost.last.packets([{ type: 2, data: ["end", { reason: "idle" }] }], true);
  expect(names()).toEqual(["end"]);
  expect(closed).toBe(1);
});

test("an answer that cannot be read ends it", async () => {
  await FakePost.last.respond(200, new Uint8Array([0xc1]));
  expect(closed).toBe(1);
});

test("a server that does not welcome us ends it", async () => {
  await vi.advanceTimersByTimeAsync(14_999);
  expect(closed).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(closed).toBe(1);
});

test("a server that says nothing at all for long ends it", async () => {
  await FakePost.last.say(["welcome", WELCOME]);
  await vi.advanceTimersByTimeAsync(49_999);
  expect(closed).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(closed).toBe(1);
});

test("after its end nothing is heard or asked", async () => {
  const { last } = FakePost;
  line.close();
  await last.say(["ack", {}]);
  send(0);
  await settled();
  expect(heard).toEqual([]);
  expect(FakePost.open).toEqual([]);
});

test.each([
  ["ours", '{"error":{"code":"unknown_site","message":"no"}}', {}, { code: "unknown_site" }],
  ["a busy service", '{"error":{"code":"busy","retry_ms":4000}}', {}, { retry_ms: 4_000 }],
  ["something on the way", "<html>", { "Retry-After": "7" }, { retry_ms: 7_000 }],
])("a refusal by %s is heard as on a socket", async (_, body, headers, data) => {
  await FakePost.last.respond(503, body, headers);
  expect(heard).toMatchObject([{ data }]);
  expect(closed).toBe(1);
});
