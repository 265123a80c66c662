import { expect, test } from "vitest";
import { backoffMs } from "./backoff";

test("the bound doubles from half a second and stays at thirty", () => {
  const bounds = [0, 1, 2, 3, 6, 7, 1_000].map((attempt) => backoffMs(attempt, () => 1));
  expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000]);
});

test("the wait is anything between nothing and the bound", () => {
  expect(backoffMs(5, () => 0)).toBe(0);
  expect(backoffMs(5, () => 0.5)).toBe(8_000);
});
