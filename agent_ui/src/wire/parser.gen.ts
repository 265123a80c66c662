// Generated from cobrowse/wire by `make wire`. Do not edit.
/**
 * Socket.IO packets as one MessagePack map per frame, as `cobrowse/wire/codec.py` reads them.
 *
 * The published msgpack parser for Socket.IO does not carry `Uint8Array` as bytes and writes
 * `undefined` as an extension; this one does neither. `Encoder` and `Decoder` have the form that
 * socket.io-client's `parser` option asks for; `encode` and `decode` stand alone.
 */
import { decode as unpack, encode as pack } from "@msgpack/msgpack"

export interface Packet {
  type: number
  nsp: string
  data?: unknown
  id?: number
}

export const CONNECT = 0
export const DISCONNECT = 1
export const EVENT = 2
export const ACK = 3
export const CONNECT_ERROR = 4

export function encode(packet: Packet): Uint8Array<ArrayBuffer> {
  return pack(packet, { ignoreUndefined: true })
}

/** Throws when the frame is not one whole packet. */
export function decode(frame: ArrayBuffer | Uint8Array): Packet {
  const packet = unpack(frame) as Partial<Packet> | null
  if (typeof packet?.type !== "number" || typeof packet.nsp !== "string") throw new Error("not a packet")
  return packet as Packet
}

export class Encoder {
  encode(packet: Packet): Uint8Array<ArrayBuffer>[] {
    return [encode(packet)]
  }
}

export class Decoder {
  #listeners = new Set<(packet: Packet) => void>()

  add(frame: ArrayBuffer | Uint8Array): void {
    const packet = decode(frame)
    for (const listener of this.#listeners) listener(packet)
  }

  on(_event: "decoded", listener: (packet: Packet) => void): void {
    this.#listeners.add(listener)
  }

  off(_event?: "decoded", listener?: (packet: Packet) => void): void {
    if (listener) this.#listeners.delete(listener)
    else this.#listeners.clear()
  }

  removeAllListeners(): void {
    this.#listeners.clear()
  }

  destroy(): void {
    this.#listeners.clear()
  }
}
