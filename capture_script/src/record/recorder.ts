/**
 * rrweb, started and stopped. A checkpoint is its `Meta` and `FullSnapshot`, and the sheets that the
 * document has adopted, which it emits in the same breath.
 *
 * rrweb 2.1 observes a same-origin frame once more with every full snapshot, so `hasFrames` tells
 * when a checkpoint has to be made by a new recorder instead.
 */
import { record } from "@rrweb/record";
import { guard } from "../guard";
import { INCREMENTAL, type Mutation, type PageRecord, SOURCE } from "../records";
import { createEchoFilter } from "./echoes";
import { type FirstLayer, recordOptions } from "./settings";

export interface Recorder {
  /** Emit a checkpoint now. */
  snapshot(): void;
  /** Whether a same-origin frame has been recorded. */
  hasFrames(): boolean;
  stop(): void;
}

/** Emits a checkpoint before it returns. */
export function startRecorder(layer: FirstLayer, emit: (record: PageRecord) => void): Recorder {
  let running = true;
  let frames = false;
  const isEcho = createEchoFilter();

  const take = guard((event: PageRecord) => {
    // Listeners on frames outlive the recorder that set them, and emit through its successor.
    if (!running) return;
    frames ||= isFrame(event);
    if (frames && isEcho(event)) return;
    emit(event);
  });
  const stop = record({
    ...recordOptions(layer),
    emit: (event) => take(event as unknown as PageRecord),
  });
  return {
    snapshot: () => record.takeFullSnapshot(true),
    hasFrames: () => frames,
    stop() {
      running = false;
      stop?.();
    },
  };
}

function isFrame({ type, data }: PageRecord): boolean {
  if (type !== INCREMENTAL) return false;
  const { source, isAttachIframe } = data as Mutation;
  return source === SOURCE.mutation && isAttachIframe === true;
}

/** rrweb's numbers for the page's nodes. */
export const mirror = record.mirror;
