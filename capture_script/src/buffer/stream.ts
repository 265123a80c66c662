/**
 * The numbers of a page's batches (rules C2 and C6): (epoch, seq), no number used twice, and none
 * left out without a `lost` fact that says so.
 */
import type { Fact } from "../facts";
import type { Batch, Lost, Position } from "../wire/messages.gen";
import type { Run } from "./batcher";
import { cutIntoPieces } from "./pieces";
import type { Spool } from "./spool";

/** More than this cannot be told one by one; the newest is. */
const MOST_UNTOLD = 16;

/** Nobody says these twice: when their batch is dropped, the next epoch begins with them. */
const SAID_ONCE = new Set<Fact["kind"]>(["closed", "lost", "paused", "resumed"]);

export type Kept = "kept" | Lost["reason"];

export interface Stream {
  /** Number a run and put it into the spool. */
  append(run: Run): Kept;
  /** Take note that a batch was dropped after it had its number. */
  lose(batch: Batch, reason: Lost["reason"]): void;
  /** Begin the next epoch; returns what has to be told of those before it. */
  renew(): Fact[];
  /**
   * Go on behind a place that the server has and we have not come to: a number was damaged on its
   * way, and below it nothing is taken any more. True if so.
   */
  surpass(place: Position): boolean;
  /** Whether the epoch has batches. */
  hasBegun(): boolean;
}

export function createStream(page: string, spool: Spool): Stream {
  let epoch = 0;
  let seq = 0;
  let untold: Fact[] = [];

  const lose = (from: Position, to: number, reason: Lost["reason"], facts: Fact[]): void => {
    const { epoch, seq } = from;
    const last = untold.find((fact): fact is Lost => {
      return fact.kind === "lost" && fact.epoch === epoch && fact.to_seq === seq - 1;
    });
    if (last?.reason === reason) last.to_seq = to;
    else untold.push({ kind: "lost", epoch, from_seq: seq, to_seq: to, reason });
    untold.push(...facts.filter(({ kind }) => SAID_ONCE.has(kind)));
    untold = untold.slice(-MOST_UNTOLD);
  };

  return {
    append(run) {
      const pieces = cutIntoPieces(run.json);
      if (!pieces) {
        lose({ epoch, seq }, seq, "too_large", run.facts);
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
      if (!isKept) lose({ epoch, seq }, seq + pieces.length - 1, "spool_full", run.facts);
      seq += pieces.length;
      return isKept ? "kept" : "spool_full";
    },
    lose: (batch, reason) => lose(batch, batch.seq, reason, batch.facts ?? []),
    renew() {
      const told = untold;
      untold = [];
      if (seq === 0) return told;
      told.unshift({ kind: "closed", epoch, count: seq });
      epoch++;
      seq = 0;
      return told;
    },
    surpass(place) {
      if (place.epoch <= epoch) return false;
      untold.push({ kind: "closed", epoch, count: seq });
      epoch = place.epoch;
      seq = place.seq + 1;
      return true;
    },
    hasBegun: () => seq > 0,
  };
}
