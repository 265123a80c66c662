import { expect, test } from "vitest";
import { Clock } from "./clock";

function playing(speed: Clock["speed"] = 1): Clock {
  const clock = new Clock();
  clock.at = 10_000;
  clock.speed = speed;
  clock.playing = true;
  clock.advance(0, Number.POSITIVE_INFINITY);
  return clock;
}

test.each([0.5, 1, 2, 4, 8] as const)("at speed %d that much time goes by", (speed) => {
  const clock = playing(speed);
  for (let now = 16; now <= 1_600; now += 16) clock.advance(now, Number.POSITIVE_INFINITY);
  expect(clock.at).toBeCloseTo(10_000 + 1_600 * speed);
});

test("a clock that is paused stands still, and goes on from there", () => {
  const clock = playing();
  clock.playing = false;
  clock.advance(200, Number.POSITIVE_INFINITY);
  clock.playing = true;
  clock.advance(300, Number.POSITIVE_INFINITY);
  expect(clock.at).toBe(10_100);
});

test("time in which something is waited for is not made up for", () => {
  const clock = playing();
  clock.stand(5_000);
  clock.advance(5_016, Number.POSITIVE_INFINITY);
  expect(clock.at).toBe(10_016);
});

test("it stops at the limit, and does not go back to one that has passed", () => {
  const clock = playing();
  clock.advance(100, 10_040);
  expect(clock.at).toBe(10_040);
  clock.advance(200, 9_000);
  expect(clock.at).toBe(10_040);
});

test("a frame that took very long is not a leap", () => {
  const clock = playing(8);
  clock.advance(60_000, Number.POSITIVE_INFINITY);
  expect(clock.at).toBe(10_000 + 250 * 8);
});
