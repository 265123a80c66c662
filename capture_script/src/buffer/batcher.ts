/**
 * Gathers records and facts into runs. A run is cut when its first record has waited for the cadence
 * or its JSON has grown past 32 kB (rule C8), and at once where something must not wait: a checkpoint
 * is a run of its own.
 *
 * A timer alone would not do, because browsers hold back the timers of hidden tabs for up to a
 * minute: whatever comes from outside calls `tick` as well.
 */
import type { Clock } from "../clock";
import type { Fact } from "../facts";
import { guard } from "../guard";
import type { PageRecord } from "../records";

const RUN_CHARS = 32_000;
/** `Batch.facts` takes 64. */
const FACTS_IN_RUN = 60;
const FACT_CHARS_IN_RUN = 32_000;
/** Between two batches of a page that changes too much at once. */
const HEAVY_MS = 250;

export interface Run {
  /** A JSON array of records; empty when there are none. */
  json: string;
  count: number;
  t0: number;
  t1: number;
  checkpoint: boolean;
  facts: Fact[];
}

export interface Batcher {
  /** Take a record; returns the length of its JSON. */
  record(record: PageRecord): number;
  fact(fact: Fact): void;
  /** Hand on what is gathered, if anything is. */
  cut(): void;
  /** Gather what `make` emits into a run of its own; false when it made no whole checkpoint. */
  checkpoint(make: () => void, isWhole: () => boolean): boolean;
  /** Cut what has waited for long enough. */
  tick(): void;
  stop(): void;
}

export interface BatcherSettings {
  now: Clock;
  /** Milliseconds between two batches, as the server last said. */
  cadence(): number;
  isHeavy(): boolean;
  /** Facts that are ready when a run is cut. */
  more(): Fact[];
  hand(run: Run): void;
}

export function createBatcher({ now, cadence, isHeavy, more, hand }: BatcherSettings): Batcher {
  let records: string[] = [];
  let facts: Fact[] = [];
  let chars = 0;
  let t0 = 0;
  let t1 = 0;
  let since = 0;
  let isHolding = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wait = (): number => Math.max(cadence(), isHeavy() ? HEAVY_MS : 0);

  const began = (at: number): void => {
    if (!records.length) {
      t0 = at;
      t1 = at;
    }
    t0 = Math.min(t0, at);
    t1 = Math.max(t1, at);
    if (timer !== undefined || isHolding) return;
    since = now();
    timer = setTimeout(
      guard(() => cut()),
      wait(),
    );
  };

  const grew = (by: number): void => {
    chars += by;
    if (isHolding) return;
    if (chars >= RUN_CHARS || now() - since >= wait()) cut();
  };

  const cut = (checkpoint = false): void => {
    clearTimeout(timer);
    timer = undefined;
    facts.push(...more());
    let json = records.length ? `[${records.join()}]` : "";
    let count = records.length;
    let isCheckpoint = checkpoint;
    const [from, to] = count ? [t0, t1] : [now(), now()];
    records = [];
    chars = 0;
    while (json || facts.length) {
      const some = takeFacts();
      hand({ json, count, t0: from, t1: to, checkpoint: isCheckpoint, facts: some });
      json = "";
      count = 0;
      isCheckpoint = false;
    }
  };

  const takeFacts = (): Fact[] => {
    let length = 0;
    let end = 0;
    while (end < facts.length && end < FACTS_IN_RUN) {
      length += JSON.stringify(facts[end]).length;
      if (length > FACT_CHARS_IN_RUN && end > 0) break;
      end++;
    }
    const some = facts.slice(0, end);
    facts = facts.slice(end);
    return some;
  };

  return {
    record(record) {
      const json = JSON.stringify(record);
      began(record.timestamp);
      records.push(json);
      grew(json.length);
      return json.length;
    },
    fact(fact) {
      if (
        fact.kind === "active" &&
        facts.some((f) => f.kind === "active" && f.doing === fact.doing)
      ) {
        return;
      }
      if (!records.length && !facts.length) began(now());
      facts.push(fact);
      grew(0);
    },
    cut: () => cut(),
    checkpoint(make, isWhole) {
      // Facts that wait may as well begin with the checkpoint.
      if (records.length) cut();
      isHolding = true;
      try {
        make();
      } finally {
        isHolding = false;
      }
      if (!isWhole()) {
        records = [];
        return false;
      }
      cut(true);
      return true;
    },
    tick() {
      if (timer !== undefined && now() - since >= wait()) cut();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      records = [];
      facts = [];
      chars = 0;
    },
  };
}
