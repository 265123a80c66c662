/**
 * The core as a whole, with the real recorder, against the other end of its socket. Each test
 * evaluates it anew, as a page does.
 */
import { inflateSync } from "fflate";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Cobrowse, CobrowseWindow, ConsentMode } from "./handoff";
import { FULL_SNAPSHOT, type PageRecord } from "./records";
import { allowRecording, loadNothing } from "./testing/browser";
import { FakePost } from "./testing/polling";
import { FakeSocket, WELCOME } from "./testing/socket";
import type { Batch, Consent, Hello } from "./wire/messages.gen";

const page = window as CobrowseWindow;
let raised: [string, unknown][];
let loaded: string[];

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  loadNothing();
  allowRecording();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("requestIdleCallback", (fn: () => void) => setTimeout(fn, 0));
  vi.stubGlobal("cancelIdleCallback", clearTimeout);
  vi.spyOn(window, "fetch").mockResolvedValue(new Response());
  localStorage.clear();
  sessionStorage.clear();
  document.documentElement.innerHTML = `<head><title>Shop</title></head>
    <body><p id="p">hello</p><input id="i"></body>`;
  FakeSocket.all = [];
  raised = [];
  loaded = [];
});

afterEach(() => {
  page.cobrowse?.("stop");
  vi.useRealTimers();
});

async function start(mode: ConsentMode = "notice", queued: unknown[][] = []): Promise<void> {
  const cobrowse: Cobrowse = (...command) => cobrowse.q?.push(command);
  const events = ["ready", "consent", "watched", "ended", "error"];
  const listening = events.map((e) => ["on", e, (detail: unknown) => raised.push([e, detail])]);
  cobrowse.q = [...listening, ...queued];
  cobrowse.tag = {
    site: "pk_test_site_1",
    mode,
    core: "https://capture.example.test/capture/capture-1.js",
    load: (url) => loaded.push(url),
  };
  page.cobrowse = cobrowse;
  await import("./start");
}

function welcome(more: object = {}): FakeSocket {
  const socket = FakeSocket.last;
  socket.open();
  socket.event("welcome", { ...WELCOME, ...more });
  vi.advanceTimersByTime(1);
  return socket;
}

const batchesOf = (socket: FakeSocket): Batch[] =>
  socket.events.flatMap(([name, body]) => (name === "batch" ? [body as Batch] : []));

const recordsOf = (batch: Batch | undefined): PageRecord[] =>
  batch?.payload.length ? JSON.parse(new TextDecoder().decode(inflateSync(batch.payload))) : [];

const helloOf = (socket: FakeSocket): Hello => {
  const [first] = socket.packets;
  if (first?.type !== 0) throw new Error("it has not said hello");
  return first.data as Hello;
};

const kinds = (batch: Batch | undefined) => batch?.facts?.map(({ kind }) => kind);

/** Change the page and let the batch go. */
async function change(text: string): Promise<void> {
  document.querySelector("#p")?.setAttribute("title", text);
  await vi.advanceTimersByTimeAsync(1_100);
}

test("nothing is recorded before the welcome, and then a checkpoint first", async () => {
  await start();
  const socket = FakeSocket.last;
  expect(socket.url).toBe("wss://capture.example.test/capture/socket/?EIO=4&transport=websocket");
  socket.open();
  const hello = helloOf(socket);
  expect(hello).toMatchObject({ protocol: 1, site: "pk_test_site_1", title: "" });
  expect(socket.eventNames).toEqual([]);
  welcome();
  const [first] = batchesOf(socket);
  expect(first).toMatchObject({ epoch: 0, seq: 0, checkpoint: true, page: hello.page });
  expect(kinds(first)).toEqual(["navigated", "shown"]);
  expect(recordsOf(first).map(({ type }) => type)).toContain(FULL_SNAPSHOT);
  expect(raised).toContainEqual(["ready", { session: "session" }]);
});

test("what happens on the page follows", async () => {
  await start();
  const socket = welcome();
  await change("changed");
  const last = batchesOf(socket).pop();
  expect(last).toMatchObject({ epoch: 0, seq: 1, checkpoint: false });
  expect(JSON.stringify(recordsOf(last))).toContain("changed");
});

test("after a reconnect the page goes on behind what the server has", async () => {
  await start();
  const first = welcome();
  await change("one");
  await change("two");
  expect(batchesOf(first).map(({ seq }) => seq)).toEqual([0, 1, 2]);
  first.drop();
  await vi.advanceTimersByTimeAsync(1_000);
  const second = welcome({ received: { epoch: 0, seq: 1 } });
  expect(second).not.toBe(first);
  expect(batchesOf(second).map(({ seq }) => seq)).toEqual([2]);
  const hellos = [first, second].map((socket) => helloOf(socket).page);
  expect(hellos[0]).toBe(hellos[1]);
  expect(helloOf(second).title).toBe("Shop");
});

test("another session begins with a checkpoint of its own", async () => {
  await start();
  welcome().drop();
  await vi.advanceTimersByTimeAsync(1_000);
  const second = welcome({ session: "another" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(batchesOf(second).pop()).toMatchObject({ epoch: 1, seq: 0, checkpoint: true });
});

test("a pause stops everything until it ends, which begins an epoch", async () => {
  await start();
  const socket = welcome();
  page.cobrowse?.("pause");
  expect(kinds(batchesOf(socket).pop())).toEqual(["paused"]);
  const before = batchesOf(socket).length;
  await change("unseen");
  history.pushState({}, "", "/elsewhere");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(batchesOf(socket)).toHaveLength(before);
  page.cobrowse?.("resume");
  const resumed = batchesOf(socket)[before];
  expect(resumed).toMatchObject({ epoch: 1, seq: 0, checkpoint: true });
  expect(kinds(resumed)).toContain("resumed");
});

test("a pause holds on the next page of the tab", async () => {
  sessionStorage.setItem("cobrowse.hold", "paused");
  await start();
  const socket = welcome();
  await change("unseen");
  expect(batchesOf(socket).map(kinds)).toEqual([["paused"]]);
});

test("a stop ends the session, tells the server, and leaves the tab in peace", async () => {
  await start();
  const socket = welcome();
  page.cobrowse?.("stop");
  expect(socket.eventNames).toContain("stop");
  expect(raised).toContainEqual(["ended", { reason: "stopped" }]);
  const before = batchesOf(socket).length;
  await change("unseen");
  expect(batchesOf(socket)).toHaveLength(before);
  vi.resetModules();
  FakeSocket.all = [];
  await start();
  expect(FakeSocket.all).toEqual([]);
});

test("an end by the server stops the page for good", async () => {
  await start();
  const socket = welcome();
  socket.event("end", { reason: "idle" });
  expect(raised).toContainEqual(["ended", { reason: "idle" }]);
  expect(socket.readyState).toBe(3);
  page.cobrowse?.("consent", { observe: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(1);
});

test("without consent nothing is opened or stored; with it the hello carries it", async () => {
  await start("required", [["identify", "token"]]);
  expect(FakeSocket.all).toEqual([]);
  expect(localStorage.length + sessionStorage.length).toBe(0);
  page.cobrowse?.("consent", { observe: true, record: true, wording: "May we?" });
  const socket = welcome();
  const { consent } = helloOf(socket);
  expect(consent).toMatchObject({
    mode: "required",
    observe: true,
    record: true,
    review: false,
    wording: "May we?",
  } satisfies Partial<Consent>);
  expect(socket.eventNames).toContain("identify");
  expect(Object.keys(localStorage)).toEqual(["cobrowse.visitor"]);
});

test("consent that is withdrawn ends recording and removes what was stored", async () => {
  await start("required", [["consent", { observe: true }]]);
  const socket = welcome();
  page.cobrowse?.("consent", { observe: false });
  expect(socket.events.pop()).toMatchObject(["consent", { observe: false, record: false }]);
  expect(localStorage.length + sessionStorage.length).toBe(0);
  const before = batchesOf(socket).length;
  await change("unseen");
  expect(batchesOf(socket)).toHaveLength(before);
});

test("a batch that is rejected is told as lost in the next epoch", async () => {
  await start();
  const socket = welcome();
  await change("one");
  const bad = batchesOf(socket).pop();
  socket.event("reject", { page: bad?.page, epoch: 0, seq: 1, code: "bad_message" });
  await vi.advanceTimersByTimeAsync(10_000);
  const next = batchesOf(socket).pop();
  expect(next).toMatchObject({ epoch: 1, seq: 0, checkpoint: true });
  expect(next?.facts).toContainEqual({
    kind: "lost",
    epoch: 0,
    from_seq: 1,
    to_seq: 1,
    reason: "rejected",
  });
});

test("a server that rejects everything is left alone", async () => {
  await start();
  const socket = welcome();
  for (let n = 0; n < 10; n++) {
    const { page: id, epoch, seq } = batchesOf(socket).pop() as Batch;
    socket.event("reject", { page: id, epoch, seq, code: "bad_message" });
    await vi.advanceTimersByTimeAsync(6_000);
    socket.text("2");
  }
  expect(batchesOf(socket)).toHaveLength(6);
  expect(raised.filter(([event]) => event === "error")).toHaveLength(1);
});

test.each(["ack", "welcome"])(
  "a number that was damaged on its way blocks no page (%s)",
  async (by) => {
    await start();
    let socket = welcome();
    const damaged = { page: batchesOf(socket)[0]?.page, epoch: 64, seq: 0 };
    if (by === "ack") socket.event("ack", damaged);
    else {
      socket.drop();
      await vi.advanceTimersByTimeAsync(1_000);
      socket = welcome({ received: damaged });
    }
    await vi.advanceTimersByTimeAsync(10_000);
    const next = batchesOf(socket).pop();
    expect(next).toMatchObject({ epoch: 65, seq: 0, checkpoint: true });
    expect(next?.facts).toContainEqual({ kind: "closed", epoch: 0, count: 1 });
  },
);

test("a full spool stops recording until the link is back, and the loss is told", async () => {
  await start();
  const first = welcome();
  first.drop();
  // Noise that compression does not shorten, until eight megabytes are full.
  const noise = Uint8Array.from({ length: 900_000 }, () => 33 + Math.floor(Math.random() * 90));
  const text = new TextDecoder().decode(noise);
  for (let n = 0; n < 14; n++) await change(`${n} ${text}`);
  FakeSocket.last.drop();
  vi.spyOn(Math, "random").mockReturnValue(0);
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(1);
  const second = welcome();
  const waiting = batchesOf(second);
  const last = waiting[waiting.length - 1] as Batch;
  second.event("ack", { page: last.page, epoch: last.epoch, seq: last.seq });
  await vi.advanceTimersByTimeAsync(100);
  const next = batchesOf(second).find(({ epoch }) => epoch === 1);
  expect(next).toMatchObject({ epoch: 1, seq: 0, checkpoint: true });
  expect(next?.facts).toContainEqual(
    expect.objectContaining({ kind: "lost", epoch: 0, from_seq: last.seq + 1 }),
  );
});

test("a page that is left says so with its last words", async () => {
  await start();
  const socket = welcome();
  dispatchEvent(new Event("pagehide"));
  expect(kinds(batchesOf(socket).pop())).toEqual(["left"]);
  expect(fetch).toHaveBeenCalledWith(
    "https://capture.example.test/capture/batch",
    expect.objectContaining({ method: "POST", keepalive: true, mode: "no-cors" }),
  );
  expect(socket.readyState).toBe(3);
});

test("a page that comes back goes on behind what it said last, and says that it is back", async () => {
  await start();
  const socket = welcome();
  await change("one");
  dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }));
  const left = batchesOf(socket).pop();
  expect(left?.facts).toMatchObject([{ kind: "left", frozen: true }]);
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  // The last words did not arrive.
  const back = welcome({ received: { epoch: 0, seq: (left?.seq ?? 0) - 1 } });
  expect(back).not.toBe(socket);
  const [again, then] = batchesOf(back);
  expect(again).toEqual(left);
  expect(then).toMatchObject({ epoch: 0, seq: (left?.seq ?? 0) + 1 });
  expect(kinds(then)).toEqual(["shown"]);
  await vi.advanceTimersByTimeAsync(10_000);
  const checkpoint = batchesOf(back).find(({ checkpoint }) => checkpoint);
  expect(recordsOf(checkpoint).map(({ type }) => type)).toContain(FULL_SNAPSHOT);
});

test("what arrived as last words is not sent again after the return", async () => {
  await start();
  const socket = welcome();
  dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }));
  const { epoch, seq } = batchesOf(socket).pop() as Batch;
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  const back = welcome({ received: { epoch, seq } });
  expect(batchesOf(back).map(kinds)).toEqual([["shown"]]);
});

test("a page that is left before the welcome holds no connection open", async () => {
  await start();
  FakeSocket.last.open();
  dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }));
  expect(FakeSocket.last.readyState).toBe(3);
  expect(fetch).not.toHaveBeenCalled();
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  expect(batchesOf(welcome())[0]).toMatchObject({ epoch: 0, seq: 0, checkpoint: true });
});

test("while the service is slow a page gathers for longer", async () => {
  await start();
  const socket = welcome();
  socket.event("slow", { ms: 5_000, for_ms: 60_000 });
  const before = batchesOf(socket).length;
  await change("one");
  await change("two");
  expect(batchesOf(socket)).toHaveLength(before);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(batchesOf(socket)).toHaveLength(before + 1);
});

test("where WebSockets are blocked the page goes by requests", async () => {
  FakePost.install();
  await start();
  for (let n = 0; n < 3; n++) {
    FakeSocket.last.drop();
    await vi.advanceTimersByTimeAsync(10_000);
  }
  expect(FakePost.last.url).toBe("https://capture.example.test/capture/batch");
  await FakePost.last.say(["welcome", WELCOME]);
  await vi.advanceTimersByTimeAsync(1);
  expect(FakePost.last.parcel.batches).toMatchObject([{ epoch: 0, seq: 0, checkpoint: true }]);
  page.cobrowse?.("stop");
  for (const post of FakePost.open) await post.say();
  expect(FakePost.last.eventNames).toEqual(["stop"]);
});

test("the notice's script is loaded when somebody watches, and not before", async () => {
  await start();
  const socket = welcome();
  expect(loaded).toEqual([]);
  socket.event("watched", { watching: true, by: "Anna" });
  socket.event("watched", { watching: true, by: "Ben" });
  expect(loaded).toEqual(["https://capture.example.test/capture/__COBROWSE_ASSIST__"]);
  expect(raised).toContainEqual(["watched", { watching: true, by: "Anna" }]);
});

test("a site that shows its own notice gets none of ours", async () => {
  await start();
  const socket = welcome({ rules: { ...WELCOME.rules, notice: false } });
  socket.event("watched", { watching: true, by: "Anna" });
  expect(loaded).toEqual([]);
});

test("a refusal is told and final", async () => {
  await start();
  FakeSocket.last.open();
  const data = { message: "no", data: { code: "unknown_site", message: "no" } };
  FakeSocket.last.packet({ type: 4, data });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(raised).toEqual([["error", { code: "unknown_site", message: "no" }]]);
  expect(FakeSocket.all).toHaveLength(1);
});

test.each(["track", "goal", "help", "toString"])(
  "the command %s is not supported",
  async (name) => {
    await start();
    page.cobrowse?.(name);
    expect(raised).toEqual([["error", expect.objectContaining({ code: "unsupported" })]]);
  },
);

test("a handler of the site that throws harms nobody", async () => {
  await start("notice", [
    [
      "on",
      "ready",
      () => {
        throw new Error("theirs");
      },
    ],
  ]);
  const socket = welcome();
  expect(batchesOf(socket)).toHaveLength(1);
});
