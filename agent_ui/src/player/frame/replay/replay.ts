import type { ErrorCode } from "../../port";
import type { FromReplay, ReplayState, SegmentRef, ToReplay } from "../../replayPort";
import { keptOf } from "../kept";
import { Notice } from "../notice";
import { Scene } from "../scene";
import { Clock } from "./clock";
import { isBehind, Plan, type Way } from "./plan";
import { Report } from "./report";
import { keyOf, Shelf } from "./shelf";
import { Showing } from "./showing";
import { replayWordsFor } from "./words";

/** A step of more than this is a leap: what lies between is not shown. */
const LEAP_MS = 1_500;
/** With so little left of an unfinished recording, more of it is asked for, and so often. */
const NEARLY_MS = 8_000;
const GROW_AGAIN_MS = 2_000;

/**
 * The player of a recording, in its frame. It has the clock: in every frame of the screen it moves
 * on, finds out what is to be seen then, asks for what that takes, and shows it with the machinery
 * that shows a live page.
 */
export class Replay {
  readonly #root: HTMLElement;
  readonly #post: (message: FromReplay) => void;
  readonly #scene: Scene;
  readonly #notice: Notice;
  readonly #report: Report;
  readonly #shelf: Shelf;
  readonly #clock = new Clock();
  readonly #way: Way = { held: null, skipIdle: false };
  #plan: Plan | null = null;
  #showing: Showing | null = null;
  /** The moment that was shown, or tried to be shown, in the frame before. */
  #moment = 0;
  /** Time stands still for something that has to be fetched or built. */
  #isWaiting = false;
  #error: ReplayState["error"] = null;
  #wanted = "";
  #heard = 0;
  #grewAt = Number.NEGATIVE_INFINITY;
  #frame = 0;

  constructor(root: HTMLElement, post: (message: FromReplay) => void) {
    this.#root = root;
    this.#post = post;
    this.#report = new Report(root, post);
    this.#notice = new Notice(root);
    this.#shelf = new Shelf({
      ask: (segment, sheets) => post({ type: "ask", ...segment, sheets }),
      onFault: (code) => this.#fault(code),
    });
    this.#scene = new Scene(root, {
      onCast: () => {},
      onBroken: () => {
        this.#showing?.doubt();
        this.#fault("replay_failed");
      },
      onViewport: ({ width, height }) => post({ type: "viewport", width, height }),
    });
  }

  hear(message: ToReplay): void {
    this.#heard += 1;
    switch (message.type) {
      case "recording":
        this.#plan = new Plan(message);
        this.#wanted = "";
        break;
      case "segment":
        this.#shelf.put(message);
        break;
      case "unreachable":
        this.#shelf.fail(message);
        break;
      case "lost":
        this.#shelf.lose(message);
        break;
      case "seek":
        this.#clock.at = message.at;
        this.#shelf.retry();
        break;
      case "play":
        if (this.#hasEnded && !this.#plan?.timeline.isOpen) this.#clock.at = 0;
        this.#clock.playing = true;
        this.#shelf.retry();
        break;
      case "pause":
        this.#clock.playing = false;
        break;
      case "speed":
        this.#clock.speed = message.speed;
        break;
      case "skip_idle":
        this.#way.skipIdle = message.on;
        break;
      case "hold":
        this.#way.held = message.page;
        break;
      case "theme":
        this.#root.dataset.theme = message.theme;
        break;
    }
    this.#work();
  }

  get #hasEnded(): boolean {
    return this.#plan !== null && this.#clock.at >= this.#plan.timeline.end;
  }

  #work(): void {
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#onFrame);
  }

  #onFrame = (): void => {
    const now = performance.now();
    this.#frame = 0;
    if (!this.#plan) return;
    // What was due in the frame before has been applied by now, whoever of us came first in it.
    this.#showing?.reached(this.#moment, now);
    this.#goOn(this.#plan, now);
    const isMoving = this.#show(this.#plan, now);
    this.#look(now);
    const isGoingOn = this.#isWaiting || (this.#clock.playing && !this.#hasEnded);
    if (isMoving || (isGoingOn && this.#error === null)) this.#work();
    if (this.#plan.timeline.isOpen) this.#grow(this.#plan.timeline.end, now);
  };

  #goOn(plan: Plan, now: number): void {
    const clock = this.#clock;
    const { start, end, isOpen } = plan.timeline;
    clock.at = Math.min(end, Math.max(start, clock.at));
    if (this.#isWaiting) clock.stand(now);
    else clock.advance(now, plan.border(clock.at, this.#way));
    if (clock.playing) clock.at = Math.min(end, plan.landing(clock.at, this.#way));
    if (this.#hasEnded && !isOpen) clock.playing = false;
  }

  /** Brings the moment onto the screen. Returns whether something there moves by itself. */
  #show(plan: Plan, now: number): boolean {
    const { at } = this.#clock;
    const page = plan.page(at, this.#way);
    const chain = plan.chain(page, at);
    // Before its first picture a page is shown as it will begin.
    const moment = Math.max(at, chain[0]?.from_at ?? at);
    const showing = this.#showingOf(plan, page, chain, moment);
    this.#want(plan, chain);
    const next = showing.last && plan.after(showing.last);
    const isWhole = showing.read(moment, next, now);
    showing.tick(moment, now, isWhole);
    this.#moment = moment;
    this.#isWaiting = !isWhole || showing.isLate(moment);
    const awaited = next ? [...chain, next] : chain;
    const hasFailed = awaited.some((segment) => this.#shelf.hasFailed(segment));
    this.#error = this.#isWaiting && hasFailed ? "segment_unreachable" : null;
    return (this.#scene.shown?.animate(now) ?? false) || showing.isBusy(moment);
  }

  /** The page as it is being read, if what is asked for lies ahead of it; or it is begun anew. */
  #showingOf(plan: Plan, page: string, chain: readonly SegmentRef[], moment: number): Showing {
    const current = this.#showing;
    const target = chain.at(-1);
    if (current?.page === page && moment >= this.#moment && target) {
      const farthest = (current.last && plan.after(current.last)) ?? current.end;
      if (farthest && !isBehind(target, farthest)) {
        if (moment - this.#moment > LEAP_MS) current.leap();
        return current;
      }
    }
    const kept = keptOf(plan.siteKey);
    const onFault = (code: ErrorCode): void => this.#fault(code);
    const options = { scene: this.#scene, shelf: this.#shelf, chain, kept, onFault };
    this.#showing = new Showing(page, options);
    return this.#showing;
  }

  #want(plan: Plan, chain: readonly SegmentRef[]): void {
    const current = chain.at(-1);
    const ahead = current ? plan.upcoming(current, this.#clock.at, this.#way) : [];
    const segments = [...chain, ...ahead];
    const wanted = segments.map((segment) => `${keyOf(segment)} ${segment.to_seq}`).join();
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#shelf.want(segments);
  }

  #grow(end: number, now: number): void {
    if (!this.#clock.playing || this.#clock.at < end - NEARLY_MS) return;
    if (now - this.#grewAt < GROW_AGAIN_MS) return;
    this.#grewAt = now;
    this.#post({ type: "grow" });
  }

  #fault(code: ErrorCode): void {
    this.#post({ type: "error", code });
  }

  /** Brings what is said about the picture in line with what is so. */
  #look(now: number): void {
    const showing = this.#showing;
    if (!showing) return;
    const { at, playing, speed } = this.#clock;
    const { page, told, hasBegun, isBare, epoch, seq } = showing;
    const buffering = this.#isWaiting && this.#error === null;
    this.#report.tell(
      {
        at,
        playing,
        buffering,
        speed,
        page,
        ended: this.#hasEnded,
        gap: told.gap,
        error: this.#error,
      },
      hasBegun && epoch >= 0 ? { page, epoch, seq } : null,
      this.#heard,
      now,
    );
    const picture = this.#scene.shown !== null;
    // At the end of a visit everybody has left; that it is over is said by the console.
    const left = told.left && !this.#hasEnded;
    this.#notice.show(replayWordsFor({ ...told, left, picture, isBare }));
  }
}
