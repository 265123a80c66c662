import { expect, test } from "vitest";
import type { FromReplay, ReplayState } from "../../replayPort";
import { Report } from "./report";

const PLAYING: ReplayState = {
  at: 5_000,
  playing: true,
  buffering: false,
  speed: 1,
  page: "a",
  ended: false,
  gap: null,
  error: null,
};
const REACHED = { page: "a", epoch: 1, seq: 7 };

function report() {
  const root = document.createElement("main");
  const said: FromReplay[] = [];
  return { root, said, of: new Report(root, (message) => said.push(message)) };
}

test("the root element carries what is on the screen", () => {
  const { root, of } = report();
  of.tell({ ...PLAYING, at: 5_000.4, gap: "spool_full" }, REACHED, 0, 0);
  expect({ ...root.dataset }).toEqual({
    mode: "replay",
    state: "playing",
    at: "5000",
    gap: "spool_full",
    page: "a",
    epoch: "1",
    seq: "7",
  });
  of.tell(PLAYING, REACHED, 0, 16);
  expect(root.dataset.gap).toBeUndefined();
});

test.each<[Partial<ReplayState>, string]>([
  [{}, "playing"],
  [{ playing: false }, "paused"],
  [{ buffering: true }, "buffering"],
  [{ ended: true }, "ended"],
])("%j is called %s", (state, called) => {
  const { root, of } = report();
  of.tell({ ...PLAYING, ...state }, null, 0, 0);
  expect(root.dataset.state).toBe(called);
  expect(root.dataset.seq).toBeUndefined();
});

test("time going on is told ten times a second, everything else at once", () => {
  const { said, of } = report();
  for (let now = 0; now < 1_000; now += 16) of.tell({ ...PLAYING, at: now }, REACHED, 0, now);
  expect(said.length).toBeLessThanOrEqual(11);
  const before = said.length;
  of.tell({ ...PLAYING, at: 999, playing: false }, REACHED, 0, 1_001);
  of.tell({ ...PLAYING, at: 999, playing: false }, REACHED, 1, 1_002);
  of.tell({ ...PLAYING, at: 999, playing: false }, REACHED, 1, 1_003);
  expect(said.length).toBe(before + 2);
});
