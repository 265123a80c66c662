import { EventType, type eventWithTime, IncrementalSource, MouseInteractions } from "@rrweb/types";
import { expect, test } from "vitest";
import { condense } from "./condense";

function increment(timestamp: number, data: object): eventWithTime {
  return { type: EventType.IncrementalSnapshot, timestamp, data } as eventWithTime;
}

const change = (at: number) =>
  increment(at, {
    source: IncrementalSource.Mutation,
    adds: [],
    removes: [],
    texts: [],
    attributes: [],
  });
const move = (at: number, x: number) =>
  increment(at, {
    source: IncrementalSource.MouseMove,
    positions: [
      { id: 1, x: 0, y: 0, timeOffset: -80 },
      { id: 1, x, y: 0, timeOffset: -20 },
    ],
  });
const scroll = (at: number, id: number, y: number) =>
  increment(at, { source: IncrementalSource.Scroll, id, x: 0, y });
const act = (at: number, type: number) =>
  increment(at, { source: IncrementalSource.MouseInteraction, type, id: 1, x: 0, y: 0 });

test("every change of the document is kept, in order", () => {
  const records = [change(1), change(2), change(3)];
  expect(condense(records).records).toEqual(records);
});

test("of pointer movements only the last place is left, without its way", () => {
  const { records } = condense([move(1, 10), change(2), move(3, 30)]);
  expect(records).toHaveLength(2);
  expect(records[1]?.data).toMatchObject({ positions: [{ x: 30, timeOffset: 0 }] });
});

test("scrolling is told apart, the last place of each node", () => {
  const { records, scrolls } = condense([scroll(1, 7, 10), scroll(2, 8, 20), scroll(3, 7, 30)]);
  expect(records).toEqual([]);
  expect(scrolls.map(({ id, y }) => [id, y])).toEqual([
    [8, 20],
    [7, 30],
  ]);
});

test("clicks of the past are not shown, the focus is", () => {
  const focus = act(2, MouseInteractions.Focus);
  expect(condense([act(1, MouseInteractions.Click), focus]).records).toEqual([focus]);
});
