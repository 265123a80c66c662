import { expect, test } from "vitest";
import { Reel, type Timed } from "./reel";
import { HEAD, missing, PAGE, ref, run } from "./segment.fixture";

function taken(reel: Reel, until: number): string[] {
  const lines: string[] = [];
  for (let line = reel.next; line && line.times.from <= until; line = reel.next) {
    reel.pass();
    lines.push(words(line));
  }
  return lines;
}

function words(line: Timed): string {
  return line.kind === "run"
    ? `${line.run.epoch}/${line.run.seq}`
    : `${line.missing.from_seq}-${line.missing.to_seq} missing`;
}

test("lines come in order, once, each at its time", () => {
  const reel = new Reel(PAGE);
  reel.thread(ref(0), { head: HEAD, lines: [run(0), run(1), missing(2, 3), run(4)] });
  expect(taken(reel, 1_500)).toEqual(["0/0", "0/1"]);
  expect(taken(reel, 1_500)).toEqual([]);
  expect(taken(reel, 1_900)).toEqual(["2-3 missing"]);
  expect(taken(reel, 99_000)).toEqual(["0/4"]);
});

test("one segment follows the other, and an epoch the one before", () => {
  const reel = new Reel(PAGE);
  reel.thread(ref(0), { head: HEAD, lines: [run(0)] });
  reel.thread(ref(5), { head: HEAD, lines: [run(5)] });
  const lines = [run(0, { epoch: 1, t0: 9_000, t1: 9_100, received_at: 9_200 })];
  reel.thread(ref(0, { epoch: 1, from_at: 9_000 }), { head: HEAD, lines });
  expect(taken(reel, 99_000)).toEqual(["0/0", "0/5", "1/0"]);
});

test("a segment that has grown brings only what is new", () => {
  const reel = new Reel(PAGE);
  reel.thread(ref(0), { head: HEAD, lines: [run(0), run(1)] });
  expect(taken(reel, 500)).toEqual(["0/0"]);
  reel.thread(ref(0), { head: HEAD, lines: [run(0), run(1), run(2)] });
  expect(taken(reel, 99_000)).toEqual(["0/1", "0/2"]);
});

test("times are of the segment's beginning, however the page's clock went", () => {
  const reel = new Reel(PAGE);
  reel.thread(ref(0, { from_at: 5_000 }), { head: { ...HEAD, offset_ms: 0 }, lines: [run(3)] });
  expect(reel.next?.times.from).toBe(5_000);
});
