/**
 * The line to the server through all of its connections. Comes back after every loss and never gives
 * up, but for refusals that would be the same tomorrow.
 */
import { guard } from "../guard";
import type { Batch, Hello, Received, Sent } from "../wire/messages.gen";
import { ACK, CONNECT_ERROR, EVENT, type Packet } from "../wire/parser.gen";
import { backoffMs } from "./backoff";
import { openSocket, type Socket } from "./socket";

/** Batches wait in the spool rather than in the browser: there they can be counted and dropped. */
const WAITING_BYTES = 1024 * 1024;
/** What a site may ask for while there is no connection. */
const MOST_REQUESTS = 32;

const FINAL = new Set(["unknown_site", "origin_not_allowed", "unsupported", "consent_required"]);

export interface Failure {
  code: string;
  message: string;
}

export type LinkEvents = { [K in keyof Received]: (body: Received[K]) => void } & {
  /** The server will not have us; there will be no further attempt. */
  refused(failure: Failure): void;
  /** Something came from the server. */
  beat(): void;
};

type Request = Exclude<keyof Sent, "batch">;

export interface Link {
  open(): void;
  /** Close without coming back, until `open`. */
  close(): void;
  isUp(): boolean;
  /** Send batches while the connection takes them. */
  pump(): void;
  /** Send an event and hear how it was answered; it is sent again after a lost connection. */
  ask<K extends Request>(event: K, body: Sent[K], answer?: (failure: Failure | null) => void): void;
}

export interface LinkSettings {
  url: string;
  hello(): Hello;
  /** The next batch to send. */
  next(): Batch | undefined;
}

interface Asked {
  id: number;
  event: Request;
  body: unknown;
  answer: (failure: Failure | null) => void;
}

export function createLink({ url, hello, next }: LinkSettings, on: LinkEvents): Link {
  let socket: Socket | undefined;
  let isUp = false;
  let isWanted = false;
  let attempts = 0;
  let asked: Asked[] = [];
  let ids = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    clearTimeout(timer);
    if (!isWanted || socket) return;
    attempts++;
    socket = openSocket(url, hello, { packet: guard(receive), beat, closed });
  };
  const retry = guard(connect);

  const closed = (): void => {
    socket = undefined;
    isUp = false;
    clearTimeout(timer);
    if (isWanted) timer = setTimeout(retry, backoffMs(attempts));
  };

  const beat = (): void => {
    pump();
    on.beat();
  };

  const receive = (packet: Packet): void => {
    if (packet.type === CONNECT_ERROR) refused(packet.data);
    else if (packet.type === ACK) answered(packet);
    else if (packet.type === EVENT && Array.isArray(packet.data)) {
      const [event, body] = packet.data as [string, unknown];
      // Not at the welcome: a server that welcomes and hangs up must not be called without a pause.
      if (event === "ack") attempts = 0;
      if (event === "welcome") welcomed(body as Received["welcome"]);
      else if (isReceived(event)) (on[event] as (body: unknown) => void)(body);
    }
  };

  const welcomed = (body: Received["welcome"]): void => {
    isUp = true;
    on.welcome(body);
    for (const request of asked) send(request);
    pump();
  };

  const refused = (data: unknown): void => {
    const { data: inner, message } = (data ?? {}) as { data?: Partial<Failure>; message?: string };
    const failure = { code: inner?.code ?? "busy", message: inner?.message ?? message ?? "" };
    if (FINAL.has(failure.code)) isWanted = false;
    socket?.close();
    if (!isWanted) on.refused(failure);
  };

  const answered = ({ id, data }: Packet): void => {
    const request = asked.find((one) => one.id === id);
    if (!request) return;
    asked = asked.filter((one) => one !== request);
    const [answer] = (Array.isArray(data) ? data : []) as { error?: Failure }[];
    request.answer(answer?.error ?? null);
  };

  const send = ({ id, event, body }: Asked): void => {
    socket?.send({ type: EVENT, data: [event, body], id });
  };

  const pump = (): void => {
    while (socket && isUp && socket.waiting() < WAITING_BYTES) {
      const batch = next();
      if (!batch) return;
      socket.send({ type: EVENT, data: ["batch", batch] });
    }
  };

  return {
    open() {
      if (isWanted) return;
      isWanted = true;
      attempts = 0;
      addEventListener("online", retry);
      connect();
    },
    close() {
      isWanted = false;
      removeEventListener("online", retry);
      clearTimeout(timer);
      socket?.close();
    },
    isUp: () => isUp,
    pump,
    ask(event, body, answer = () => {}) {
      const request = { id: ids++, event, body, answer };
      asked = [...asked, request].slice(-MOST_REQUESTS);
      if (isUp) send(request);
    },
  };
}

const RECEIVED = new Set<string>([
  "ack",
  "cadence",
  "checkpoint",
  "reject",
  "watched",
  "end",
] satisfies (keyof Received)[]);

function isReceived(event: string): event is keyof Received {
  return RECEIVED.has(event);
}
