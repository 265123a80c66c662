import type { Run, SegmentHead } from "../../../wire/messages.gen";
import type { SegmentRef } from "../../replayPort";
import type { RunLine } from "./lines";

export const PAGE = "page-aaaaaaaaaaaa";

export function ref(seq: number, more: Partial<SegmentRef> = {}): SegmentRef {
  return {
    page: PAGE,
    epoch: 0,
    seq,
    to_epoch: more.epoch ?? 0,
    to_seq: seq + 9,
    checkpoint: true,
    is_open: false,
    from_at: seq * 1_000,
    to_at: seq * 1_000 + 9_900,
    url: "https://shop.test/",
    sheets: [],
    ...more,
  };
}

export const HEAD: SegmentHead = {
  line: "head",
  format: 1,
  session: "session-aaaaaaaaa",
  page: PAGE,
  offset_ms: 0,
  url: "https://shop.test/",
};

/** One second of a page whose clock is the server's: batch 3 is from 3,000 to 3,900. */
export function run(seq: number, more: Partial<RunLine> = {}): RunLine {
  const t0 = seq * 1_000;
  const received_at = t0 + 1_000;
  const times = { t0, t1: t0 + 900, received_at };
  const place = { epoch: 0, seq, parts: 1, checkpoint: false };
  return { line: "run", ...place, ...times, count: 1, facts: [], records: [{}], ...more };
}

export function missing(from_seq: number, to_seq: number) {
  const numbers = { epoch: 0, from_seq, to_seq };
  return { line: "missing" as const, ...numbers, reason: "spool_full", recorded_at: 0 };
}

export function bytesOf(...lines: (SegmentHead | Run | RunLine | object)[]): ArrayBuffer {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return new TextEncoder().encode(text).buffer as ArrayBuffer;
}
