/**
 * When a page makes a checkpoint by itself (rule C9): after a minute of activity or 500 kB of
 * records, in the page's idle time. The server may ask for one at most every five seconds. A page so
 * heavy that a snapshot would be felt makes none by itself for a while.
 */
import type { Clock } from "../clock";
import { whenIdle } from "../idle";
import { FULL_SNAPSHOT, INCREMENTAL, type Mutation, type PageRecord, SOURCE } from "../records";
import type { Stop } from "../scope";

const ACTIVITY_MS = 60_000;
const RECORDED_CHARS = 500_000;
const APART_MS = 5_000;
const IDLE_WITHIN_MS = 2_000;
/** Pauses count as activity up to this long. */
const PAUSE_MS = 1_000;

const HEAVY_CHARS = 1_000_000;
const HEAVY_ADDS = 5_000;
const HEAVY_FOR_MS = 5 * 60_000;

export interface Checkpoints {
  /** Take note of a record and its length as JSON. */
  saw(record: PageRecord, chars: number): void;
  /** The server, or a change of what is masked, needs one soon. */
  request(): void;
  /** Whether the page changes so much at once that its records are gathered for longer. */
  isHeavy(): boolean;
  stop: Stop;
}

export function createCheckpoints(make: () => void, now: Clock): Checkpoints {
  let activeMs = 0;
  let chars = 0;
  let lastRecord = now();
  let lastMade = now();
  let quietUntil = 0;
  let heavyUntil = 0;
  let cancel: Stop | undefined;

  const schedule = (): void => {
    if (cancel) return;
    const wait = Math.max(0, lastMade + APART_MS - now());
    const timer = setTimeout(() => {
      cancel = whenIdle(() => {
        cancel = undefined;
        make();
      }, IDLE_WITHIN_MS);
    }, wait);
    cancel = () => clearTimeout(timer);
  };

  const made = (size: number): void => {
    activeMs = 0;
    chars = 0;
    lastMade = now();
    lastRecord = lastMade;
    if (size > HEAVY_CHARS) quietUntil = lastMade + HEAVY_FOR_MS;
    cancel?.();
    cancel = undefined;
  };

  return {
    saw(record, size) {
      if (record.type === FULL_SNAPSHOT) {
        made(size);
        return;
      }
      activeMs += Math.min(Math.max(0, now() - lastRecord), PAUSE_MS);
      lastRecord = now();
      chars += size;
      if (size > HEAVY_CHARS || addsOf(record) > HEAVY_ADDS) {
        heavyUntil = lastRecord + HEAVY_FOR_MS;
        quietUntil = heavyUntil;
      }
      const isDue = activeMs >= ACTIVITY_MS || chars >= RECORDED_CHARS;
      if (isDue && lastRecord >= quietUntil) schedule();
    },
    request: schedule,
    isHeavy: () => now() < heavyUntil,
    stop: () => cancel?.(),
  };
}

function addsOf({ type, data }: PageRecord): number {
  if (type !== INCREMENTAL) return 0;
  const { source, adds } = data as Mutation;
  return source === SOURCE.mutation ? adds.length : 0;
}
