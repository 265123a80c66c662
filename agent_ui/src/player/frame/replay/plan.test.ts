import { expect, test } from "vitest";
import type { SegmentRef } from "../../replayPort";
import type { Timeline } from "../../timeline";
import { Plan, type Way } from "./plan";
import { PAGE, ref } from "./segment.fixture";

const FOLLOW: Way = { held: null, skipIdle: false };
const SKIP: Way = { held: null, skipIdle: true };

function plan(segments: SegmentRef[], more: Partial<Timeline> = {}): Plan {
  const timeline: Timeline = {
    start: 0,
    end: 60_000,
    isOpen: false,
    shifts: [{ at: 0, page: PAGE }],
    idle: [],
    activity: [],
    gaps: [],
    ...more,
  };
  return new Plan({ type: "recording", siteKey: "pk", timeline, segments });
}

const seqs = (segments: SegmentRef[]): number[] => segments.map(({ seq }) => seq);

test("a picture needs the segment of its time when that begins with a checkpoint", () => {
  const whole = plan([ref(20), ref(0), ref(10)]);
  expect([0, 9_999, 10_000, 59_000].map((at) => seqs(whole.chain(PAGE, at)))).toEqual([
    [0],
    [0],
    [10],
    [20],
  ]);
});

test("without one it needs what comes before, from the last checkpoint on", () => {
  const whole = plan([
    ref(0),
    ref(10),
    ref(20, { checkpoint: false }),
    ref(30, { checkpoint: false }),
  ]);
  expect(seqs(whole.chain(PAGE, 35_000))).toEqual([10, 20, 30]);
});

test("a page is shown as it will begin before its first picture, and not at all without any", () => {
  const whole = plan([ref(10)]);
  expect(seqs(whole.chain(PAGE, 3_000))).toEqual([10]);
  expect(whole.chain("unknown", 3_000)).toEqual([]);
});

test("a chain of a page that never made a checkpoint has an end", () => {
  const segments = Array.from({ length: 500 }, (_, at) => ref(at * 10, { checkpoint: false }));
  expect(plan(segments).chain(PAGE, 9e9).length).toBeLessThan(100);
});

test("a page that is held is shown whichever is in use", () => {
  const shifts = [
    { at: 0, page: "a" },
    { at: 5_000, page: "b" },
  ];
  const whole = plan([], { shifts });
  expect(whole.page(6_000, FOLLOW)).toBe("b");
  expect(whole.page(6_000, { ...FOLLOW, held: "a" })).toBe("a");
  expect(whole.border(1_000, FOLLOW)).toBe(5_000);
  expect(whole.border(1_000, { ...FOLLOW, held: "a" })).toBe(60_000);
});

test("idle time is passed over only where that is asked for", () => {
  const whole = plan([ref(0)], { idle: [{ from_at: 4_000, to_at: 9_000 }] });
  expect([whole.border(1_000, FOLLOW), whole.border(1_000, SKIP)]).toEqual([60_000, 4_000]);
  expect([whole.landing(4_000, FOLLOW), whole.landing(4_000, SKIP)]).toEqual([4_000, 9_000]);
  expect(whole.landing(9_000, SKIP)).toBe(9_000);
});

test("what comes next is the page's next segment, or where the visitor goes before that", () => {
  const other = ref(0, { page: "b", from_at: 8_000 });
  const shifts = [
    { at: 0, page: PAGE },
    { at: 8_000, page: "b" },
  ];
  const first = ref(0);
  const straight = plan([first, ref(10), other]);
  expect(straight.upcoming(first, 1_000, FOLLOW)).toEqual([ref(10)]);
  const turning = plan([first, ref(10), other], { shifts });
  expect(turning.upcoming(first, 1_000, FOLLOW)).toEqual([other]);
});

test("what comes next behind idle time is where that ends", () => {
  const first = ref(0);
  const whole = plan([first, ref(10), ref(20), ref(30)], {
    idle: [{ from_at: 4_000, to_at: 34_000 }],
  });
  expect(seqs(whole.upcoming(first, 1_000, SKIP))).toEqual([30]);
});
