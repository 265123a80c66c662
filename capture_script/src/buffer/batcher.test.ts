import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageClock } from "../clock";
import type { Fact } from "../facts";
import { FULL_SNAPSHOT, INCREMENTAL } from "../records";
import { type Batcher, createBatcher, type Run } from "./batcher";

let runs: Run[];
let cadence: number;
let heavy: boolean;
let ready: Fact[];
let batcher: Batcher;

const record = (text = "", type = INCREMENTAL) => {
  return { type, timestamp: pageClock(), data: { text } };
};

beforeEach(() => {
  vi.useFakeTimers();
  runs = [];
  cadence = 1_000;
  heavy = false;
  ready = [];
  batcher = createBatcher({
    now: pageClock,
    cadence: () => cadence,
    isHeavy: () => heavy,
    more: () => ready.splice(0),
    hand: (run) => runs.push(run),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

test("records are gathered for the cadence, counted from the first", () => {
  const began = pageClock();
  batcher.record(record("a"));
  vi.advanceTimersByTime(600);
  batcher.record(record("b"));
  vi.advanceTimersByTime(399);
  expect(runs).toHaveLength(0);
  vi.advanceTimersByTime(1);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ count: 2, t0: began, t1: began + 600, checkpoint: false });
  expect(JSON.parse(runs[0]?.json ?? "")).toHaveLength(2);
});

test("a run of 32 kB is cut at once", () => {
  batcher.record(record("x".repeat(31_000)));
  expect(runs).toHaveLength(0);
  batcher.record(record("x".repeat(1_000)));
  expect(runs).toHaveLength(1);
});

test("a watched page is cut every 50 ms, a heavy one every 250 ms", () => {
  cadence = 50;
  batcher.record(record());
  vi.advanceTimersByTime(50);
  expect(runs).toHaveLength(1);
  heavy = true;
  batcher.record(record());
  vi.advanceTimersByTime(249);
  expect(runs).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(runs).toHaveLength(2);
});

test("a timer that the browser holds back does not hold back what comes after it", () => {
  batcher.record(record());
  vi.setSystemTime(Date.now() + 5_000);
  batcher.record(record());
  expect(runs).toHaveLength(1);
});

test("a tick cuts what has waited for long enough, and only that", () => {
  batcher.record(record());
  batcher.tick();
  expect(runs).toHaveLength(0);
  vi.setSystemTime(Date.now() + 1_000);
  batcher.tick();
  expect(runs).toHaveLength(1);
});

test("a checkpoint is a run of its own, however large", () => {
  batcher.record(record("before"));
  const made = batcher.checkpoint(
    () => {
      batcher.record(record("x".repeat(40_000), FULL_SNAPSHOT));
      batcher.record(record("adopted"));
    },
    () => true,
  );
  expect(made).toBe(true);
  expect(runs.map(({ count, checkpoint }) => [count, checkpoint])).toEqual([
    [1, false],
    [2, true],
  ]);
});

test("a checkpoint that is not whole is not sent", () => {
  const made = batcher.checkpoint(
    () => batcher.record(record()),
    () => false,
  );
  expect(made).toBe(false);
  vi.advanceTimersByTime(5_000);
  expect(runs).toHaveLength(0);
});

test("facts alone make a run without records", () => {
  batcher.fact({ kind: "shown", at: 1, visible: true, focused: true });
  vi.advanceTimersByTime(1_000);
  expect(runs[0]).toMatchObject({ json: "", count: 0 });
  expect(runs[0]?.facts).toHaveLength(1);
});

test("each sort of activity is told once per run", () => {
  batcher.fact({ kind: "active", at: 1, doing: "typing" });
  batcher.fact({ kind: "active", at: 2, doing: "typing" });
  batcher.fact({ kind: "active", at: 3, doing: "scrolling" });
  batcher.cut();
  expect(runs[0]?.facts).toHaveLength(2);
});

test("more facts than a batch takes follow in runs without records", () => {
  ready = Array.from({ length: 130 }, (_, at): Fact => {
    return { kind: "shown", at, visible: true, focused: true };
  });
  batcher.record(record());
  batcher.cut();
  expect(runs.map(({ count, facts }) => [count, facts.length])).toEqual([
    [1, 60],
    [0, 60],
    [0, 10],
  ]);
});
