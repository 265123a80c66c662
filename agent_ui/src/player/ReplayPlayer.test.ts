import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Lost } from "./loader";
import { PLAYER_FRAME, PORT, READY } from "./port";
import { ReplayPlayer } from "./ReplayPlayer";
import type { FromReplay, ReplayState, ToReplay } from "./replayPort";
import { recordingOf } from "./timeline.fixture";

const REPLAY = "http://127.0.0.1:8001";
const HASH = "c".repeat(64);
const RECORDING = recordingOf(
  [{ id: "a" }],
  [{ page: "a", from_at: 1_000, to_at: 9_000, sheets: [HASH] }],
);
const TWO = recordingOf(
  [{ id: "a" }],
  [
    { page: "a", from_at: 1_000, to_at: 5_000, sheets: [HASH] },
    { page: "a", seq: 9, from_at: 5_000, to_at: 9_000, sheets: [HASH] },
  ],
);

let container: HTMLElement;
let player: ReplayPlayer;
let states: ReplayState[];
let asked: string[];
let broken: Set<string>;
let lost: Set<string>;
/** Nothing is answered before. */
let answering: Promise<void>;
let told: ToReplay[];
let frame: MessagePort | null;

beforeEach(() => {
  // The test's own document must not go and fetch the frame's page.
  Reflect.get(window, "happyDOM").settings.navigation.disableChildFrameNavigation = true;
  container = document.createElement("div");
  document.body.append(container);
  states = [];
  asked = [];
  broken = new Set();
  lost = new Set();
  answering = Promise.resolve();
  told = [];
  const fetched = async <T>(name: string, what: T): Promise<T> => {
    asked.push(name);
    await answering;
    if (broken.has(name)) throw new Error("unreachable");
    if (lost.has(name)) throw new Lost("not_found");
    return what;
  };
  player = new ReplayPlayer({
    container,
    replayOrigin: REPLAY,
    theme: "dark",
    title: "Maria's visit",
    load: {
      segment: (page, epoch, seq) => fetched(`${page}/${epoch}/${seq}`, new ArrayBuffer(4)),
      sheet: (hash) => fetched(hash, "p{}"),
    },
    onState: (state) => states.push(state),
  });
});

afterEach(() => {
  player.destroy();
  frame?.close();
  frame = null;
  container.remove();
  vi.useRealTimers();
});

/** Plays the frame's side of the handshake. */
function meet(): MessagePort {
  const iframe = container.querySelector("iframe");
  if (!iframe?.contentWindow) throw new Error("there is no frame");
  let given: MessagePort | undefined;
  const post = (message: unknown, _origin: string, [port]: MessagePort[]): void => {
    expect(message).toEqual({ type: PORT, mode: "replay" });
    given = port;
  };
  vi.spyOn(iframe.contentWindow, "postMessage").mockImplementation(post as never);
  const source = iframe.contentWindow as unknown as Window;
  window.dispatchEvent(
    new MessageEvent("message", { data: { type: READY }, origin: REPLAY, source } as never),
  );
  if (!given) throw new Error("no port was given");
  told = [];
  given.onmessage = (event: MessageEvent<ToReplay>) => told.push(event.data);
  frame = given;
  return given;
}

function say(message: FromReplay): void {
  frame?.postMessage(message);
}

const kinds = (): string[] => told.map(({ type }) => type);

test("what was asked for before the frame was there is told when it is", async () => {
  player.open(RECORDING, 2_000);
  player.setSpeed(4);
  player.play();
  meet();
  await vi.waitFor(() => expect(kinds()).toContain("play"));
  expect(container.querySelector(`iframe[name="${PLAYER_FRAME}"]`)).not.toBeNull();
  expect(told).toContainEqual({ type: "seek", at: 2_000 });
  expect(told).toContainEqual({ type: "speed", speed: 4 });
  expect(told.find(({ type }) => type === "recording")).toMatchObject({
    siteKey: "pk_site",
    timeline: { start: 1_000, end: 9_000 },
    segments: [{ page: "a", epoch: 0, seq: 0, sheets: [HASH] }],
  });
});

test("a frame that is loaded again is told where it was", async () => {
  player.open(RECORDING, 2_000);
  meet();
  await vi.waitFor(() => expect(kinds()).toContain("seek"));
  const heard = told.length;
  const state = { at: 5_500, playing: true, buffering: false, speed: 2 as const, page: "a" };
  say({ type: "state", heard, ...state, ended: false, gap: null, error: null });
  await vi.waitFor(() => expect(states.at(-1)?.at).toBe(5_500));
  meet();
  await vi.waitFor(() => expect(kinds()).toContain("play"));
  expect(told).toContainEqual({ type: "seek", at: 5_500 });
  expect(told).toContainEqual({ type: "speed", speed: 2 });
});

test("a command shows at once, and what the frame said before it does not undo it", async () => {
  player.open(RECORDING, 2_000);
  meet();
  await vi.waitFor(() => expect(kinds()).toContain("seek"));
  const heard = told.length;
  player.seek(7_000);
  expect(states.at(-1)).toMatchObject({ at: 7_000, buffering: true });
  const rest = { playing: false, speed: 1 as const, page: "a", ended: false };
  const stale = { at: 2_000, buffering: false, gap: null, error: null, ...rest };
  say({ type: "state", heard, ...stale });
  say({ type: "state", heard: heard + 1, ...stale, at: 7_000 });
  await vi.waitFor(() => expect(states.at(-1)?.buffering).toBe(false));
  expect(states.map(({ at }) => at)).toEqual([2_000, 7_000, 7_000]);
});

test("a segment and its style sheets are fetched and passed on, and nothing else is", async () => {
  player.open(RECORDING, 2_000);
  meet();
  say({ type: "ask", page: "a", epoch: 7, seq: 7, sheets: [] });
  say({ type: "ask", page: "a", epoch: 0, seq: 0, sheets: [HASH, "d".repeat(64)] });
  await vi.waitFor(() => expect(kinds()).toContain("segment"));
  expect(asked).toEqual(["a/0/0", HASH]);
  const segment = told.find(({ type }) => type === "segment");
  expect(segment).toMatchObject({ page: "a", epoch: 0, seq: 0, sheets: [[HASH, "p{}"]] });
});

test("of a segment that was not sealed yet the frame names the style sheets", async () => {
  const segment = { page: "a", from_at: 1_000, to_at: 9_000, sealed: false };
  player.open(recordingOf([{ id: "a" }], [segment]), 2_000);
  meet();
  say({ type: "ask", page: "a", epoch: 0, seq: 0, sheets: [HASH, "../../../elsewhere"] });
  await vi.waitFor(() => expect(kinds()).toContain("segment"));
  expect(asked).toEqual(["a/0/0", HASH]);
});

test("what cannot be fetched is tried again, and told to be out of reach at last", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  broken.add("a/0/0");
  player.open(RECORDING, 2_000);
  meet();
  say({ type: "ask", page: "a", epoch: 0, seq: 0, sheets: [HASH] });
  for (let tries = 0; tries < 20 && !kinds().includes("unreachable"); tries++) {
    await vi.advanceTimersByTimeAsync(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(told).toContainEqual({ type: "unreachable", page: "a", epoch: 0, seq: 0 });
  expect(asked.filter((name) => name === "a/0/0")).toHaveLength(3);
});

test("what the service has no more is told to be lost, after it was asked for again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  lost.add("a/0/0");
  player.open(RECORDING, 2_000);
  meet();
  say({ type: "ask", page: "a", epoch: 0, seq: 0, sheets: [] });
  for (let tries = 0; tries < 20 && !kinds().includes("lost"); tries++) {
    await vi.advanceTimersByTimeAsync(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(told).toContainEqual({ type: "lost", page: "a", epoch: 0, seq: 0 });
  expect(asked.filter((name) => name === "a/0/0")).toHaveLength(3);
});

test("a style sheet that two segments want at once is fetched once", async () => {
  let answer = (): void => {};
  answering = new Promise((resolve) => {
    answer = resolve;
  });
  player.open(TWO, 2_000);
  meet();
  say({ type: "ask", page: "a", epoch: 0, seq: 0, sheets: [HASH] });
  say({ type: "ask", page: "a", epoch: 0, seq: 9, sheets: [HASH] });
  await vi.waitFor(() => expect(asked).toContain("a/0/9"));
  answer();
  await vi.waitFor(() => expect(kinds().filter((kind) => kind === "segment")).toHaveLength(2));
  expect(asked.filter((name) => name === HASH)).toHaveLength(1);
  const segments = told.filter(({ type }) => type === "segment");
  for (const segment of segments) expect(segment).toMatchObject({ sheets: [[HASH, "p{}"]] });
});

test("a page without its style sheet is better than none", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  broken.add(HASH);
  player.open(RECORDING, 2_000);
  meet();
  say({ type: "ask", page: "a", epoch: 0, seq: 0, sheets: [HASH] });
  for (let tries = 0; tries < 20 && !kinds().includes("segment"); tries++) {
    await vi.advanceTimersByTimeAsync(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(told.find(({ type }) => type === "segment")).toMatchObject({ sheets: [] });
});

test("the index may grow while it is played, and a recording may be empty", async () => {
  player.open(recordingOf([], []), 0);
  meet();
  await vi.waitFor(() => expect(kinds()).toContain("seek"));
  expect(kinds()).not.toContain("recording");
  player.open(RECORDING);
  await vi.waitFor(() => expect(kinds()).toContain("recording"));
  expect(kinds().filter((kind) => kind === "seek")).toHaveLength(1);
});
