/**
 * One connection where WebSockets are blocked: the packets of a socket by HTTP requests.
 *
 * Every request waits for something to be said. Of two that are open at most, one carries batches and
 * packets, so that these arrive in order, and the other is there to be answered. Answers are read in
 * the order of their requests. Whatever goes wrong ends the connection, as it would end a socket.
 */
import { pageClock } from "../clock";
import { guard } from "../guard";
import { newId } from "../ids";
import type { Batch, Hello, Parcel, Polled } from "../wire/messages.gen";
import { CONNECT_ERROR, type Packet } from "../wire/parser.gen";
import { PARCEL_BATCHES } from "./lastwords";
import { decode, encode } from "./msgpack";
import type { Socket, SocketEvents } from "./socket";

/** The welcome is not held back. */
const OPENING_MS = 15_000;
/** How long an answer may be held back for something to say. */
const WAIT_MS = 20_000;
/** ... and how long the rest of a request may take, its way up a slow line included. */
const SLACK_MS = 30_000;
/** Batches of one request; a larger one travels alone. A slow line takes this in ten seconds. */
const REQUEST_BYTES = 128 * 1024;
/** `Polling.frames` takes 32. */
const REQUEST_FRAMES = 32;

export function openPolling(url: string, hello: () => Hello, on: SocketEvents): Socket {
  /** A socket says it once as well; only its time is that of each request. */
  const said = hello();
  const line = newId();
  const aborter = new AbortController();
  const batches: Batch[] = [];
  const frames: Uint8Array[] = [];
  let waiting = 0;
  let isCarrying = false;
  let isWaiting = false;
  let isOver = false;
  let answered = Promise.resolve();
  let watchdog: ReturnType<typeof setTimeout>;

  const close = (): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(watchdog);
    aborter.abort();
    on.closed();
  };

  const take = (): Batch[] => {
    let size = 0;
    let end = 0;
    while (end < batches.length && end < PARCEL_BATCHES) {
      const more = sizeOf(batches[end]);
      if (end > 0 && size + more > REQUEST_BYTES) break;
      size += more;
      end++;
    }
    waiting -= size;
    return batches.splice(0, end);
  };

  const request = (): void => {
    const carries = batches.length + frames.length > 0;
    if (isOver || isCarrying || (isWaiting && !carries)) return;
    if (carries) isCarrying = true;
    else isWaiting = true;
    const polling = { line, frames: frames.splice(0, REQUEST_FRAMES), wait_ms: WAIT_MS };
    const parcel: Parcel = { hello: { ...said, sent_at: pageClock() }, batches: take(), polling };
    const asked = post(parcel);
    const before = answered;
    answered = (async () => {
      try {
        const answer = await asked;
        await before;
        if (isOver) return;
        if (carries) isCarrying = false;
        else isWaiting = false;
        read(answer);
      } catch {
        close();
      }
    })();
  };

  const post = async (parcel: Parcel): Promise<Polled | Packet> => {
    const response = await fetch(url, {
      method: "POST",
      body: encode(parcel),
      // A type that needs no permission of the server beforehand.
      headers: { "Content-Type": "text/plain" },
      credentials: "omit",
      signal: aborter.signal,
    });
    return response.ok ? (decode(await response.arrayBuffer()) as Polled) : refusal(response);
  };

  const read = (answer: Polled | Packet): void => {
    if (!("frames" in answer)) {
      on.packet(answer);
      close();
      return;
    }
    for (const frame of answer.frames) {
      if (isOver) return;
      on.packet(decode(new Uint8Array(frame).buffer) as Packet);
    }
    if (answer.over) close();
    if (isOver) return;
    expect(WAIT_MS + SLACK_MS);
    request();
    on.beat();
  };

  const expect = (withinMs: number): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(guard(close), withinMs);
  };

  expect(OPENING_MS);
  request();
  return {
    isPolled: true,
    send({ data, ...packet }) {
      const [event, body] = data as [string, unknown];
      if (event === "batch") {
        batches.push(body as Batch);
        waiting += sizeOf(body as Batch);
      } else frames.push(encode({ nsp: "/", data, ...packet }));
      request();
    },
    waiting: () => waiting,
    close,
  };
}

/** What a refusal would be on a socket. It may not be ours: something on the way can be busy too. */
async function refusal(response: Response): Promise<Packet> {
  const told = Number(response.headers.get("Retry-After"));
  const { error } = (await response.json().catch(() => ({}))) as { error?: object };
  const data = { retry_ms: told ? told * 1_000 : undefined, ...error };
  return { type: CONNECT_ERROR, nsp: "/", data: { data } };
}

function sizeOf(batch: Batch | undefined): number {
  const facts = batch?.facts?.length ? JSON.stringify(batch.facts).length : 0;
  return (batch?.payload.length ?? 0) + facts;
}
