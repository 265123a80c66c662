import { expect, test } from "vitest";
import { PageTime } from "./pagetime";

const HOUR = 60 * 60 * 1_000;

test("a page's clock is brought to the server's", () => {
  const time = new PageTime(500, 1_500);
  expect(time.run(1_000, 1_200, 1_800)).toEqual({ shift: 500, from: 1_500, to: 1_700 });
});

test("nothing happened after it had arrived", () => {
  const time = new PageTime(0, 1_000);
  expect(time.run(5_000, 5_100, 1_200)).toEqual({ shift: -3_900, from: 1_100, to: 1_200 });
});

test("nothing happened more than an hour before it arrived", () => {
  const time = new PageTime(0, 0);
  expect(time.run(0, 100, HOUR + 5_000).to).toBe(5_000);
});

test("time never goes back", () => {
  const time = new PageTime(0, 1_000);
  time.run(1_000, 9_000, 9_100);
  expect(time.run(2_000, 2_500, 9_900)).toEqual({ shift: 0, from: 9_000, to: 9_000 });
});
