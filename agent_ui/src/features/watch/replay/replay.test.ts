import { beforeEach, expect, test, vi } from "vitest";
import { aSession } from "../../../live/sessions.fixture";
import type { ReplayState } from "../../../player/replayPort";
import { recordingOf, span } from "../../../player/timeline.fixture";
import type { Recording } from "../../../wire/messages.gen";
import { type Player, Replay } from "./replay";

let replay: Replay;
let player: { [K in keyof Player]: ReturnType<typeof vi.fn> };
const onBehind = vi.fn();
let now = 60_000;

beforeEach(() => {
  now = 60_000;
  onBehind.mockClear();
  replay = new Replay({ now: () => now, onBehind });
  const names = [
    "open",
    "play",
    "pause",
    "seek",
    "setSpeed",
    "setSkipIdle",
    "hold",
    "setTheme",
    "destroy",
  ] as const;
  player = Object.fromEntries(names.map((name) => [name, vi.fn()])) as typeof player;
});

/** A visit of one page from second 10 on, recorded up to `to_at`. */
function visit(to_at: number, state: "live" | "ended" = "ended"): Recording {
  const segment = { page: "p", from_at: 10_000, to_at, is_open: state === "live" };
  const recording = recordingOf([{ id: "p" }], [{ ...segment, activity: [span(10_000, to_at)] }]);
  return { ...recording, session: aSession({ state }) };
}

const attach = () => replay.attach(player as unknown as Player);
const state = () => replay.store.getState();

function says(over: Partial<ReplayState>): void {
  replay.hear({
    at: state().at,
    playing: state().playing,
    buffering: false,
    speed: 1,
    page: "p",
    ended: false,
    gap: null,
    error: null,
    ...over,
  });
}

test("what is asked for before there is an index and a player is done when both are there", () => {
  replay.look(20_000, true);
  replay.setSpeed(4);
  replay.know(visit(50_000));
  expect(player.open).not.toHaveBeenCalled();
  attach();
  expect(player.open).toHaveBeenCalledTimes(1);
  expect(player.setSpeed).toHaveBeenCalledWith(4);
  expect(player.seek).toHaveBeenCalledWith(20_000);
  expect(player.play).toHaveBeenCalled();
});

test("nothing is opened while the present is looked at", () => {
  replay.know(visit(50_000, "live"));
  attach();
  expect(player.open).not.toHaveBeenCalled();
});

test("a moment outside of the recording is the nearest one inside", () => {
  attach();
  replay.know(visit(50_000));
  replay.look(0, false);
  expect(player.seek).toHaveBeenLastCalledWith(10_000);
  replay.look(99_000, false);
  expect(player.seek).toHaveBeenLastCalledWith(50_000);
});

test("the picture counts as shown when the player has built it, not when it was told to", () => {
  player.seek.mockImplementation(() => says({ page: "p" }));
  attach();
  replay.know(visit(50_000));
  replay.look(20_000, true);
  expect(state()).toMatchObject({ shown: false, buffering: true });
  says({ buffering: true, page: "p" });
  expect(state().shown).toBe(false);
  says({ at: 20_100 });
  expect(state()).toMatchObject({ shown: true, buffering: false, at: 20_100, page: "p" });
});

test("a seek keeps the picture, a way over the present does not", () => {
  attach();
  replay.know(visit(50_000, "live"));
  replay.look(20_000, true);
  says({});
  replay.look(30_000, true);
  expect(state().shown).toBe(true);
  replay.live();
  replay.look(20_000, true);
  expect(state().shown).toBe(false);
});

test("what is newer than the index waits for a fresh one", () => {
  attach();
  replay.know(visit(40_000, "live"));
  replay.look(55_000, true);
  expect(onBehind).toHaveBeenCalledTimes(1);
  expect(player.seek).not.toHaveBeenCalled();
  replay.know(visit(58_000, "live"));
  expect(player.seek).toHaveBeenLastCalledWith(55_000);
});

test("out of the present one goes back from what happened last, not from the quiet since", () => {
  attach();
  replay.know(visit(40_000, "live"));
  replay.by(-10_000);
  replay.know(visit(41_000, "live"));
  expect(player.seek).toHaveBeenLastCalledWith(31_000);
  expect(player.play).toHaveBeenCalled();
});

test("played to the end of what there is, a visit that goes on is live again", () => {
  attach();
  replay.know(visit(40_000, "live"));
  replay.look(35_000, true);
  says({ at: 40_000, ended: true });
  replay.know(visit(40_500, "live"));
  expect(state().looking).toBe("live");
  expect(player.pause).toHaveBeenCalled();
});

test("held at the end of what there is, it stays held", () => {
  attach();
  replay.know(visit(60_000, "live"));
  replay.toggle();
  says({ at: 60_000, ended: true, playing: false });
  replay.know(visit(60_500, "live"));
  expect(state()).toMatchObject({ looking: "past", playing: false });
});

test("a grown index goes to the player without moving it", () => {
  attach();
  replay.know(visit(40_000, "live"));
  replay.look(20_000, true);
  says({ at: 20_500 });
  player.seek.mockClear();
  replay.know(visit(48_000, "live"));
  expect(player.open).toHaveBeenCalledTimes(2);
  expect(player.seek).not.toHaveBeenCalled();
});

test("from the end of a visit that is over it plays from the start", () => {
  attach();
  replay.know(visit(50_000));
  replay.look(45_000, true);
  says({ at: 50_000, ended: true, playing: false });
  replay.toggle();
  expect(player.seek).toHaveBeenLastCalledWith(10_000);
});

test("between two pages of a live visit nothing is open, and it is not over", () => {
  attach();
  const between = visit(59_000, "live");
  replay.know({ ...between, segments: between.segments.map((s) => ({ ...s, is_open: false })) });
  replay.toggle();
  expect(state().looking).toBe("past");
  expect(onBehind).toHaveBeenCalled();
});

test("what the player says after one went back to live changes nothing", () => {
  attach();
  replay.know(visit(50_000, "live"));
  replay.look(20_000, true);
  replay.live();
  says({ at: 20_400, gap: "missing" });
  expect(state()).toMatchObject({ looking: "live", gap: null });
});

test("a part that does not load is said, and tried again from the same moment", () => {
  attach();
  replay.know(visit(50_000));
  replay.look(20_000, true);
  says({ at: 21_000, error: "segment_unreachable" });
  expect(state().stuck).toBe(true);
  replay.again();
  expect(player.seek).toHaveBeenLastCalledWith(21_000);
  expect(state().stuck).toBe(false);
});

test("a picture that was held is held again when it could not be loaded at first", () => {
  attach();
  replay.know(visit(50_000));
  replay.look(20_000, false);
  says({ error: "segment_unreachable" });
  replay.again();
  expect(player.seek).toHaveBeenLastCalledWith(20_000);
  expect(player.play).not.toHaveBeenCalled();
});

test("speeds end at either end", () => {
  for (let i = 0; i < 9; i++) replay.faster(1);
  expect(state().speed).toBe(8);
  for (let i = 0; i < 9; i++) replay.faster(-1);
  expect(state().speed).toBe(0.5);
});

test("a withheld recording has nothing to look at", () => {
  attach();
  replay.look(20_000, true);
  replay.know({ ...visit(50_000), withheld: "no_consent" });
  expect(state().timeline).toBeNull();
  expect(player.open).not.toHaveBeenCalled();
});
