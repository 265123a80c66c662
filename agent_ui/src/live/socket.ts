import { io, type Socket } from "socket.io-client";
import type { ErrorReply, Received, Replies, Sent } from "../wire/messages.gen";
import * as parser from "../wire/parser.gen";

/** An event that the server refused (its code), or that got no answer (`timeout`, `offline`). */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "Refused";
    this.code = code;
  }
}

/** `down` heals by itself; `signed_out` does not. */
export type Link = "connecting" | "up" | "down" | "signed_out";

/** What the socket needs of socket.io-client, so that tests can stand in for the network only. */
export type Wireline = Pick<
  Socket,
  "connected" | "active" | "connect" | "disconnect" | "emit" | "on" | "off" | "timeout"
>;

const ANSWER_WITHIN_MS = 8_000;
const RETRY_MS = 2_000;

type Answer<N extends keyof Replies> = { ok: Replies[N] } | ErrorReply;

/**
 * The console's socket with its events typed. It never queues: what is asked while the line is down
 * is refused as `offline` at once, because whoever wants something lasting asks again on `up`.
 */
export class ConsoleSocket {
  readonly #line: Wireline;
  readonly #onLink: (link: Link) => void;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;

  constructor(onLink: (link: Link) => void, line: Wireline = openLine()) {
    this.#line = line;
    this.#onLink = onLink;
    line.on("connect", () => onLink("up"));
    line.on("disconnect", (reason) => {
      onLink("down");
      // socket.io-client does not come back by itself when the server hung up.
      if (reason === "io server disconnect") this.#connectLater();
    });
    line.on("connect_error", (error) => this.#refused(error));
  }

  get connected(): boolean {
    return this.#line.connected;
  }

  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#onLink("connecting");
    this.#line.connect();
  }

  close(): void {
    this.#wanted = false;
    clearTimeout(this.#retry);
    this.#line.disconnect();
  }

  on<N extends keyof Received>(name: N, handler: (body: Received[N]) => void): () => void {
    const listener = handler as (...args: unknown[]) => void;
    this.#line.on(name as string, listener);
    return () => this.#line.off(name as string, listener);
  }

  /** Resolves with the answer's `ok`, rejects with `Refused`. */
  ask<N extends keyof Sent>(name: N, body: Sent[N]): Promise<Replies[N]> {
    if (!this.#line.connected) return Promise.reject(new Refused("offline", "not connected"));
    return new Promise((resolve, reject) => {
      this.#line
        .timeout(ANSWER_WITHIN_MS)
        .emit(name, body, (late: Error | null, answer?: Answer<N>) => {
          if (late) reject(new Refused("timeout", `no answer to ${name}`));
          else if (answer && "ok" in answer) resolve(answer.ok);
          else reject(refusal(answer));
        });
    });
  }

  /** A refusal by name ends the attempts or slows them; a broken transport is retried by the library. */
  #refused(error: Error & { data?: unknown }): void {
    const code = (error.data as { code?: unknown } | undefined)?.code;
    if (code === "unauthenticated" || code === "forbidden") {
      this.close();
      this.#onLink("signed_out");
      return;
    }
    this.#onLink("down");
    if (!this.#line.active) this.#connectLater();
  }

  #connectLater(): void {
    clearTimeout(this.#retry);
    if (!this.#wanted) return;
    this.#retry = setTimeout(() => this.#line.connect(), RETRY_MS * (0.5 + Math.random()));
  }
}

function refusal(answer: unknown): Refused {
  const failure = (answer as Partial<ErrorReply> | undefined)?.error;
  return new Refused(failure?.code ?? "bad_message", failure?.message ?? "unreadable answer");
}

function openLine(): Socket {
  return io({
    path: "/console/socket",
    transports: ["websocket"],
    withCredentials: true,
    autoConnect: false,
    reconnectionDelay: 400,
    reconnectionDelayMax: 4_000,
    timeout: 8_000,
    parser,
  });
}
