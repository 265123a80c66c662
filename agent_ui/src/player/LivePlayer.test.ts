import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Batch } from "../wire/messages.gen";
import { LivePlayer, type LivePlayerOptions } from "./LivePlayer";
import { type FromFrame, PLAYER_FRAME, PORT, READY, type ToFrame } from "./port";

const REPLAY = "http://127.0.0.1:8001";

let container: HTMLElement;
let player: LivePlayer;
let needs: unknown[];
let errors: string[];
let consoleEnd: MessagePort | null;

beforeEach(() => {
  // The test's own document must not go and fetch the frame's page.
  Reflect.get(window, "happyDOM").settings.navigation.disableChildFrameNavigation = true;
  vi.useFakeTimers();
  container = document.createElement("div");
  document.body.append(container);
  needs = [];
  errors = [];
  consoleEnd = null;
  const Channel = MessageChannel;
  vi.stubGlobal(
    "MessageChannel",
    class extends Channel {
      constructor() {
        super();
        consoleEnd = this.port1;
      }
    },
  );
  const options: LivePlayerOptions = {
    container,
    replayOrigin: REPLAY,
    theme: "dark",
    title: "Maria's page, live",
    onNeed: (page, why) => needs.push([page, why]),
    onState: vi.fn(),
    onShown: vi.fn(),
    onError: (code) => errors.push(code),
  };
  player = new LivePlayer(options);
});

afterEach(() => {
  player.destroy();
  container.remove();
  vi.useRealTimers();
});

function frame(): HTMLIFrameElement {
  const iframe = container.querySelector("iframe");
  if (!iframe) throw new Error("there is no frame");
  return iframe;
}

/** Plays the frame's side of the handshake and returns its end of the port. */
function knock(origin = REPLAY, source: unknown = frame().contentWindow): MessagePort | null {
  let given: MessagePort | null = null;
  const target = frame().contentWindow as Window;
  const post = vi.spyOn(target, "postMessage").mockImplementation(((
    message: { type: string },
    _origin: string,
    ports: MessagePort[],
  ) => {
    if (message.type === PORT) given = ports[0] ?? null;
  }) as typeof target.postMessage);
  const knocked = new MessageEvent("message", { data: { type: READY } });
  Object.defineProperties(knocked, { origin: { value: origin }, source: { value: source } });
  window.dispatchEvent(knocked);
  post.mockRestore();
  return given;
}

/** Says something as the frame would, without waiting for the port to carry it. */
function hear(message: FromFrame): void {
  consoleEnd?.onmessage?.(new MessageEvent("message", { data: message }));
}

async function heard(port: MessagePort, count: number): Promise<ToFrame[]> {
  vi.useRealTimers();
  const messages: ToFrame[] = [];
  await new Promise<void>((resolve) => {
    port.onmessage = (event) => {
      messages.push(event.data);
      if (messages.length === count) resolve();
    };
  });
  return messages;
}

function batch(payload: Uint8Array): Batch {
  return { page: "p", epoch: 0, seq: 0, payload } as Batch;
}

test("the frame has the name and the sandbox that others rely on", () => {
  expect(frame().name).toBe(PLAYER_FRAME);
  expect(frame().title).toBe("Maria's page, live");
  expect(frame().getAttribute("sandbox")).toBe("allow-scripts allow-same-origin");
  expect(frame().src.startsWith(REPLAY)).toBe(true);
});

test("nobody but the frame, from the replay origin, is given a port", () => {
  expect(knock("http://evil.test")).toBeNull();
  expect(knock(REPLAY, window)).toBeNull();
  expect(knock()).not.toBeNull();
});

test("what came before the port goes through it in order, and bytes are handed over", async () => {
  const payload = new Uint8Array([1, 2, 3]);
  player.picture({ session: "s", page: "p", why: "join", waiting: false }, "pk_12345678");
  player.batch({ session: "s", offset_ms: 5, batch: batch(payload) });
  const port = knock() as MessagePort;
  const messages = await heard(port, 5);
  expect(messages.map(({ type }) => type)).toEqual(["theme", "clock", "link", "start", "batch"]);
  expect(messages.at(-1)).toMatchObject({ offsetMs: 5 });
  expect(payload.byteLength).toBe(0);
});

test("a frame that does not answer is loaded again, and the console hears of it once", () => {
  const loads: string[] = [];
  Object.defineProperty(frame(), "src", { set: (src: string) => loads.push(src) });
  vi.advanceTimersByTime(120_000);
  expect(loads.length).toBeGreaterThan(2);
  expect(errors).toEqual(["frame_unreachable"]);
});

test("a frame that was loaded anew knows nothing, and a picture is asked for", () => {
  knock();
  expect(needs).toEqual([]);
  knock();
  vi.advanceTimersByTime(10);
  expect(needs).toEqual([[null, "reloaded"]]);
});

test("a page that never can be shown asks for a picture ever more rarely", () => {
  const port = knock() as MessagePort;
  expect(port).not.toBeNull();
  player.picture({ session: "s", page: "p", why: "join", waiting: false }, "pk_12345678");
  const times: number[] = [];
  for (let second = 0; second < 60; second++) {
    const before = needs.length;
    hear({ type: "need", page: "p", why: "broken" });
    vi.advanceTimersByTime(1_000);
    if (needs.length > before) times.push(second);
  }
  expect(times.length).toBeGreaterThan(2);
  expect(times.length).toBeLessThan(8);
  const asked = needs.length;
  hear({ type: "need", page: "p", why: "woke" });
  vi.advanceTimersByTime(1);
  expect(needs.length).toBe(asked + 1);
  expect(needs.at(-1)).toEqual(["p", "woke"]);
});

test("a frame that asks for a page it no longer shows is not heard", () => {
  knock();
  player.picture({ session: "s", page: "p", why: "join", waiting: false }, "pk_12345678");
  hear({ type: "need", page: "other", why: "broken" });
  vi.advanceTimersByTime(5_000);
  expect(needs).toEqual([]);
});
