import { expect, test } from "vitest";
import { aSession } from "../../live/sessions.fixture";
import { byDay } from "./days";

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();

test("visits of one day of the reader's calendar stand together, in the order they came in", () => {
  const visits = [at(22, 9), at(22, 0), at(21, 23), at(19, 12)].map((started_at, i) =>
    aSession({ id: `${i}`, started_at }),
  );
  expect(byDay(visits).map((day) => day.visits.map((visit) => visit.id))).toEqual([
    ["0", "1"],
    ["2"],
    ["3"],
  ]);
});

test("no visit, no day", () => {
  expect(byDay([])).toEqual([]);
});
