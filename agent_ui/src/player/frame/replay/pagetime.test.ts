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
  expect(time.run(8_000, 8_500, 9_900)).toEqual({ shift: 0, from: 9_000, to: 9_000 });
});

test("a clock that was set back goes on from the arrival", () => {
  const time = new PageTime(0, 600_000);
  time.run(600_000, 609_000, 609_100);
  expect(time.run(11_000, 12_000, 612_200)).toEqual({ shift: 600_200, from: 611_200, to: 612_200 });
  expect(time.run(20_000, 21_000, 621_900)).toMatchObject({ from: 620_200, to: 621_200 });
});

test("a segment that begins after the clock was set back begins with its arrival", () => {
  const time = new PageTime(0, 700_000);
  expect(time.run(100_000, 100_000, 700_000)).toMatchObject({ from: 700_000, to: 700_000 });
  expect(time.run(105_000, 105_500, 706_000)).toMatchObject({ from: 705_000, to: 705_500 });
});
