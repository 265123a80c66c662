/** A run of records as payloads: cut into pieces of its bytes, each deflated on its own (rule C3). */
import { deflateSync } from "fflate";
import { crc32 } from "./crc32";

/** `PIECE_BYTES` and `RUN_PIECES` of `cobrowse/domain/limits.py`. */
const PIECE_BYTES = 256 * 1024;
const MOST_PIECES = 256;

export interface Piece {
  payload: Uint8Array;
  crc: number;
}

/** Returns nothing for a run that is too large to travel. An empty run is one empty piece. */
export function cutIntoPieces(json: string): Piece[] | undefined {
  const bytes = new TextEncoder().encode(json);
  if (bytes.length > PIECE_BYTES * MOST_PIECES) return undefined;
  if (bytes.length === 0) return [{ payload: bytes, crc: 0 }];
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const payload = deflateSync(bytes.subarray(at, at + PIECE_BYTES), { level: 6 });
    pieces.push({ payload, crc: crc32(payload) });
  }
  return pieces;
}
