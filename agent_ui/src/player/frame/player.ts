import { EventType, type eventWithTime, IncrementalSource } from "@rrweb/types";
import type { Batch } from "../../wire/messages.gen";
import type {
  BatchMessage,
  ErrorCode,
  FromFrame,
  GapMessage,
  NeedReason,
  PageMessage,
  Start,
  ToFrame,
} from "../port";
import { Circumstances } from "./circumstances";
import { Fault } from "./fault";
import { keptOf } from "./kept";
import { Lag } from "./lag";
import { Marks } from "./marks";
import { Notice, wordsFor } from "./notice";
import { afterPaint } from "./paint";
import { Playout } from "./playout";
import { Scene } from "./scene";
import { Stream } from "./stream";

/** What depends on time alone is looked at so often. */
const LOOK_EVERY_MS = 1_000;
const LAG_RECENT_MS = 3_000;
/** A batch this young is the present: no tail follows it. */
const PRESENT_MS = 1_500;

/**
 * The player of one watched session, in its frame: messages in, a picture on the screen, and what
 * became of it out. It works in frames of the screen, and only while there is something to do.
 */
export class Player {
  readonly #root: HTMLElement;
  readonly #post: (message: FromFrame) => void;
  readonly #scene: Scene;
  readonly #notice: Notice;
  readonly #marks: Marks;
  readonly #around = new Circumstances();
  #start: Start | null = null;
  #ref: PageMessage | null = null;
  #stream: Stream;
  #playout = new Playout();
  #lag = new Lag();
  #offsetToServerMs = 0;
  /** Server clock minus page clock. */
  #offsetMs = 0;
  /** The newest record that has arrived, and the moment now on the screen; page clock. */
  #newest = Number.NEGATIVE_INFINITY;
  #moment = Number.NEGATIVE_INFINITY;
  #frame = 0;
  #isAsleep = false;
  #painting: number | null = null;

  constructor(root: HTMLElement, post: (message: FromFrame) => void) {
    this.#root = root;
    this.#post = post;
    this.#marks = new Marks(root, post);
    this.#notice = new Notice(root);
    this.#scene = new Scene(root, {
      onCast: (record) => this.#cast(record),
      onBroken: () => this.#broken("replay_failed"),
      onViewport: ({ width, height }) => post({ type: "viewport", width, height }),
    });
    this.#stream = new Stream("", "", this.#scene);
    setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
  }

  hear(message: ToFrame): void {
    switch (message.type) {
      case "start":
        this.#begin(message);
        break;
      case "batch":
        this.#post({ type: "took", bytes: message.batch.payload.byteLength });
        this.#batch(message);
        break;
      case "gap":
        this.#gap(message);
        break;
      case "page":
        this.#ref = message;
        this.#refer();
        break;
      case "link":
        this.#around.link = message.link;
        break;
      case "theme":
        this.#root.dataset.theme = message.theme;
        break;
      case "clock":
        this.#offsetToServerMs = message.offsetToServerMs;
        break;
    }
    this.#look();
  }

  /** Gives the picture up for its memory; nobody can see it. */
  sleep(): void {
    this.#isAsleep = true;
    this.#around.picture = false;
    this.#scene.clear();
    this.#look();
  }

  /** Asks for a fresh picture if there is none any more. */
  wake(): void {
    if (this.#isAsleep) this.#need("woke");
  }

  #begin(start: Start): void {
    const other = this.#start?.page !== start.page || this.#start.siteKey !== start.siteKey;
    this.#start = start;
    this.#stream = new Stream(start.page, keptOf(start.siteKey), this.#scene);
    this.#playout = new Playout();
    this.#newest = Number.NEGATIVE_INFINITY;
    this.#marks.restart();
    this.#isAsleep = false;
    if (other) {
      this.#lag = new Lag();
      this.#around.reset();
    }
    this.#refer();
  }

  /** What the console knows of pages may come before or after the picture it belongs to. */
  #refer(): void {
    if (!this.#ref || this.#ref.page !== this.#stream.line.page) return;
    this.#around.condition = this.#ref.condition;
    this.#stream.address = this.#ref.url;
  }

  #batch({ batch, offsetMs }: BatchMessage): void {
    if (this.#isAsleep) return;
    const now = performance.now();
    const wasUnsure = this.#stream.line.unsure;
    try {
      const step = this.#stream.line.accept(batch);
      if (step.kind === "old") return;
      this.#offsetMs = offsetMs;
      this.#newest = Math.max(this.#newest, batch.t1);
      this.#pace(batch, now);
      this.#learn(batch.facts, now);
      if (step.kind === "run" && this.#stream.show(step, now)) this.#around.left = false;
      this.#marks.arrived(batch.epoch, batch.seq, batch.t1);
      if (this.#stream.line.unsure && !wasUnsure) this.#need("broken");
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#broken(error.code);
    }
    this.#work();
  }

  #pace({ checkpoint, t1 }: Batch, now: number): void {
    // A checkpoint comes late for its size, and must not make everything late.
    if (!checkpoint) this.#playout.arrived(now, t1);
    if (this.#moment >= this.#scene.newest) this.#playout.rest(now);
  }

  #learn(facts: Batch["facts"], now: number): void {
    if (this.#around.learn(facts, this.#pageNow())) this.#scene.shown?.focus.typing(now);
    this.#stream.learn(facts);
  }

  #gap({ page, epoch, fromSeq, toSeq }: GapMessage): void {
    if (page === this.#stream.line.page) this.#stream.line.gap(epoch, fromSeq, toSeq);
  }

  #broken(code: ErrorCode): void {
    this.#post({ type: "error", code });
    if (code === "replay_failed" && this.#stream.line.unsure) return;
    this.#stream.line.unsure = true;
    this.#need("broken");
  }

  #need(why: NeedReason): void {
    this.#post({ type: "need", page: this.#stream.line.page, why });
  }

  #work(): void {
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#onFrame);
  }

  #onFrame = (): void => {
    const now = performance.now();
    this.#frame = 0;
    // What was due in the frame before has been applied by now, whoever of us came first in it.
    const shown = this.#moment;
    if (!this.#scene.isBuilding) this.#marks.advance(this.#stream.line.page, shown);
    this.#moment = this.#playout.position(now);
    // Where what arrived last is of just now, no more of the past follows it.
    const isWhole = this.#pageNow() - this.#newest < PRESENT_MS || null;
    const until = Number.POSITIVE_INFINITY;
    const appeared = this.#scene.tick(this.#moment, now, { until, isWhole });
    if (appeared) {
      this.#playout.jumpTo(appeared.newest);
      this.#moment = Math.max(this.#moment, appeared.newest);
      this.#around.picture = true;
    }
    const isMoving = this.#scene.shown?.animate(now) ?? false;
    const isDone = !appeared && !isMoving && !this.#scene.isBuilding && shown >= this.#scene.newest;
    if (!isDone) this.#work();
    this.#look();
  };

  #cast(record: eventWithTime): void {
    const isFirst = this.#painting === null;
    this.#painting = madeAt(record);
    if (!isFirst) return;
    afterPaint(() => {
      const paintedAt = Date.now() + this.#offsetToServerMs;
      if (this.#painting !== null) this.#lag.painted(this.#painting + this.#offsetMs, paintedAt);
      this.#painting = null;
    });
  }

  /** Brings what is said about the picture in line with what is so. */
  #look(): void {
    const now = performance.now();
    const serverNow = Date.now() + this.#offsetToServerMs;
    const isRecent = this.#lag.isRecent(serverNow, LAG_RECENT_MS);
    const { picture, paused, condition } = this.#around;
    const unsure =
      this.#stream.line.unsure || !this.#stream.line.standing || this.#scene.isBuilding;
    const state = this.#around.stateFor(unsure, isRecent ? this.#lag.ms : null);
    this.#marks.status(state, picture, paused || condition === "paused");
    this.#marks.tell(this.#lag.ms, this.#playout.bufferedMs, now);
    this.#notice.show(
      wordsFor({
        state,
        picture,
        paused: paused || condition === "paused",
        hidden: condition === "hidden",
      }),
    );
  }

  #pageNow(): number {
    return Date.now() + this.#offsetToServerMs - this.#offsetMs;
  }
}

/** A pointer movement is cast at its first position, which was made before the record was. */
function madeAt({ type, data, timestamp }: eventWithTime): number {
  if (type !== EventType.IncrementalSnapshot) return timestamp;
  const moves =
    data.source === IncrementalSource.MouseMove || data.source === IncrementalSource.TouchMove;
  return timestamp + (moves ? (data.positions[0]?.timeOffset ?? 0) : 0);
}
