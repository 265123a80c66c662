/**
 * The numbers of a page's batches (rules C2 and C6): (epoch, seq), no number used twice, and none
 * left out without a `lost` fact that says so.
 */
import type { Batch, Lost, Position } from "../wire/messages.gen";
import type { Run } from "./batcher";
import { cutIntoPieces } from "./pieces";
import type { Spool } from "./spool";

/** More separate losses than this cannot be told one by one; the newest are. */
const MOST_LOSSES = 16;

export type Kept = "kept" | Lost["reason"];

export interface Stream {
  /** Number a run and put it into the spool. */
  append(run: Run): Kept;
  /** Take note that a batch was dropped after it had its number. */
  lose(position: Position, reason: Lost["reason"]): void;
  /** Begin the next epoch; returns what has been lost and not told yet. */
  renew(): Lost[];
  /** Whether the epoch has batches. */
  hasBegun(): boolean;
}

export function createStream(page: string, spool: Spool): Stream {
  let epoch = 0;
  let seq = 0;
  let losses: Lost[] = [];

  const lose = (from: Position, to: number, reason: Lost["reason"]): void => {
    losses.push({ kind: "lost", epoch: from.epoch, from_seq: from.seq, to_seq: to, reason });
    losses = losses.slice(-MOST_LOSSES);
  };

  return {
    append(run) {
      const pieces = cutIntoPieces(run.json);
      if (!pieces) {
        lose({ epoch, seq }, seq, "too_large");
        seq++;
        return "too_large";
      }
      const batches = pieces.map(({ payload, crc }, part): Batch => {
        return {
          page,
          epoch,
          seq: seq + part,
          t0: run.t0,
          t1: run.t1,
          crc,
          payload,
          count: part === 0 ? run.count : 0,
          checkpoint: run.checkpoint,
          part,
          parts: pieces.length,
          facts: part === 0 ? run.facts : [],
        };
      });
      const isKept = spool.keep(batches);
      if (!isKept) lose({ epoch, seq }, seq + pieces.length - 1, "spool_full");
      seq += pieces.length;
      return isKept ? "kept" : "spool_full";
    },
    lose: (position, reason) => lose(position, position.seq, reason),
    renew() {
      const told = losses;
      losses = [];
      if (seq > 0) epoch++;
      seq = 0;
      return told;
    },
    hasBegun: () => seq > 0,
  };
}
