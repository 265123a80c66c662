import type { ErrorCode } from "../../port";
import type { SegmentRef } from "../../replayPort";
import { Fault } from "../fault";
import type { Scene } from "../scene";
import type { Stage } from "../stage";
import { Stream } from "../stream";
import { Reel, type Timed } from "./reel";
import type { Shelf } from "./shelf";
import { Told } from "./told";

/**
 * Lines are handed to the picture so long before their time: a pointer movement begins before the
 * moment it was recorded at.
 */
const AHEAD_MS = 1_000;
/** What was passed over is applied in the frame after `reveal`, perhaps behind us in it. */
const SETTLE_FRAMES = 2;

export interface ShowingOptions {
  scene: Scene;
  shelf: Shelf;
  /** The segments that make up the first picture. */
  chain: readonly SegmentRef[];
  /** Where kept pictures of the site are served. */
  kept: string;
  onFault(code: ErrorCode): void;
}

/** One line that has been handed over and is not on the screen yet. */
interface Due {
  line: Timed;
  at: number;
  /** A new picture begins with it. */
  fresh: boolean;
}

/**
 * One page of a recording as it is read from a checkpoint on: forward, at any pace. To go back, a
 * new one is begun.
 */
export class Showing {
  readonly page: string;
  readonly told = new Told();
  /** The newest batch whose last record is on the screen. */
  epoch = -1;
  seq = -1;
  /** Its first picture is on the screen, or it turned out that there can be none. */
  hasBegun = false;
  /** There is nothing that a picture could be made of. */
  isBare = false;
  readonly #options: ShowingOptions;
  readonly #reel: Reel;
  readonly #stream: Stream;
  #chain: SegmentRef[];
  #threaded: unknown = null;
  #due: Due[] = [];
  /** The picture on the screen while time leaps. */
  #leaping: Stage | null = null;
  #settling = 0;

  constructor(page: string, options: ShowingOptions) {
    this.page = page;
    this.#options = options;
    this.#chain = [...options.chain];
    options.scene.drop();
    this.#reel = new Reel(page);
    this.#stream = new Stream(page, options.kept, options.scene);
    this.#stream.address = options.chain[0]?.url ?? "";
  }

  /** The segment read last, once the chain is read. */
  get last(): SegmentRef | null {
    return this.#chain[0] ? null : this.#reel.last;
  }

  /** The farthest segment that is read or is being waited for. */
  get end(): SegmentRef | null {
    return this.#chain.at(-1) ?? this.#reel.last;
  }

  /** Time goes on at another place, farther on: the way there is not shown. */
  leap(): void {
    const { scene } = this.#options;
    if (!this.hasBegun || scene.isBuilding || !scene.shown) return;
    this.#leaping = scene.shown;
    this.#leaping.gather();
  }

  /** The picture of this moment is still being made. */
  isLate(at: number): boolean {
    const { coming } = this.#options.scene;
    return !this.hasBegun || (coming !== null && coming.start <= at);
  }

  /** Something is still on its way to the screen at this moment. */
  isBusy(at: number): boolean {
    const isDue = (this.#due[0]?.at ?? Number.POSITIVE_INFINITY) <= at;
    return isDue || this.#leaping !== null || this.#settling > 0;
  }

  /** A record could not be shown: the next checkpoint makes a new picture. */
  doubt(): void {
    this.#stream.line.unsure = true;
    this.told.gap = "unreadable";
  }

  /**
   * Reads on to a moment. `next` is the segment behind the last, if any. Returns false while it
   * cannot be shown yet.
   */
  read(at: number, next: SegmentRef | null, now: number): boolean {
    const isWhole = this.#thread(at, next);
    const { scene } = this.#options;
    for (let line = this.#reel.next; line && this.#isDue(line, at); line = this.#reel.next) {
      this.#reel.pass();
      this.#hand(line, now);
    }
    if (isWhole && this.#leaping) {
      this.#leaping.reveal(at);
      this.#leaping = null;
      this.#settling = SETTLE_FRAMES;
    }
    if (isWhole && !this.hasBegun && !scene.isBuilding) {
      scene.clear();
      this.hasBegun = this.isBare = true;
    }
    return isWhole;
  }

  /** One frame of the screen. */
  tick(at: number, now: number, isWhole: boolean): void {
    const { scene } = this.#options;
    if (this.#settling > 0 && --this.#settling === 0) scene.shown?.settle(now);
    // The picture of another page or time stands still until this one takes its place.
    const moment = this.hasBegun ? at : Number.NEGATIVE_INFINITY;
    if (scene.tick(moment, now, { until: at, isWhole: isWhole && this.isLate(at) })) {
      this.hasBegun = true;
      this.isBare = false;
    }
  }

  /** Everything up to this moment is on the screen. */
  reached(at: number, now: number): void {
    if (!this.hasBegun) return;
    for (let due = this.#due[0]; due && due.at <= at; due = this.#due[0]) {
      this.#due.shift();
      this.#tell(due, now);
    }
  }

  #tell({ line, fresh }: Due, now: number): void {
    if (line.kind === "missing") {
      this.told.gap = line.missing.reason;
      return;
    }
    const { epoch, seq, parts, facts, records } = line.run;
    this.epoch = epoch;
    this.seq = seq + parts - 1;
    if (fresh) this.told.gap = null;
    if (records.length > 0) this.told.left = false;
    if (this.told.learn(facts)) this.#options.scene.shown?.focus.typing(now);
  }

  /** Returns whether everything up to this moment is at hand. */
  #thread(at: number, next: SegmentRef | null): boolean {
    const { shelf } = this.#options;
    const last = this.#reel.last;
    if (last && !this.#chain[0]) {
      const lines = shelf.lines(last);
      // An unfinished segment came again, grown.
      if (lines && lines !== this.#threaded) {
        this.#reel.thread(last, lines);
        this.#threaded = lines;
      }
    }
    const order = this.#chain[0] ? this.#chain : next ? [next] : [];
    for (const segment of [...order]) {
      const lines = shelf.lines(segment);
      if (!lines) return segment.from_at > at && !this.#chain[0];
      this.#reel.thread(segment, lines);
      this.#threaded = lines;
      this.#chain.shift();
    }
    return true;
  }

  #isDue(line: Timed, at: number): boolean {
    const { from } = line.times;
    if (from <= at) return true;
    // A picture ahead of its time must not take the place of one that is still being made.
    const isPicture = line.kind === "run" && line.run.checkpoint;
    return from <= at + AHEAD_MS && !(isPicture && this.#options.scene.isBuilding);
  }

  #hand(line: Timed, now: number): void {
    const at = line.kind === "run" ? line.times.to : line.times.from;
    const due: Due = { line, at, fresh: false };
    this.#due.push(due);
    if (line.kind === "missing") {
      const { epoch, from_seq, to_seq } = line.missing;
      this.#stream.line.gap(epoch, from_seq, to_seq);
      return;
    }
    const { epoch, seq, parts, checkpoint, facts, records } = line.run;
    const place = { epoch, fromSeq: seq, toSeq: seq + parts - 1, checkpoint };
    try {
      const step = this.#stream.line.run(place, records);
      this.#stream.learn(facts);
      if (step.kind !== "run") return;
      this.#stream.show(step, now, line.times);
      due.fresh = step.fresh;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.doubt();
      this.#options.onFault(error.code);
    }
  }
}
