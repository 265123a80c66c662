import { describe, expect, test } from "vitest";
import { BUFFER_MAX_MS, BUFFER_MIN_MS, JUMP_MS, Playout } from "./playout";

/** The customer's clock is an hour off; nothing may depend on it. */
const SKEW = -3_600_000;

function streamOf(delays: readonly number[], everyMs = 50): Playout {
  const playout = new Playout();
  delays.forEach((delay, index) => {
    const made = index * everyMs;
    playout.arrived(made + delay, made + SKEW);
  });
  return playout;
}

describe("the playout clock", () => {
  test("has no moment before anything has arrived", () => {
    expect(new Playout().position(1_000)).toBe(Number.NEGATIVE_INFINITY);
  });

  test("shows the page's clock as of the fastest arrival, less the buffer, whatever the skew", () => {
    const playout = streamOf([30, 45, 20, 33]);
    const now = 1_000;
    expect(playout.position(now)).toBe(now - 20 + SKEW - BUFFER_MIN_MS);
  });

  test("keeps a small buffer while arrivals are even", () => {
    const playout = streamOf(Array.from({ length: 100 }, (_, i) => 20 + (i % 5)));
    expect(playout.bufferedMs).toBe(BUFFER_MIN_MS);
  });

  test("grows the buffer when most arrivals are uneven, and bounds it", () => {
    const uneven = streamOf(Array.from({ length: 100 }, (_, i) => 20 + (i % 10) * 40));
    expect(uneven.bufferedMs).toBeGreaterThan(300);
    const awful = streamOf(Array.from({ length: 100 }, (_, i) => 20 + (i % 10) * 160));
    expect(awful.bufferedMs).toBeLessThanOrEqual(BUFFER_MAX_MS);
    expect(awful.bufferedMs).toBeGreaterThan(uneven.bufferedMs);
  });

  test("is not impressed by a single stall", () => {
    const delays = Array.from({ length: 100 }, () => 20);
    delays[50] = 5_000;
    expect(streamOf(delays).bufferedMs).toBe(BUFFER_MIN_MS);
  });

  test("shrinks the buffer again when the last uneven arrival is half a minute old", () => {
    const playout = streamOf(Array.from({ length: 100 }, (_, i) => 20 + (i % 10) * 40));
    for (let made = 40_000; made < 45_000; made += 50) playout.arrived(made + 20, made + SKEW);
    expect(playout.bufferedMs).toBe(BUFFER_MIN_MS);
  });

  test("runs at the speed of time when it is where it should be", () => {
    const playout = streamOf([20]);
    const first = playout.position(100);
    expect(playout.position(116)).toBe(first + 16);
  });

  test("catches up softly when it is somewhat late", () => {
    const playout = new Playout();
    playout.arrived(500, 0);
    const first = playout.position(500);
    playout.arrived(600, 600);
    const second = playout.position(700);
    expect(second - first).toBeCloseTo(220);
  });

  test("jumps when it is far too late", () => {
    const playout = new Playout();
    playout.arrived(JUMP_MS + 500, 0);
    playout.position(2_000);
    playout.arrived(2_100, 2_100);
    expect(playout.position(2_100)).toBe(2_100 - BUFFER_MIN_MS);
  });

  test("makes the whole correction at once while nothing waits to be shown", () => {
    const playout = new Playout();
    playout.arrived(500, 0);
    playout.position(500);
    playout.arrived(600, 600);
    playout.rest(600);
    expect(playout.position(600)).toBe(600 - BUFFER_MIN_MS);
  });

  test("follows a customer's clock that is set back and one that is set forward", () => {
    const playout = streamOf([20, 20, 20]);
    playout.position(200);
    playout.arrived(300, 300 + SKEW + 600_000);
    expect(playout.position(300)).toBe(300 + SKEW + 600_000 - BUFFER_MIN_MS);
    playout.arrived(400, 400 + SKEW);
    expect(playout.position(400)).toBeGreaterThan(400 + SKEW);
  });

  test("never goes back behind a picture that was just built", () => {
    const playout = new Playout();
    playout.jumpTo(5_000);
    expect(playout.position(10)).toBe(5_000);
    playout.jumpTo(4_000);
    expect(playout.position(20)).toBe(5_000);
  });
});
