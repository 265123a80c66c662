import { expect, test } from "vitest";
import { density, pageAt, tabsAt, timelineOf } from "./timeline";
import { moment, recordingOf, span } from "./timeline.fixture";

function laidOut(...of: Parameters<typeof recordingOf>) {
  const timeline = timelineOf(recordingOf(...of));
  if (!timeline) throw new Error("there is nothing to see");
  return timeline;
}

test("a recording without segments has no timeline", () => {
  expect(timelineOf(recordingOf([{ id: "a" }], []))).toBeNull();
});

test("it spans from the first segment to the end of the last, over all pages", () => {
  const { start, end, isOpen } = laidOut(
    [{ id: "a" }, { id: "b" }],
    [
      { page: "a", from_at: 1_000, to_at: 90_000 },
      { page: "b", from_at: 30_000, to_at: 60_000, is_open: true },
    ],
  );
  expect([start, end, isOpen]).toEqual([1_000, 90_000, true]);
});

test("idle time lies between what was done, less a lead-in and a see-out", () => {
  const { idle } = laidOut(
    [{ id: "a" }],
    [
      {
        page: "a",
        from_at: 0,
        to_at: 40_000,
        activity: [span(500, 2_000), span(5_000, 6_000), span(20_000, 21_000)],
      },
    ],
  );
  // 2,000 to 5,000 is too short to skip; what is over at 21,000 is seen out until 22,000.
  expect(idle).toEqual([span(7_000, 19_500), span(22_000, 40_000)]);
});

test("a page that opens or navigates in the quiet is no idle time", () => {
  const { idle } = laidOut(
    [{ id: "a" }],
    [{ page: "a", from_at: 0, to_at: 10_000, moments: [moment("navigated", 5_000)] }],
  );
  expect(idle).toEqual([span(1_000, 4_500), span(6_000, 10_000)]);
});

test("a gap lasts until the page's next segment, as far as is known", () => {
  const lost = moment("gap", 9_000, { reason: "spool_full" });
  const { gaps } = laidOut(
    [{ id: "a" }, { id: "b" }],
    [
      { page: "a", from_at: 0, to_at: 9_000, moments: [lost] },
      { page: "b", from_at: 10_000, to_at: 12_000 },
      { page: "a", epoch: 1, from_at: 21_000, to_at: 30_000 },
    ],
  );
  expect(gaps).toEqual([{ page: "a", reason: "spool_full", from_at: 9_000, to_at: 21_000 }]);
});

test("the page in use is known at every moment, also before the first and after the last", () => {
  const timeline = laidOut(
    [{ id: "a" }, { id: "b" }],
    [
      { page: "a", from_at: 1_000, to_at: 5_000 },
      { page: "b", from_at: 6_000, to_at: 9_000 },
    ],
  );
  expect([0, 1_000, 5_999, 6_000, 99_000].map((at) => pageAt(timeline, at))).toEqual([
    "a",
    "a",
    "a",
    "b",
    "b",
  ]);
});

test("tabs are those that had a picture and were not left", () => {
  const recording = recordingOf(
    [{ id: "a", left_at: 5_000 }, { id: "b" }, { id: "c" }],
    [
      { page: "a", from_at: 1_000, to_at: 5_000 },
      { page: "b", from_at: 3_000, to_at: 9_000 },
    ],
  );
  const open = (at: number) => tabsAt(recording, at).map(({ id }) => id);
  expect([open(0), open(2_000), open(4_000), open(6_000)]).toEqual([[], ["a"], ["a", "b"], ["b"]]);
});

test("density tells the share of each part in which something was done", () => {
  const timeline = laidOut(
    [{ id: "a" }],
    [{ page: "a", seq: 1, from_at: 0, to_at: 10_000, activity: [span(2_000, 5_000)] }],
  );
  expect(density(timeline, 5)).toEqual([0, 1, 0.5, 0, 0]);
});

test("a single click shows in the density", () => {
  const timeline = laidOut(
    [{ id: "a" }],
    [{ page: "a", seq: 1, from_at: 0, to_at: 100_000, activity: [span(50_500, 50_500)] }],
  );
  expect(density(timeline, 10)[5]).toBeGreaterThan(0);
});

test("a recording of one instant has a density of nothing", () => {
  const timeline = laidOut([{ id: "a" }], [{ page: "a", from_at: 5, to_at: 5 }]);
  expect(density(timeline, 3)).toEqual([0, 0, 0]);
});
