import type { FromFrame, ToFrame } from "./port";

/** More than the largest checkpoint of a usual page; past it the frame is far too slow to be live. */
export const OUTBOX_BYTES = 16 * 1024 * 1024;
/** Messages without a payload are small, and this many of them can only mean a broken frame. */
const WAITING_MESSAGES = 4096;

/**
 * Messages on their way into the frame: held until its port is up, and counted until it has taken
 * them, because a `MessagePort` would queue without bound for a frame that is busy or gone.
 */
export class Outbox {
  #port: MessagePort | null = null;
  #waiting: ToFrame[] = [];
  #bytes = 0;
  #overflowed = false;

  /** Returns false when the message was thrown away; all batches are, until `drained`. */
  post(message: ToFrame): boolean {
    const payload = message.type === "batch" ? message.batch.payload : null;
    if (payload) {
      if (this.#overflowed || this.#bytes + payload.byteLength > OUTBOX_BYTES) {
        this.#overflowed = true;
        return false;
      }
      this.#bytes += payload.byteLength;
    }
    if (this.#port) send(this.#port, message);
    else if (this.#waiting.length < WAITING_MESSAGES) this.#waiting.push(message);
    else {
      this.#overflowed = true;
      this.#waiting.length = 0;
      this.#bytes = 0;
      return false;
    }
    return true;
  }

  /** The frame is there (again): `first` goes out, then what waited, in order. */
  open(port: MessagePort, first: readonly ToFrame[]): void {
    this.#port = port;
    for (const message of [...first, ...this.#waiting]) send(port, message);
    this.#waiting = [];
  }

  /** The frame is gone, and with it whatever it had not taken. */
  close(): void {
    this.#port?.close();
    this.#port = null;
    this.#waiting = [];
    this.#bytes = 0;
  }

  /** Returns true once when everything has been taken after an overflow: time to ask for a picture. */
  took(message: Extract<FromFrame, { type: "took" }>): boolean {
    this.#bytes = Math.max(0, this.#bytes - message.bytes);
    if (!this.#overflowed || this.#bytes > 0) return false;
    this.#overflowed = false;
    return true;
  }
}

function send(port: MessagePort, message: ToFrame): void {
  const transfer = message.type === "batch" ? [message.batch.payload.buffer as ArrayBuffer] : [];
  port.postMessage(message, transfer);
}
