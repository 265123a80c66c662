import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageClock } from "../clock";
import { FULL_SNAPSHOT, INCREMENTAL, type PageRecord, SOURCE } from "../records";
import { type Checkpoints, createCheckpoints } from "./checkpoints";

let made: number;
let checkpoints: Checkpoints;

const change = (adds = 0): PageRecord => {
  const data = { source: SOURCE.mutation, adds: Array.from({ length: adds }) };
  return { type: INCREMENTAL, timestamp: pageClock(), data };
};
const snapshot: PageRecord = { type: FULL_SNAPSHOT, timestamp: 0, data: {} };

/** Something happens once a second. */
function beActive(seconds: number): void {
  for (let n = 0; n < seconds; n++) {
    vi.advanceTimersByTime(1_000);
    checkpoints.saw(change(), 10);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("requestIdleCallback", (fn: () => void) => setTimeout(fn, 0));
  vi.stubGlobal("cancelIdleCallback", clearTimeout);
  made = 0;
  checkpoints = createCheckpoints(() => {
    made++;
    checkpoints.saw(snapshot, 1_000);
  }, pageClock);
  checkpoints.saw(snapshot, 1_000);
});

afterEach(() => {
  checkpoints.stop();
  vi.useRealTimers();
});

test("a minute of activity makes one", () => {
  beActive(59);
  expect(made).toBe(0);
  beActive(1);
  vi.advanceTimersByTime(1);
  expect(made).toBe(1);
});

test("an hour of reading makes none", () => {
  checkpoints.saw(change(), 10);
  vi.advanceTimersByTime(3_600_000);
  checkpoints.saw(change(), 10);
  vi.advanceTimersByTime(10_000);
  expect(made).toBe(0);
});

test("500 kB of records make one, but not within five seconds of the last", () => {
  checkpoints.saw(change(), 500_000);
  vi.advanceTimersByTime(4_999);
  expect(made).toBe(0);
  vi.advanceTimersByTime(2);
  expect(made).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(made).toBe(1);
});

test("the server gets one at most every five seconds, however often it asks", () => {
  for (let n = 0; n < 30; n++) {
    checkpoints.request();
    vi.advanceTimersByTime(500);
  }
  expect(made).toBe(2);
});

test.each([
  ["a record of more than a megabyte", () => checkpoints.saw(change(), 1_000_001)],
  ["more than 5,000 nodes at once", () => checkpoints.saw(change(5_001), 10)],
])("%s makes the page heavy for five minutes", (_, act) => {
  vi.advanceTimersByTime(10_000);
  act();
  expect(checkpoints.isHeavy()).toBe(true);
  checkpoints.saw(change(), 600_000);
  beActive(200);
  expect(made).toBe(0);
  checkpoints.request();
  vi.advanceTimersByTime(1);
  expect(made).toBe(1);
  vi.advanceTimersByTime(100_000);
  expect(checkpoints.isHeavy()).toBe(false);
});

test("a large snapshot is not repeated for five minutes, and slows nothing else down", () => {
  checkpoints.saw(snapshot, 3_000_000);
  expect(checkpoints.isHeavy()).toBe(false);
  beActive(290);
  expect(made).toBe(0);
  beActive(20);
  expect(made).toBe(1);
});

test("after the end nothing is made", () => {
  vi.advanceTimersByTime(10_000);
  checkpoints.request();
  checkpoints.stop();
  vi.advanceTimersByTime(10_000);
  expect(made).toBe(0);
});
