/**
 * Records of fields, at most one per field in half a second: when somebody types is nearly as
 * telling as what. The last state always arrives.
 */
import type { Clock } from "../clock";
import { guard } from "../guard";
import { INCREMENTAL, type PageRecord, SOURCE } from "../records";

const APART_MS = 500;

export interface Calm {
  /** Pass a record on, now or later. */
  take(record: PageRecord): void;
  /** Forget what waits: a checkpoint shows it, or it must not be shown any more. */
  clear(): void;
}

export function createCalm(emit: (record: PageRecord) => void, now: Clock): Calm {
  /** By node: what waits for the end of its half second, or `null` while nothing does. */
  const waiting = new Map<number, PageRecord | null>();
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const open = (id: number): void => {
    const timer = setTimeout(
      guard(() => {
        timers.delete(timer);
        const record = waiting.get(id);
        waiting.delete(id);
        if (!record) return;
        open(id);
        emit({ ...record, timestamp: now() });
      }),
      APART_MS,
    );
    timers.add(timer);
    waiting.set(id, null);
  };

  return {
    take(record) {
      const { source, id } = record.data as { source: number; id: number };
      if (record.type !== INCREMENTAL || source !== SOURCE.input) emit(record);
      else if (waiting.has(id)) waiting.set(id, record);
      else {
        open(id);
        emit(record);
      }
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      waiting.clear();
    },
  };
}
