import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageClock } from "../clock";
import { INCREMENTAL, type PageRecord, SOURCE } from "../records";
import { type Calm, createCalm } from "./calm";

let emitted: PageRecord[];
let calm: Calm;

const input = (id: number, text: string): PageRecord => {
  return { type: INCREMENTAL, timestamp: pageClock(), data: { source: SOURCE.input, id, text } };
};
const texts = () => emitted.map(({ data }) => (data as { text: string }).text);

beforeEach(() => {
  vi.useFakeTimers();
  emitted = [];
  calm = createCalm((record) => emitted.push(record), pageClock);
});

afterEach(() => {
  vi.useRealTimers();
});

test("a field's first record passes at once, the last of the next half second at its end", () => {
  calm.take(input(1, "a"));
  calm.take(input(1, "b"));
  calm.take(input(1, "c"));
  expect(texts()).toEqual(["a"]);
  vi.advanceTimersByTime(500);
  expect(texts()).toEqual(["a", "c"]);
  expect(emitted[1]?.timestamp).toBe(pageClock());
  calm.take(input(1, "d"));
  expect(texts()).toEqual(["a", "c"]);
  vi.advanceTimersByTime(500);
  expect(texts()).toEqual(["a", "c", "d"]);
});

test("fields do not wait for one another, and other records for none", () => {
  calm.take(input(1, "a"));
  calm.take(input(2, "b"));
  calm.take({ type: INCREMENTAL, timestamp: 1, data: { source: SOURCE.scroll, id: 1, text: "s" } });
  expect(texts()).toEqual(["a", "b", "s"]);
});

test("what waits is forgotten when a checkpoint shows it", () => {
  calm.take(input(1, "a"));
  calm.take(input(1, "b"));
  calm.clear();
  vi.advanceTimersByTime(1_000);
  expect(texts()).toEqual(["a"]);
});
