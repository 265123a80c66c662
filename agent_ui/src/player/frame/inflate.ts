import { Inflate } from "fflate";
import { crc32 } from "./crc32";
import { Fault } from "./fault";

/** Records are cut into pieces of this size before they are deflated (rule C3 of the protocol). */
export const PIECE_BYTES = 256 * 1024;
/** Deflate grows at most 1032-fold, so one step can overshoot the cap by about 8 MiB and no more. */
const STEP_BYTES = 8 * 1024;

/** One payload back to its piece of the records. Throws a `Fault`. */
export function inflatePiece(payload: Uint8Array, crc: number): Uint8Array {
  if (crc32(payload) !== crc) throw new Fault("crc_mismatch");
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const inflate = new Inflate((piece, final) => {
    pieces.push(piece);
    size += piece.byteLength;
    ended = final;
  });
  for (let at = 0; at < payload.byteLength; at += STEP_BYTES) {
    const step = payload.subarray(at, at + STEP_BYTES);
    try {
      inflate.push(step, at + STEP_BYTES >= payload.byteLength);
    } catch {
      throw new Fault("bad_deflate");
    }
    if (size > PIECE_BYTES) throw new Fault("too_large");
  }
  if (!ended) throw new Fault("bad_deflate");
  return join(pieces, size);
}

export function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  if (pieces.length === 1 && pieces[0]) return pieces[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
