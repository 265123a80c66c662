import { expect, test } from "vitest";
import { shiftsOf } from "./shifts";
import { moment, recordingOf, span } from "./timeline.fixture";

function shifts(...of: Parameters<typeof recordingOf>): [number, string][] {
  const { pages, segments } = recordingOf(...of);
  return shiftsOf(pages, segments).map(({ at, page }) => [at, page]);
}

test("a visit of one page shows it from its first picture on", () => {
  expect(
    shifts([{ id: "a", opened_at: 100 }], [{ page: "a", from_at: 400, to_at: 9_000 }]),
  ).toEqual([[400, "a"]]);
});

test("the next page takes the place of the one that was left", () => {
  const left = moment("left", 5_000);
  expect(
    shifts(
      [{ id: "a" }, { id: "b" }],
      [
        { page: "a", from_at: 0, to_at: 5_000, moments: [left] },
        { page: "b", from_at: 5_800, to_at: 9_000 },
      ],
    ),
  ).toEqual([
    [0, "a"],
    [5_800, "b"],
  ]);
});

test("the tab that is turned to is the one in use, and the other when that is left", () => {
  const front = { visible: true, focused: true };
  const back = { visible: false, focused: false };
  expect(
    shifts(
      [{ id: "a" }, { id: "b" }],
      [
        {
          page: "a",
          from_at: 0,
          to_at: 20_000,
          moments: [moment("shown", 3_000, back), moment("shown", 8_000, front)],
        },
        {
          page: "b",
          from_at: 3_500,
          to_at: 20_000,
          moments: [
            moment("shown", 3_500, front),
            moment("shown", 8_000, back),
            moment("shown", 12_000, front),
            moment("left", 15_000),
          ],
        },
      ],
    ),
  ).toEqual([
    [0, "a"],
    [3_500, "b"],
    [8_000, "a"],
    [12_000, "b"],
    [15_000, "a"],
  ]);
});

test("a tab opened in the background does not take the screen", () => {
  const hidden = moment("shown", 4_000, { visible: false });
  expect(
    shifts(
      [{ id: "a" }, { id: "b" }],
      [
        { page: "a", from_at: 0, to_at: 9_000 },
        { page: "b", from_at: 4_000, to_at: 9_000, moments: [hidden] },
      ],
    ),
  ).toEqual([[0, "a"]]);
});

test("where a tab is acted on is the page in use, whatever has the focus", () => {
  expect(
    shifts(
      [{ id: "a" }, { id: "b" }],
      [
        { page: "a", from_at: 0, to_at: 9_000, activity: [span(6_000, 7_000)] },
        { page: "b", from_at: 2_000, to_at: 9_000 },
      ],
    ),
  ).toEqual([
    [0, "a"],
    [2_000, "b"],
    [6_000, "a"],
  ]);
});

test("a page of which nothing was recorded is never in use", () => {
  expect(shifts([{ id: "a" }, { id: "b" }], [{ page: "b", from_at: 10, to_at: 20 }])).toEqual([
    [10, "b"],
  ]);
});
