import { expect, test } from "vitest";
import type { Batch } from "../wire/messages.gen";
import { OUTBOX_BYTES, Outbox } from "./outbox";
import type { ToFrame } from "./port";

class FakePort {
  readonly sent: ToFrame[] = [];
  closed = false;

  postMessage(message: ToFrame): void {
    this.sent.push(message);
  }

  close(): void {
    this.closed = true;
  }
}

function batchOf(bytes: number): ToFrame {
  const batch = { payload: new Uint8Array(bytes) } as unknown as Batch;
  return { type: "batch", offsetMs: 0, batch };
}

const asPort = (port: FakePort) => port as unknown as MessagePort;

test("messages wait for the port and then go out in order, behind what comes first", () => {
  const outbox = new Outbox();
  const port = new FakePort();
  outbox.post({ type: "link", link: "up" });
  outbox.post(batchOf(10));
  outbox.open(asPort(port), [{ type: "theme", theme: "dark" }]);
  outbox.post({ type: "link", link: "reconnecting" });
  expect(port.sent.map(({ type }) => type)).toEqual(["theme", "link", "batch", "link"]);
});

test("a frame that takes nothing is sent no more than it may hold", () => {
  const outbox = new Outbox();
  const port = new FakePort();
  outbox.open(asPort(port), []);
  const half = OUTBOX_BYTES / 2;
  expect(outbox.post(batchOf(half))).toBe(true);
  expect(outbox.post(batchOf(half))).toBe(true);
  expect(outbox.post(batchOf(1))).toBe(false);
  expect(port.sent).toHaveLength(2);
});

test("after an overflow everything is dropped until the frame has caught up, and that is told once", () => {
  const outbox = new Outbox();
  outbox.open(asPort(new FakePort()), []);
  outbox.post(batchOf(OUTBOX_BYTES));
  outbox.post(batchOf(1));
  expect(outbox.took({ type: "took", bytes: 10 })).toBe(false);
  expect(outbox.post(batchOf(1))).toBe(false);
  expect(outbox.took({ type: "took", bytes: OUTBOX_BYTES - 10 })).toBe(true);
  expect(outbox.took({ type: "took", bytes: 0 })).toBe(false);
  expect(outbox.post(batchOf(1))).toBe(true);
});

test("what a lost frame had not taken is forgotten", () => {
  const outbox = new Outbox();
  const first = new FakePort();
  outbox.open(asPort(first), []);
  outbox.post(batchOf(OUTBOX_BYTES));
  outbox.close();
  expect(first.closed).toBe(true);
  expect(outbox.post(batchOf(OUTBOX_BYTES))).toBe(true);
});
