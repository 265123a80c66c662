/** The other end of a WebSocket, as much of it as a browser shows. Tests only. */
import { decode, encode } from "../transport/msgpack";
import type { Welcome } from "../wire/messages.gen";

export interface SentPacket {
  type: number;
  nsp: string;
  data: unknown;
  id?: number;
}

export class FakeSocket {
  static OPEN = 1;
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const last = FakeSocket.all[FakeSocket.all.length - 1];
    if (!last) throw new Error("nothing has been opened");
    return last;
  }

  readyState = 0;
  bufferedAmount = 0;
  binaryType = "";
  texts: string[] = [];
  packets: SentPacket[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(frame: string | Uint8Array): void {
    if (typeof frame === "string") this.texts.push(frame);
    else this.packets.push(decode(new Uint8Array(frame).buffer) as SentPacket);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The server's side of the opening. */
  open(): void {
    this.readyState = 1;
    this.text('0{"sid":"s","upgrades":[],"pingInterval":5000,"pingTimeout":5000}');
  }

  text(data: string): void {
    this.onmessage?.({ data });
  }

  packet(packet: object): void {
    this.onmessage?.({ data: encode({ nsp: "/", ...packet }).buffer });
  }

  event(name: string, body: object): void {
    this.packet({ type: 2, data: [name, body] });
  }

  /** The connection is lost. */
  drop(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  /** Events that were sent, with their bodies. */
  get events(): [string, unknown][] {
    return this.packets.flatMap(({ type, data }) =>
      type === 2 ? [data as [string, unknown]] : [],
    );
  }

  get eventNames(): string[] {
    return this.events.map(([name]) => name);
  }
}

export const WELCOME: Welcome = {
  session: "session",
  server_time: 1,
  cadence_ms: 1000,
  rules: { mask: [], unmask: [], block: [], ignore: [], url_keys: [], notice: true },
  received: null,
  watched: false,
};
