/**
 * From the page to the spool: recorder -> sanitizer -> batcher -> stream. Recording can be stopped
 * and begun again; each beginning is a new epoch that starts with a checkpoint.
 */
import { createAssetList } from "./buffer/assets";
import { type Batcher, createBatcher, type Run } from "./buffer/batcher";
import type { Stream } from "./buffer/stream";
import type { Clock } from "./clock";
import type { Fact } from "./facts";
import { attempt, guard } from "./guard";
import { observeActivity } from "./observe/activity";
import { observeAttention } from "./observe/attention";
import { observeNavigation } from "./observe/navigation";
import { createPrivacy, type Privacy } from "./privacy/sanitize";
import { MASK } from "./privacy/words";
import { createCalm } from "./record/calm";
import { createCheckpoints } from "./record/checkpoints";
import { mirror, type Recorder, startRecorder } from "./record/recorder";
import { FULL_SNAPSHOT, type PageRecord } from "./records";
import { createScope, type Scope } from "./scope";
import type { Rules } from "./wire/messages.gen";

/** Records that could not be understood, before we leave the page alone. */
const MOST_BREAKS = 10;

export interface CaptureEvents {
  /** Something new is in the spool. */
  kept(): void;
  /** The spool is full: recording has stopped. */
  full(): void;
  /** Recording is not possible on this page. */
  failed(code: "too_large" | "internal"): void;
}

export interface Capture {
  privacy: Privacy;
  isRunning(): boolean;
  /** Record from here on, in a new epoch whose first batch carries these facts. */
  start(facts: Fact[]): void;
  /** Stop recording; what is gathered and then these facts are kept. */
  stop(facts: Fact[]): void;
  /** Say something beside the records, at once. */
  say(facts: Fact[]): void;
  /** Make a checkpoint in idle time; `anew` when it must begin an epoch. */
  checkpoint(anew?: boolean): void;
  /** Hand on what is gathered now, or only what has waited for long enough. */
  flush(): void;
  tick(): void;
}

export interface CaptureSettings {
  rules: Rules;
  stream: Stream;
  now: Clock;
  cadence(): number;
}

export function createCapture(
  { rules, stream, now, cadence }: CaptureSettings,
  on: CaptureEvents,
): Capture {
  const assets = createAssetList();
  let breaks = 0;
  let running: { batcher: Batcher; scope: Scope; checkpoint(): void } | undefined;
  let mustRestart = false;

  const privacy = createPrivacy(rules, mirror, {
    asset: assets.add,
    stale: () => checkpoint(),
    broken() {
      breaks++;
      checkpoint(true);
    },
  });

  const hand = (run: Run): void => {
    const outcome = stream.append(run);
    if (outcome === "kept") on.kept();
    else if (outcome === "spool_full") abandon(on.full);
    else if (run.checkpoint) abandon(() => on.failed("too_large"));
    else checkpoint(true);
  };

  /** Stop as soon as the recorder has returned: it may be in the middle of emitting. */
  const abandon = (then: () => void): void => {
    const abandoned = running;
    setTimeout(
      guard(() => {
        if (running !== abandoned) return;
        end();
        then();
      }),
    );
  };

  const end = (): void => {
    running?.batcher.stop();
    running?.scope.stop();
    running = undefined;
    mustRestart = false;
  };

  const checkpoint = (anew = false): void => {
    mustRestart ||= anew;
    running?.checkpoint();
  };

  const start = (facts: Fact[]): void => {
    end();
    const scope = createScope();
    let recorder: Recorder | undefined;
    let isWhole = false;

    const make = (): void => {
      if (breaks > MOST_BREAKS) abandon(() => on.failed("internal"));
      else if (mustRestart || recorder?.hasFrames()) restart();
      else begin(() => recorder?.snapshot());
    };
    const checkpoints = createCheckpoints(make, now);
    const batcher = createBatcher({
      now,
      cadence,
      isHeavy: checkpoints.isHeavy,
      more: assets.take,
      hand,
    });
    const calm = createCalm((record) => {
      isWhole ||= record.type === FULL_SNAPSHOT;
      checkpoints.saw(record, batcher.record(record));
    }, now);
    const take = (record: PageRecord): void => {
      const harmless = privacy.sanitize(record);
      if (harmless) calm.take(harmless);
    };
    const begin = (snapshot: () => void): void => {
      isWhole = false;
      calm.clear();
      const isMade = attempt(() => batcher.checkpoint(snapshot, () => isWhole));
      if (!isMade) abandon(() => on.failed("internal"));
    };

    running = { batcher, scope, checkpoint: checkpoints.request };
    scope.add(checkpoints.stop);
    scope.add(calm.clear);
    const untold = stream.renew();
    if (untold.some(({ kind }) => kind === "lost")) assets.again();
    for (const fact of [...untold, ...facts]) batcher.fact(fact);
    const place = { url: () => privacy.addresses.place(location.href), title: privacy.title };
    scope.add(observeNavigation(batcher.fact, place, now));
    scope.add(observeAttention(batcher.fact, now));
    scope.add(observeActivity(batcher.fact, privacy.isIgnored, now));
    begin(() => {
      recorder = startRecorder(firstLayer(privacy), take);
    });
    scope.add(() => recorder?.stop());
  };

  const restart = (): void => {
    running?.batcher.cut();
    start([]);
  };

  const say = (facts: Fact[]): void => {
    running?.batcher.cut();
    const at = now();
    hand({ json: "", count: 0, t0: at, t1: at, checkpoint: false, facts });
  };

  return {
    privacy,
    isRunning: () => running !== undefined,
    start,
    stop(facts) {
      running?.scope.stop();
      if (facts.length) say(facts);
      end();
    },
    say,
    checkpoint,
    flush: () => running?.batcher.cut(),
    tick: () => running?.batcher.tick(),
  };
}

function firstLayer({ selectors, maskText }: Privacy): Parameters<typeof startRecorder>[0] {
  return {
    block: selectors.block,
    mask: `${selectors.mask},[contenteditable],select,datalist`,
    ignore: selectors.ignore,
    maskText,
    maskInput: (text) => (text ? MASK : ""),
  };
}
