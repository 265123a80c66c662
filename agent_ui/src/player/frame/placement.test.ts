import { expect, test } from "vitest";
import { place } from "./placement";

test("a page larger than the frame is shown whole and centred", () => {
  const placed = place({ width: 1600, height: 900 }, { width: 800, height: 600 }, 1);
  expect(placed).toEqual({ scale: 0.5, left: 0, top: 75 });
});

test("a page smaller than the frame keeps its size", () => {
  const placed = place({ width: 390, height: 844 }, { width: 1000, height: 1000 }, 2);
  expect(placed).toEqual({ scale: 1, left: 305, top: 78 });
});

test("a page begins on a whole device pixel", () => {
  const { left } = place({ width: 333, height: 100 }, { width: 1000, height: 1000 }, 1.5);
  expect(Number.isInteger(Math.round(left * 1.5 * 1e6) / 1e6)).toBe(true);
});

test("a frame or a page without a size does no harm", () => {
  expect(place({ width: 0, height: 0 }, { width: 10, height: 10 }, 1).scale).toBe(1);
  expect(place({ width: 10, height: 10 }, { width: 0, height: 10 }, 1).scale).toBe(1);
});
