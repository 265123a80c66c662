import { beforeEach, expect, test } from "vitest";
import { createPace, type Pace } from "./pace";

let now: number;
let pace: Pace;

beforeEach(() => {
  now = 0;
  pace = createPace(() => now);
});

test("nothing waits while nobody asks for it", () => {
  pace.sent(10_000_000);
  expect([pace.leastMs(), pace.waitMs()]).toEqual([0, 0]);
});

test("records are gathered for longer, for as long as asked", () => {
  pace.slow({ ms: 5_000, for_ms: 30_000 });
  expect(pace.leastMs()).toBe(5_000);
  now = 30_000;
  expect(pace.leastMs()).toBe(0);
});

test("what waits goes out in portions", () => {
  pace.slow({ ms: 2_000, for_ms: 30_000 });
  pace.sent(60_000);
  expect(pace.waitMs()).toBe(0);
  pace.sent(10_000);
  expect(pace.waitMs()).toBe(2_000);
  now = 2_000;
  expect(pace.waitMs()).toBe(0);
});

test("nobody waits beyond the time that was asked for", () => {
  pace.slow({ ms: 20_000, for_ms: 3_000 });
  pace.sent(100_000);
  expect(pace.waitMs()).toBe(3_000);
});

test("a page never falls silent, whatever it is asked", () => {
  pace.slow({ ms: 10 ** 12, for_ms: 10 ** 12 });
  pace.sent(100_000);
  expect(pace.waitMs()).toBe(30_000);
  now = 600_000;
  expect(pace.leastMs()).toBe(0);
});
