import { expect, test } from "vitest";
import { timelineOf } from "../../../player/timeline";
import { moment, recordingOf, span } from "../../../player/timeline.fixture";
import { momentAt, placeAt, shareOf, tickNear, ticksOf, trackOf } from "./track";

const CART = "https://shop.test/cart";
const SHOP = "https://shop.test/";

const recording = recordingOf(
  [
    { id: "a", opened_at: 1_000, title: "Thanks" },
    { id: "b", opened_at: 5_000, title: "Help" },
  ],
  [
    {
      page: "a",
      from_at: 1_000,
      to_at: 9_000,
      url: SHOP,
      activity: [span(1_000, 2_000)],
      moments: [
        moment("navigated", 1_200, { url: SHOP, title: "The shop" }),
        moment("navigated", 3_000, { url: CART, title: "" }),
        moment("navigated", 3_100, { url: CART, title: "Your cart" }),
        moment("paused", 4_000),
      ],
    },
    { page: "b", from_at: 5_200, to_at: 8_000, url: "https://shop.test/help" },
    { page: "a", seq: 20, from_at: 9_500, to_at: 12_000, moments: [moment("gap", 9_500)] },
  ],
);

test("pages, addresses, pauses and gaps are told in the order of their time", () => {
  expect(ticksOf(recording).map(({ at, kind, page }) => [at, kind, page])).toEqual([
    [1_000, "opened", "a"],
    [3_000, "navigated", "a"],
    [4_000, "paused", "a"],
    [5_200, "opened", "b"],
    [9_500, "gap", "a"],
  ]);
});

test("a title that comes a moment after its address names it, and is no new stop", () => {
  const ticks = ticksOf(recording);
  expect(placeAt(ticks, "a", 1_000)).toMatchObject({ title: "The shop", url: SHOP });
  expect(placeAt(ticks, "a", 3_500)).toMatchObject({ title: "Your cart", url: CART });
  expect(placeAt(ticks, "b", 6_000)).toMatchObject({ title: "Help" });
});

test("a place that is told with the title of the one before is named by its own", () => {
  const named = (at: number, url: string, title: string) => moment("navigated", at, { url, title });
  const ticks = ticksOf(
    recordingOf(
      [{ id: "a" }],
      [
        {
          page: "a",
          from_at: 0,
          to_at: 9_000,
          url: SHOP,
          moments: [
            named(0, SHOP, "The shop"),
            named(3_000, CART, "The shop"),
            named(3_090, CART, "Your cart"),
            named(4_000, CART, "(1) Your cart"),
          ],
        },
      ],
    ),
  );
  expect(ticks.map(({ title }) => title)).toEqual(["The shop", "Your cart"]);
});

test("before its first moment a page is what it was first", () => {
  expect(placeAt(ticksOf(recording), "b", 0)?.title).toBe("Help");
  expect(placeAt(ticksOf(recording), "nobody", 0)).toBeNull();
});

test("a page of which nothing is recorded is no point to go to", () => {
  expect(ticksOf(recordingOf([{ id: "a" }], []))).toEqual([]);
});

test("the track reaches to the present while the visit goes on", () => {
  const timeline = timelineOf(recording);
  if (!timeline) throw new Error("nothing recorded");
  const track = trackOf(
    { ...recording, session: { ...recording.session, started_at: 500 } },
    timeline,
    20_000,
  );
  expect(track).toMatchObject({ from_at: 500, to_at: 20_000, recorded: span(1_000, 12_000) });
  expect(track.busy.some((busy) => busy > 0)).toBe(true);
});

test("place and moment are each other's opposite, and never outside", () => {
  const track = { from_at: 1_000, to_at: 5_000 };
  expect(shareOf(track, 2_000)).toBe(0.25);
  expect(momentAt(track, 0.25)).toBe(2_000);
  expect(shareOf(track, 9_000)).toBe(1);
  expect(momentAt(track, -1)).toBe(1_000);
  expect(shareOf({ from_at: 5, to_at: 5 }, 5)).toBe(0);
});

test("the nearest tick within reach is spoken of", () => {
  const ticks = ticksOf(recording);
  expect(tickNear(ticks, 3_900, 500)?.kind).toBe("paused");
  expect(tickNear(ticks, 7_000, 500)).toBeNull();
});
