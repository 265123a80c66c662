import { EventType, type eventWithTime } from "@rrweb/types";
import type { Batch } from "../../wire/messages.gen";
import { Cleanser } from "./cleanse/records";
import { Fault } from "./fault";
import { Line, type Step } from "./line";
import type { Scene } from "./scene";

/** The time of a run in another clock than the page's. */
export interface Times {
  /** That clock minus the page's. */
  shift: number;
  /** Nothing in the run is earlier or later than this, on that clock. */
  from: number;
  to: number;
}

const AS_RECORDED: Times = { shift: 0, from: 0, to: Number.POSITIVE_INFINITY };

/** What one page sent, on its way to the scene: put in order, made harmless, handed over. */
export class Stream {
  readonly line: Line;
  readonly #scene: Scene;
  readonly #cleanser: Cleanser;

  /** `kept` is where pictures, styles and fonts of the site are served. */
  constructor(page: string, kept: string, scene: Scene) {
    this.line = new Line(page);
    this.#scene = scene;
    this.#cleanser = new Cleanser(kept);
  }

  set address(address: string) {
    this.#cleanser.pageAddress = address;
  }

  learn(facts: Batch["facts"]): void {
    for (const fact of facts) {
      if (fact.kind === "navigated") this.address = fact.url;
    }
  }

  /**
   * Hands a whole run over: to the picture there is, or as the beginning of a new one. Returns
   * whether there was anything to show. Throws a `Fault` when it should have held a picture.
   */
  show({ records, fresh }: Extract<Step, { kind: "run" }>, now: number, times?: Times): boolean {
    const clean = this.#clean(records, times ?? AS_RECORDED);
    if (!fresh) {
      this.#scene.add(clean.filter(isChange), now);
      return clean.length > 0;
    }
    const at = clean.findIndex(({ type }) => type === EventType.FullSnapshot);
    const picture = clean[at];
    if (picture?.type !== EventType.FullSnapshot) throw new Fault("replay_failed");
    const meta = clean[at - 1];
    const { timestamp } = picture;
    const data = meta?.type === EventType.Meta ? meta.data : { href: "", ...this.#scene.size };
    this.#scene.begin({ type: EventType.Meta, data, timestamp }, picture, now);
    this.#scene.add(clean.slice(at + 1).filter(isChange), now);
    this.line.stand();
    return true;
  }

  #clean(records: readonly unknown[], { shift, from, to }: Times): eventWithTime[] {
    const clean: eventWithTime[] = [];
    for (const record of records) {
      const harmless = this.#cleanser.record(record, shift);
      if (!harmless) continue;
      harmless.timestamp = Math.min(Math.max(harmless.timestamp, from), to);
      clean.push(harmless);
    }
    return clean;
  }
}

/** Later checkpoints say only what the picture shows already. */
function isChange({ type }: eventWithTime): boolean {
  return type === EventType.IncrementalSnapshot;
}
