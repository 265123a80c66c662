import { expect, test } from "vitest";
import { backoffMs } from "./backoff";

test("the bound doubles from half a second and stays at thirty", () => {
  const bounds = [0, 1, 2, 3, 6, 7, 45].map((attempt) => backoffMs(attempt, () => 1));
  expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000]);
});

test("the wait is anything between nothing and the bound", () => {
  expect(backoffMs(5, () => 0)).toBe(0);
  expect(backoffMs(5, () => 0.5)).toBe(8_000);
});

test("after ten minutes it is thirty to sixty seconds", () => {
  let waited = 0;
  let attempt = 0;
  while (backoffMs(attempt, () => 0) === 0) waited += backoffMs(attempt++, () => 0.5);
  expect(waited / 60_000).toBeCloseTo(10, 0);
  expect(backoffMs(10_000, () => 0)).toBe(30_000);
  expect(backoffMs(10_000, () => 1)).toBe(60_000);
});
