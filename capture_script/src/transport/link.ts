/**
 * The line to the server through all of its connections. Comes back after every loss and never gives
 * up, but for refusals that would be the same tomorrow. Where WebSockets are blocked it is made of
 * requests, and tries a WebSocket beside them now and then.
 */
import { attempt, guard } from "../guard";
import type { Batch, Goaway, Hello, Received, Sent, Slow } from "../wire/messages.gen";
import { ACK, CONNECT_ERROR, EVENT, type Packet } from "../wire/parser.gen";
import { backoffMs } from "./backoff";
import { createPace } from "./pace";
import { openPolling } from "./poll";
import { type Answer, createRequests, type Failure, type Request } from "./requests";
import { openSocket, type Socket } from "./socket";

/** Batches wait in the spool rather than in the browser: there they can be counted and dropped. */
const WAITING_BYTES = 1024 * 1024;

/** WebSockets in a row that carried nothing, before requests are tried in their place. */
const BLOCKED_AFTER = 3;
const PROBE_MS = 5 * 60_000;
/** A request costs more than a frame. */
const POLLED_CADENCE_MS = 1_000;

/** All pages of a network come online at once. */
const ONLINE_WITHIN_MS = 2_000;
/** The longest absence that the server may ask for. */
const LONGEST_RETRY_MS = 10 * 60_000;

const FINAL = new Set(["unknown_site", "origin_not_allowed", "unsupported", "consent_required"]);

/** Said to the line itself. */
type ToTheLine = "slow" | "goaway";

export type LinkEvents = {
  [K in Exclude<keyof Received, ToTheLine>]: (body: Received[K]) => void;
} & {
  /** The server will not have us; there will be no further attempt. */
  refused(failure: Failure): void;
  /** Something came from the server. */
  beat(): void;
};

export interface Link {
  open(): void;
  /** Close without coming back, until `open`. */
  close(): void;
  isUp(): boolean;
  /** How long records have to be gathered at least, as the line is now. */
  leastMs(): number;
  /** Send batches while the connection takes them. */
  pump(): void;
  /** Send an event and hear how it was answered; it is sent again after a lost connection. */
  ask<K extends Request>(event: K, body: Sent[K], answer?: Answer): void;
}

export interface LinkSettings {
  socketUrl: string;
  pollingUrl: string;
  hello(): Hello;
  /** The next batch to send. */
  next(): Batch | undefined;
}

export function createLink(settings: LinkSettings, on: LinkEvents): Link {
  const { socketUrl, pollingUrl, hello, next } = settings;
  const requests = createRequests();
  const pace = createPace();
  let line: Socket | undefined;
  /** A WebSocket that is tried beside a polled line, and takes its place when it speaks. */
  let candidate: Socket | undefined;
  let isUp = false;
  let isWanted = false;
  let attempts = 0;
  /** Whether it was requests that carried something last; unknown while nothing has. */
  let byRequests: boolean | undefined;
  /** Until then: WebSockets in a row that carried nothing. */
  let silent = 0;
  /** How long the server wants us to stay away, when it has said so. */
  let toldMs: number | undefined;
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let pacing: ReturnType<typeof setTimeout> | undefined;
  let probing: ReturnType<typeof setInterval> | undefined;

  const connect = guard(() => {
    if (!isWanted || line) return;
    clearTimeout(retrying);
    attempts++;
    toldMs = undefined;
    line = dial(byRequests ?? silent >= BLOCKED_AFTER);
    if (!line) comeBack();
  });

  /** Open a connection; nothing when the browser will not even try. */
  const dial = (isPolled: boolean): Socket | undefined => {
    let isSilent = true;
    const failed = (): void => {
      // Where requests fail as well they are no way round: the next attempt is a WebSocket again.
      if (isWanted) silent = isPolled ? BLOCKED_AFTER - 1 : silent + 1;
    };
    const events = {
      packet: guard((packet: Packet) => {
        // A request can be refused by anything on the way.
        isSilent = isPolled && packet.type === CONNECT_ERROR;
        if (!isSilent) byRequests = isPolled;
        if (dialled === candidate) change();
        receive(packet);
      }),
      beat() {
        if (dialled === line) beat();
      },
      closed: guard(() => {
        if (isSilent) failed();
        closed(dialled);
      }),
    };
    const dialled = attempt(() =>
      isPolled ? openPolling(pollingUrl, hello, events) : openSocket(socketUrl, hello, events),
    );
    if (!dialled) failed();
    return dialled;
  };

  const change = (): void => {
    const before = line;
    line = candidate;
    candidate = undefined;
    isUp = false;
    before?.close();
  };

  const closed = (closing: Socket | undefined): void => {
    if (closing === candidate) candidate = undefined;
    if (closing !== line) return;
    line = undefined;
    isUp = false;
    clearTimeout(pacing);
    comeBack();
  };

  const comeBack = (ms = toldMs ?? backoffMs(attempts)): void => {
    clearTimeout(retrying);
    if (isWanted && !line) retrying = setTimeout(connect, ms);
  };

  /** The server spreads those it sends away; what is added is for those whom it told the same. */
  const stayAway = (ms: number | undefined): void => {
    if (ms) toldMs = Math.min(ms, LONGEST_RETRY_MS) * (1 + Math.random() / 4);
    line?.close();
  };

  const online = guard(() => {
    if (!toldMs) comeBack(Math.random() * ONLINE_WITHIN_MS);
  });

  const probe = guard(() => {
    if (line?.isPolled) candidate ??= dial(false);
  });

  const beat = (): void => {
    pump();
    on.beat();
  };

  const receive = (packet: Packet): void => {
    if (packet.type === CONNECT_ERROR) refused(packet.data);
    else if (packet.type === ACK) requests.answered(packet);
    else if (packet.type === EVENT && Array.isArray(packet.data)) {
      const [event, body] = packet.data as [string, unknown];
      // Not at the welcome: a server that welcomes and hangs up must not be called without a pause.
      if (event === "ack") attempts = 0;
      if (event === "welcome") welcomed(body as Received["welcome"]);
      else if (event === "goaway") stayAway((body as Goaway).retry_ms);
      else if (event === "slow") pace.slow(body as Slow);
      else if (isReceived(event)) (on[event] as (body: unknown) => void)(body);
    }
  };

  const welcomed = (body: Received["welcome"]): void => {
    if (isUp) {
      // The server has forgotten a polled line: what is on its way there would come out of order.
      line?.close();
      return;
    }
    isUp = true;
    on.welcome(body);
    for (const packet of requests.open()) line?.send(packet);
    pump();
  };

  const refused = (data: unknown): void => {
    const { data: inner, message } = (data ?? {}) as { data?: Refusal; message?: string };
    const failure = { code: inner?.code ?? "busy", message: inner?.message ?? message ?? "" };
    if (FINAL.has(failure.code)) isWanted = false;
    stayAway(inner?.retry_ms);
    if (!isWanted) on.refused(failure);
  };

  const pump = guard(() => {
    clearTimeout(pacing);
    while (line && isUp && line.waiting() < WAITING_BYTES) {
      const wait = pace.waitMs();
      if (wait > 0) {
        pacing = setTimeout(pump, wait);
        return;
      }
      const batch = next();
      if (!batch) return;
      line.send({ type: EVENT, data: ["batch", batch] });
      pace.sent(batch.payload.length);
    }
  });

  return {
    open() {
      if (isWanted) return;
      isWanted = true;
      attempts = 0;
      addEventListener("online", online);
      probing = setInterval(probe, PROBE_MS);
      connect();
    },
    close() {
      isWanted = false;
      removeEventListener("online", online);
      clearInterval(probing);
      clearTimeout(retrying);
      candidate?.close();
      line?.close();
    },
    isUp: () => isUp,
    leastMs: () => Math.max(pace.leastMs(), line?.isPolled ? POLLED_CADENCE_MS : 0),
    pump,
    ask(event, body, answer = () => {}) {
      const packet = requests.add(event, body, answer);
      if (isUp) line?.send(packet);
    },
  };
}

type Refusal = Partial<Failure> & { retry_ms?: number };

const RECEIVED = new Set<string>([
  "ack",
  "cadence",
  "checkpoint",
  "reject",
  "watched",
  "end",
] satisfies (keyof LinkEvents)[]);

function isReceived(event: string): event is Exclude<keyof Received, ToTheLine> {
  return RECEIVED.has(event);
}
