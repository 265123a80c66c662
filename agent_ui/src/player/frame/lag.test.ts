import { expect, test } from "vitest";
import { Lag } from "./lag";

test("there is no lag before anything was painted", () => {
  expect(new Lag().ms).toBeNull();
  expect(new Lag().isRecent(0, 1_000)).toBe(false);
});

test("the lag is smoothed, and never below nothing", () => {
  const lag = new Lag();
  lag.painted(1_000, 1_100);
  lag.painted(2_000, 2_200);
  expect(lag.ms).toBe(120);
  const fast = new Lag();
  fast.painted(1_000, 990);
  expect(fast.ms).toBe(0);
});

test("an old lag says nothing about now", () => {
  const lag = new Lag();
  lag.painted(1_000, 1_100);
  expect(lag.isRecent(2_000, 3_000)).toBe(true);
  expect(lag.isRecent(9_000, 3_000)).toBe(false);
});
