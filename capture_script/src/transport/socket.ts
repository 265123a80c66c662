/**
 * One connection: Socket.IO 5 over Engine.IO 4, WebSocket only, one MessagePack packet per binary
 * frame. Says `hello` when the connection opens, answers pings, and closes when they stop coming.
 */
import { guard } from "../guard";
import type { Hello } from "../wire/messages.gen";
import { CONNECT, DISCONNECT, type Packet } from "../wire/parser.gen";
import { decode, encode } from "./msgpack";

/** Until the server has said how often it pings. */
const OPENING_MS = 15_000;

/** Engine.IO packet types, the first character of a text frame. */
const OPEN = "0";
const CLOSE = "1";
const PING = "2";
const PONG = "3";

export interface SocketEvents {
  packet(packet: Packet): void;
  /** A sign of life. */
  beat(): void;
  /** Once, however it came about. */
  closed(): void;
}

export interface Socket {
  /** Whether it is made of requests. */
  isPolled: boolean;
  send(packet: Omit<Packet, "nsp">): void;
  /** Bytes that wait in the browser. */
  waiting(): number;
  close(): void;
}

export function openSocket(url: string, hello: () => Hello, on: SocketEvents): Socket {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  let silenceMs = OPENING_MS;
  let watchdog: ReturnType<typeof setTimeout>;
  let isOver = false;

  const close = (): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(watchdog);
    socket.close();
    on.closed();
  };
  const expect = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(guard(close), silenceMs);
  };
  const send: Socket["send"] = (packet) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(encode({ nsp: "/", ...packet }));
  };

  const text = (frame: string): void => {
    if (frame[0] === PING) socket.send(PONG);
    else if (frame[0] === CLOSE) close();
    else if (frame[0] === OPEN) {
      const { pingInterval, pingTimeout } = JSON.parse(frame.slice(1)) as {
        pingInterval: number;
        pingTimeout: number;
      };
      silenceMs = pingInterval + pingTimeout;
      send({ type: CONNECT, data: hello() });
    }
  };

  const receive = ({ data }: MessageEvent<string | ArrayBuffer>): void => {
    if (isOver) return;
    if (typeof data === "string") text(data);
    else {
      const packet = decode(data) as Packet;
      if (packet.type === DISCONNECT) close();
      else on.packet(packet);
    }
    if (isOver) return;
    expect();
    on.beat();
  };

  socket.onmessage = guard(receive);
  socket.onclose = guard(close);
  socket.onerror = guard(close);
  expect();
  return { isPolled: false, send, waiting: () => socket.bufferedAmount, close };
}
