import { inflateSync } from "fflate";
import { expect, test } from "vitest";
import type { Batch } from "../wire/messages.gen";
import type { Run } from "./batcher";
import { crc32 } from "./crc32";
import { createSpool, type Spool } from "./spool";
import { createStream, type Stream } from "./stream";

const run = (json: string, more: Partial<Run> = {}): Run => {
  return { json, count: 1, t0: 1, t1: 2, checkpoint: false, facts: [], ...more };
};

/** Text that no compression shortens much. */
const noise = (length: number): string => {
  let state = 1;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
};

const losses = (stream: Stream) => stream.renew().filter(({ kind }) => kind === "lost");

const all = (spool: Spool): Batch[] => {
  const batches: Batch[] = [];
  for (let batch = spool.next(); batch; batch = spool.next()) batches.push(batch);
  return batches;
};

const unpacked = (batches: Batch[]): string =>
  batches.map(({ payload }) => new TextDecoder().decode(inflateSync(payload))).join("");

test("a run becomes one batch whose crc is that of its payload", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  expect(stream.append(run('["a"]'))).toBe("kept");
  const [batch] = all(spool);
  expect(batch).toMatchObject({ page: "page", epoch: 0, seq: 0, count: 1, part: 0, parts: 1 });
  expect(batch?.crc).toBe(crc32(batch?.payload ?? new Uint8Array()));
  expect(unpacked(batch ? [batch] : [])).toBe('["a"]');
});

test("the checksum is the one that zlib computes", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

test("an array over 256 KiB is cut into pieces of its bytes", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  const json = JSON.stringify([noise(600_000)]);
  const facts = [{ kind: "paused" as const, at: 1 }];
  stream.append(run(json, { count: 3, checkpoint: true, facts }));
  stream.append(run('["next"]'));
  const batches = all(spool);
  const pieces = batches.slice(0, 3);
  expect(pieces.map(({ seq, part, parts, count }) => [seq, part, parts, count])).toEqual([
    [0, 0, 3, 3],
    [1, 1, 3, 0],
    [2, 2, 3, 0],
  ]);
  expect(pieces.every(({ checkpoint, t0, t1 }) => checkpoint && t0 === 1 && t1 === 2)).toBe(true);
  expect(pieces.map(({ facts }) => facts?.length)).toEqual([1, 0, 0]);
  expect(unpacked(pieces)).toBe(json);
  expect(batches[3]?.seq).toBe(3);
});

test("facts alone travel in an empty payload", () => {
  const spool = createSpool();
  createStream("page", spool).append(run("", { count: 0 }));
  expect(all(spool)[0]).toMatchObject({ count: 0, crc: 0, payload: new Uint8Array() });
});

test("a run over 64 MiB is not kept, and its loss is told in the next epoch", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  stream.append(run('["a"]'));
  expect(stream.append(run("x".repeat(64 * 1024 * 1024 + 1)))).toBe("too_large");
  expect(losses(stream)).toEqual([
    { kind: "lost", epoch: 0, from_seq: 1, to_seq: 1, reason: "too_large" },
  ]);
  stream.append(run('["b"]'));
  expect(all(spool).map(({ epoch, seq }) => [epoch, seq])).toEqual([
    [0, 0],
    [1, 0],
  ]);
});

test("a full spool keeps what it has and drops what comes, which is told in the next epoch", () => {
  const spool = createSpool(1_500);
  const stream = createStream("page", spool);
  const big = run(JSON.stringify(noise(1_200)));
  expect(stream.append(big)).toBe("kept");
  expect(stream.append(big)).toBe("spool_full");
  expect(spool.hasRoom()).toBe(false);
  spool.settle({ epoch: 0, seq: 0 });
  expect(spool.hasRoom()).toBe(true);
  expect(losses(stream)).toEqual([
    { kind: "lost", epoch: 0, from_seq: 1, to_seq: 1, reason: "spool_full" },
  ]);
  expect(stream.renew()).toEqual([]);
});

test("an epoch without a batch is not left behind", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  stream.renew();
  stream.append(run('["a"]'));
  expect(all(spool)[0]?.epoch).toBe(0);
});

test("an acknowledgement settles everything up to its place, across epochs", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  stream.append(run('["a"]'));
  stream.append(run('["b"]'));
  stream.renew();
  stream.append(run('["c"]'));
  stream.append(run('["d"]'));
  expect(all(spool)).toHaveLength(4);
  spool.settle({ epoch: 1, seq: 0 });
  spool.rewind();
  expect(all(spool).map(({ epoch, seq }) => [epoch, seq])).toEqual([[1, 1]]);
});

test("a new connection begins with the first batch that is not acknowledged", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  for (const text of ["a", "b", "c"]) stream.append(run(JSON.stringify([text])));
  expect(spool.next()?.seq).toBe(0);
  expect(spool.next()?.seq).toBe(1);
  spool.settle({ epoch: 0, seq: 0 });
  expect(spool.next()?.seq).toBe(2);
  spool.rewind();
  expect(all(spool).map(({ seq }) => seq)).toEqual([1, 2]);
});

test("a rejected batch is taken out and its loss is told", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  for (const text of ["a", "b", "c"]) stream.append(run(JSON.stringify([text])));
  const dropped = spool.drop({ epoch: 0, seq: 1 }) as Batch;
  expect(dropped).toMatchObject({ epoch: 0, seq: 1 });
  expect(spool.drop({ epoch: 0, seq: 1 })).toBeUndefined();
  stream.lose(dropped, "rejected");
  expect(all(spool).map(({ seq }) => seq)).toEqual([0, 2]);
  expect(losses(stream)).toMatchObject([{ from_seq: 1, to_seq: 1, reason: "rejected" }]);
});

test("last words are the last batches that fit", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  stream.append(run(JSON.stringify(noise(3_000))));
  stream.append(run('["b"]'));
  stream.append(run('["c"]'));
  expect(spool.last(1_000, 64).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(spool.last(1_000_000, 64).map(({ seq }) => seq)).toEqual([0, 1, 2]);
  expect(spool.last(1_000_000, 1).map(({ seq }) => seq)).toEqual([2]);
});

test("ten minutes at 3 kB a second fit, and so do the next ten after they were sent", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  for (let outage = 0; outage < 2; outage++) {
    let bytes = 0;
    for (let second = 0; second < 600; second++) {
      expect(stream.append(run(JSON.stringify(noise(4_800))))).toBe("kept");
    }
    for (const { payload } of spool.last(Number.POSITIVE_INFINITY, 1_000)) bytes += payload.length;
    expect(bytes).toBeGreaterThan(600 * 3_000);
    spool.settle({ epoch: 0, seq: 600 * (outage + 1) - 1 });
    expect(spool.last(Number.POSITIVE_INFINITY, 1_000)).toEqual([]);
  }
});

test("what is lost in a row is told as one loss", () => {
  const stream = createStream("page", createSpool(1_000));
  stream.append(run('["a"]'));
  for (let n = 0; n < 100; n++) stream.append(run(JSON.stringify(noise(3_000))));
  expect(losses(stream)).toEqual([
    { kind: "lost", epoch: 0, from_seq: 1, to_seq: 100, reason: "spool_full" },
  ]);
});

test("what nobody says twice is told in the next epoch when its batch is dropped", () => {
  const spool = createSpool(1_000);
  const stream = createStream("page", spool);
  const big = JSON.stringify(noise(3_000));
  stream.append(run('["a"]'));
  stream.append(run(big, { facts: [{ kind: "paused", at: 5 }] }));
  const [closed, lost, paused] = stream.renew();
  expect(closed).toEqual({ kind: "closed", epoch: 0, count: 2 });
  expect(lost).toMatchObject({ kind: "lost", from_seq: 1, to_seq: 1 });
  const shown = { kind: "shown" as const, at: 6, visible: true, focused: true };
  stream.append(run(big, { facts: [shown, closed, lost, paused] as Run["facts"] }));
  stream.append(run('["b"]', { facts: [{ kind: "resumed", at: 7 }] }));
  stream.lose(spool.drop({ epoch: 1, seq: 1 }) as Batch, "rejected");
  expect(stream.renew()).toEqual([
    { kind: "closed", epoch: 1, count: 2 },
    { kind: "lost", epoch: 1, from_seq: 0, to_seq: 0, reason: "spool_full" },
    closed,
    lost,
    paused,
    { kind: "lost", epoch: 1, from_seq: 1, to_seq: 1, reason: "rejected" },
    { kind: "resumed", at: 7 },
  ]);
});

test("an epoch is told to be closed in the next", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  stream.append(run('["a"]'));
  stream.append(run('["b"]'));
  spool.settle({ epoch: 0, seq: 1 });
  expect(stream.renew()).toEqual([{ kind: "closed", epoch: 0, count: 2 }]);
  expect(stream.renew()).toEqual([]);
});

test("last words say how epochs ended that those say which they leave out", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  const closed = { kind: "closed" as const, epoch: 0, count: 2 };
  const shown = { kind: "shown" as const, at: 6, visible: true, focused: true };
  stream.append(run('["a"]'));
  stream.append(run('["b"]'));
  stream.renew();
  stream.append(run(JSON.stringify(noise(3_000)), { facts: [closed, shown] }));
  stream.append(run('["c"]', { facts: [shown] }));
  stream.append(run('["d"]'));
  expect(spool.last(1_000, 64)).toMatchObject([
    { epoch: 1, seq: 1, facts: [closed, shown] },
    { epoch: 1, seq: 2, facts: [] },
  ]);
  expect(all(spool)[3]?.facts).toEqual([shown]);
  expect(spool.last(100, 64)).toEqual([]);
});

test("a page goes on behind a number that it never used and that the server has", () => {
  const spool = createSpool();
  const stream = createStream("page", spool);
  stream.append(run('["a"]'));
  expect(stream.surpass({ epoch: 0, seq: 0 })).toBe(false);
  expect(stream.surpass({ epoch: 64, seq: 0 })).toBe(true);
  stream.append(run('["b"]'));
  expect(stream.renew()).toEqual([
    { kind: "closed", epoch: 64, count: 2 },
    { kind: "closed", epoch: 0, count: 1 },
  ]);
  stream.append(run('["c"]'));
  expect(all(spool).map(({ epoch, seq }) => [epoch, seq])).toEqual([
    [0, 0],
    [64, 1],
    [65, 0],
  ]);
});
