/**
 * The line as a model: the real link, spool and stream against a server that loses connections and
 * answers, is slow, refuses and sends pages away, in any order. Whatever happens, what the page has
 * numbered arrives once and in order, or is named as lost.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSpool } from "./buffer/spool";
import { createStream } from "./buffer/stream";
import { FakeJournal } from "./testing/journal";
import { FakePost, settled } from "./testing/polling";
import { FakeSocket, WELCOME } from "./testing/socket";
import { createLink, type LinkEvents } from "./transport/link";
import type { Batch, Hello } from "./wire/messages.gen";

const STEPS = 400;
const SPOOL_BYTES = 12_000;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  FakePost.install();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The same chances for the same seed. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The page: numbers what happens, and obeys as `start.ts` does. */
function createPage() {
  const spool = createSpool(SPOOL_BYTES);
  const stream = createStream("p", spool);
  /** Numbers given out in each epoch. */
  const numbered: number[] = [0];
  let isFull = false;

  const append = (size: number, facts: ReturnType<typeof stream.renew> = []): void => {
    const json = JSON.stringify(Array.from({ length: size / 20 }, () => Math.random()));
    const run = { json, count: 1, t0: 1, t1: 1, checkpoint: facts.length > 0, facts };
    isFull = stream.append(run) !== "kept";
    numbered[numbered.length - 1] = (numbered[numbered.length - 1] ?? 0) + 1;
    link.pump();
  };
  const renew = (): void => {
    if (numbered[numbered.length - 1]) numbered.push(0);
    append(10, stream.renew());
  };
  const events: Partial<LinkEvents> = {
    welcome({ received }) {
      if (received) spool.settle(received);
      spool.rewind();
    },
    ack(position) {
      spool.settle(position);
      if (isFull && spool.hasRoom()) renew();
    },
    reject(position) {
      const dropped = spool.drop(position);
      if (!dropped) return;
      stream.lose(dropped, "rejected");
      renew();
    },
    beat() {},
  };
  const addresses = { socketUrl: "wss://a.test/socket", pollingUrl: "https://a.test/batch" };
  const hello = () => ({ protocol: 1, page: "p" }) as Hello;
  const link = createLink({ ...addresses, hello, next: spool.next }, events as LinkEvents);
  return {
    link,
    numbered,
    renew,
    isIdle: () => spool.last(Number.POSITIVE_INFINITY, 1).length === 0,
    act(size: number) {
      if (!isFull) append(size);
    },
  };
}

/** A server behind WebSockets, which takes what was sent when it likes. */
function createSocketServer(journal: FakeJournal, chance: () => number) {
  let taken = 0;
  let opened: FakeSocket | undefined;
  const open = (): FakeSocket | undefined => FakeSocket.all.find((one) => one.readyState < 2);
  return {
    async step(isCalm: boolean) {
      const socket = open();
      if (!socket) return;
      if (socket !== opened) {
        opened = socket;
        taken = 1;
        socket.open();
        socket.event("welcome", { ...WELCOME, received: journal.last });
        return;
      }
      const waiting = socket.packets.slice(taken);
      const some = isCalm ? waiting.length : Math.floor(chance() * (waiting.length + 1));
      for (const { data } of waiting.slice(0, some)) {
        taken++;
        const [, batch] = data as [string, Batch];
        if (!isCalm && chance() < 0.03) {
          journal.refuse(batch);
          socket.event("reject", { page: "p", epoch: batch.epoch, seq: batch.seq, code: "x" });
          break;
        }
        journal.take(batch);
      }
      if (journal.last && (isCalm || chance() < 0.5)) socket.event("ack", journal.last);
      if (isCalm) return;
      const event = chance();
      if (event < 0.06) socket.drop();
      else if (event < 0.09) socket.event("goaway", { retry_ms: 3_000 });
      else if (event < 0.12) socket.event("slow", { ms: 1_000, for_ms: 4_000 });
    },
  };
}

/** A server where WebSockets are blocked: each request may be lost, or its answer. */
function createPostServer(journal: FakeJournal, chance: () => number) {
  const lines = new Set<string>();
  return {
    async step(isCalm: boolean) {
      for (const socket of FakeSocket.all) if (socket.readyState < 2) socket.drop();
      for (const post of FakePost.open) {
        if (!isCalm && chance() < 0.1) {
          await post.fail();
          continue;
        }
        if (!isCalm && chance() < 0.3) continue;
        const { polling, batches } = post.parcel;
        for (const batch of batches) journal.take(batch);
        if (!isCalm && chance() < 0.1) {
          await post.fail();
          continue;
        }
        const isNew = !lines.has(polling?.line ?? "");
        lines.add(polling?.line ?? "");
        const ack: [string, object][] = journal.last ? [["ack", journal.last]] : [];
        if (isNew) await post.say(["welcome", { ...WELCOME, received: journal.last }]);
        else await post.say(...ack);
      }
    },
  };
}

const SERVERS = { WebSockets: createSocketServer, requests: createPostServer };
const CASES = Object.keys(SERVERS).flatMap((by) =>
  Array.from({ length: 20 }, (_, seed) => ({ by: by as keyof typeof SERVERS, seed })),
);

test.each(CASES)("nothing is lost, doubled or out of order by $by (seed $seed)", async (one) => {
  const chance = chances(one.seed);
  vi.spyOn(Math, "random").mockImplementation(chance);
  const journal = new FakeJournal();
  const page = createPage();
  const server = SERVERS[one.by](journal, chance);
  page.link.open();
  for (let step = 0; step < STEPS; step++) {
    if (chance() < 0.5) page.act(Math.floor(chance() ** 4 * 4_000));
    await server.step(false);
    await vi.advanceTimersByTimeAsync(Math.floor(chance() * 1_500));
  }
  page.renew();
  for (let step = 0; step < 200 && !page.isIdle(); step++) {
    await server.step(true);
    await vi.advanceTimersByTimeAsync(2_000);
  }
  await settled();
  page.link.close();

  expect(journal.complaints).toEqual([]);
  expect(page.isIdle()).toBe(true);
  for (const [epoch, count] of page.numbered.entries()) {
    for (let seq = 0; seq < count; seq++) {
      expect(journal.covers(epoch, seq), `${epoch}/${seq} is stored or lost`).toBe(true);
    }
  }
  expect(journal.stored.length).toBeGreaterThan(20);
});
