import { expect, test } from "vitest";
import { aPage } from "../../live/sessions.fixture";
import { stopAt, stopsOf } from "./journey";
import type { Tick } from "./replay/track";

function tick(over: Partial<Tick>): Tick {
  return { at: 0, kind: "opened", page: "a", title: "A", url: "https://shop.test/a", ...over };
}

const ticks = [
  tick({ at: 1_000 }),
  tick({ at: 2_000, kind: "navigated", title: "A, part two" }),
  tick({ at: 3_000, kind: "paused" }),
];

test("pages newer than the index are on the way as well, those it knows only once", () => {
  const pages = [aPage({ id: "a", opened_at: 1_000 }), aPage({ id: "b", opened_at: 2_500 })];
  const stops = stopsOf(ticks, pages, true);
  expect(stops.map(({ page, kind }) => `${page} ${kind}`)).toEqual([
    "a opened",
    "a navigated",
    "b opened",
    "a paused",
  ]);
});

test("a page is open only while the visit goes on and it has not been left", () => {
  const pages = [aPage({ id: "a" }), aPage({ id: "b", condition: "left" })];
  expect(stopsOf([], pages, true).map(({ open }) => open)).toEqual([true, false]);
  expect(stopsOf([], pages, false).some(({ open }) => open)).toBe(false);
});

test("one is at the newest place of the shown page, pauses and gaps apart", () => {
  const stops = stopsOf(ticks, [], true);
  expect(stopAt(stops, "a", 1_500)?.at).toBe(1_000);
  expect(stopAt(stops, "a", 9_000)?.at).toBe(2_000);
  expect(stopAt(stops, "b", 9_000)).toBeNull();
});
