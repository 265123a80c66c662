/**
 * Batches that are not acknowledged, in order. Bounded: past its size it takes nothing more, and
 * what it has stays, for that is the story so far.
 */
import type { Fact } from "../facts";
import type { Batch, Position } from "../wire/messages.gen";

/** `Batch.facts` takes 64. */
const MOST_FACTS = 64;
const MOST_BYTES = 8 * 1024 * 1024;
/** What a batch weighs beside its payload and facts. */
const HEADER_BYTES = 150;

interface Kept {
  batch: Batch;
  size: number;
}

export interface Spool {
  /** False when there is no room for all of these; then none is kept. */
  keep(batches: Batch[]): boolean;
  /** Everything up to and including this place is durable. */
  settle(position: Position): void;
  /** Take one out that will never be accepted, if it is here. */
  drop(position: Position): Batch | undefined;
  /** The next batch to send, or nothing. */
  next(): Batch | undefined;
  /** Begin again with the first: the connection is new. */
  rewind(): void;
  /**
   * As many of the last batches as fit into these bytes, in order. The first of them says how epochs
   * ended that those say which are left out: nothing may be taken for whole that is not.
   */
  last(bytes: number, count: number): Batch[];
  hasRoom(): boolean;
  clear(): void;
}

export function createSpool(mostBytes = MOST_BYTES): Spool {
  let kept: Kept[] = [];
  let bytes = 0;
  /** How many from the front have been sent on this connection. */
  let sent = 0;

  return {
    keep(batches) {
      const sized = batches.map((batch) => ({ batch, size: sizeOf(batch) }));
      const size = sized.reduce((sum, one) => sum + one.size, 0);
      if (bytes + size > mostBytes) return false;
      kept.push(...sized);
      bytes += size;
      return true;
    },
    settle(position) {
      let settled = 0;
      while (settled < kept.length && isCovered(kept[settled]?.batch, position)) {
        bytes -= kept[settled]?.size ?? 0;
        settled++;
      }
      kept = kept.slice(settled);
      sent = Math.max(0, sent - settled);
    },
    drop({ epoch, seq }) {
      const at = kept.findIndex(({ batch }) => batch.epoch === epoch && batch.seq === seq);
      const [dropped] = at < 0 ? [] : kept.splice(at, 1);
      if (!dropped) return undefined;
      bytes -= dropped.size;
      if (at < sent) sent--;
      return dropped.batch;
    },
    next: () => kept[sent] && kept[sent++]?.batch,
    rewind() {
      sent = 0;
    },
    last(most, count) {
      let from = kept.length;
      let size = 0;
      while (from > 0 && kept.length - from < count) {
        size += kept[from - 1]?.size ?? 0;
        if (size > most) break;
        from--;
      }
      const ends = kept.slice(0, from).flatMap(({ batch: { facts = [] } }) => facts.filter(isEnd));
      const [first, ...rest] = kept.slice(from).map(({ batch }) => batch);
      if (!first) return [];
      return [{ ...first, facts: [...ends, ...(first.facts ?? [])].slice(-MOST_FACTS) }, ...rest];
    },
    hasRoom: () => bytes < mostBytes / 2,
    clear() {
      kept = [];
      bytes = 0;
      sent = 0;
    },
  };
}

function isCovered(batch: Batch | undefined, { epoch, seq }: Position): boolean {
  if (!batch) return false;
  return batch.epoch < epoch || (batch.epoch === epoch && batch.seq <= seq);
}

function isEnd({ kind }: Fact): boolean {
  return kind === "closed" || kind === "lost";
}

/** The facts' size is that of their JSON, which is never less than their MessagePack. */
function sizeOf({ payload, facts }: Batch): number {
  return HEADER_BYTES + payload.length + (facts?.length ? byteLength(JSON.stringify(facts)) : 0);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
