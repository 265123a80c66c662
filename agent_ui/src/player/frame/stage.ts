import { Replayer } from "@rrweb/replay";
import {
  EventType,
  type eventWithTime,
  type fullSnapshotEvent,
  IncrementalSource,
  MouseInteractions,
  ReplayerEvents,
} from "@rrweb/types";
import { PAGE_FRAME } from "../port";
import { condense } from "./condense";
import { Focus } from "./focus";
import type { Meta } from "./meta";
import { PAGE_RULES } from "./pagestyle";
import { Pictures } from "./pictures";
import type { Size } from "./placement";
import { Scrolls } from "./scrolls";
import { Sheets } from "./sheets";

/**
 * The replayer's zero. It casts what is older at once and, when that is a change, into a document
 * that is never shown in live mode: the picture freezes for good. Nothing is older than this, so
 * every record goes through the timer, whose time is then simply the page's clock.
 */
const BASELINE = 1;
/** The replayer keeps every record for ever; its timer needs none, its media clock the first. */
const TRIM_EVERY = 200;
const TRIM_TO = 50;
/** It also keeps every text that a style sheet ever had, several times over, until it is told not to. */
const CACHED_CHARS = 256 * 1024;

export interface StageEvents {
  onSize(size: Size): void;
  /** A live record was applied; it is painted with the frame now being made. */
  onCast(record: eventWithTime): void;
  /** The replayer threw: the picture cannot be trusted. */
  onBroken(): void;
}

/**
 * One picture of a page, built from one checkpoint and kept in step by what follows it.
 *
 * It is built out of sight. What arrives until `reveal` is the past, and is applied in one go;
 * what arrives afterwards is played at its time.
 */
export class Stage {
  readonly element = document.createElement("div");
  readonly focus: Focus;
  /** The moment of its checkpoint, on the page's clock. */
  readonly start: number;
  /** The moment of the last record handed over, on the page's clock. */
  newest: number;
  size: Size = { width: 0, height: 0 };
  isBuilt = false;
  #replayer: Replayer;
  #events: StageEvents;
  #pictures = new Pictures();
  #sheets = new Sheets();
  #scrolls: Scrolls;
  #past: eventWithTime[] | null = [];
  #pastEnd = Number.POSITIVE_INFINITY;
  #sinceTrim = 0;
  #sinceReset = 0;

  constructor(
    parent: HTMLElement,
    meta: Meta & { timestamp: number },
    picture: fullSnapshotEvent & { timestamp: number },
    events: StageEvents,
  ) {
    this.#events = events;
    this.start = picture.timestamp;
    this.newest = picture.timestamp;
    this.element.className = "stage";
    // A page asks its frame which look is preferred, and is answered as it was at the customer's.
    this.element.style.colorScheme = meta.data.dark ? "dark" : "light";
    parent.append(this.element);
    this.#replayer = this.#newReplayer();
    this.focus = new Focus(this.element);
    const mirror = this.#replayer.getMirror();
    this.#scrolls = new Scrolls((id) => mirror.getNode(id));
    const { left, top } = picture.data.initialOffset;
    this.#scrolls.set([
      { source: IncrementalSource.Scroll, id: picture.data.node.id, x: left, y: top },
    ]);
    this.#play([meta, picture]);
    this.tick(picture.timestamp);
  }

  add(records: readonly eventWithTime[]): void {
    this.newest = Math.max(this.newest, records.at(-1)?.timestamp ?? 0);
    if (this.#past) this.#past.push(...records);
    else this.#play(records);
  }

  /** Tells the replayer what time it is on the page's clock; it never counts by itself. */
  tick(moment: number): void {
    this.#replayer.timer.timeOffset = moment - BASELINE;
  }

  /** What moves between records. Returns whether there is more to come. */
  animate(now: number): boolean {
    const isTyping = this.focus.tick(now);
    return this.#scrolls.tick(now) || isTyping;
  }

  /** What is added from now on is the past again: time leaps, and the way is not shown. */
  gather(): void {
    this.#past ??= [];
  }

  /**
   * The past is over, and goes up to `until`: applies it in the next frame; what is later is
   * played at its time. Returns false when there was none.
   */
  reveal(until: number): boolean {
    const gathered = this.#past ?? [];
    const later = gathered.findIndex(({ timestamp }) => timestamp > until);
    const past = later < 0 ? gathered : gathered.slice(0, later);
    const { records, scrolls } = condense(past);
    this.#past = null;
    this.#pastEnd = Math.min(until, this.newest);
    this.#play(records);
    this.#scrolls.set(scrolls);
    if (later >= 0) this.#play(gathered.slice(later));
    this.tick(this.#pastEnd);
    return past.length > 0;
  }

  /** When the past is applied: what was scrolled on the way takes its place. */
  settle(now: number): void {
    this.#scrolls.take(now);
  }

  /** Brings it into view, when the past is applied. */
  show(): void {
    this.settle(performance.now());
    const { iframe } = this.#replayer;
    iframe.name = PAGE_FRAME;
    iframe.title = "The customer's page";
    this.element.classList.add("shown");
  }

  /** Style sheets that have not come yet; showing the page without them would flash. */
  get isBare(): boolean {
    const links = this.#replayer.iframe.contentDocument?.querySelectorAll<HTMLLinkElement>(
      'link[rel~="stylesheet"][href]',
    );
    return Array.from(links ?? []).some((link) => !link.sheet);
  }

  resetCache(): void {
    this.#sinceReset = 0;
    this.#replayer.resetCache();
  }

  destroy(): void {
    this.#pictures.destroy();
    this.#sheets.destroy();
    this.#replayer.timer.clear();
    this.#replayer.destroy();
    this.element.remove();
  }

  #newReplayer(): Replayer {
    const replayer = new Replayer([], {
      root: this.element,
      liveMode: true,
      speed: 0,
      useVirtualDom: false,
      triggerFocus: false,
      pauseAnimation: false,
      mouseTail: false,
      showWarning: false,
      UNSAFE_replayCanvas: false,
      insertStyleRules: PAGE_RULES,
      plugins: [{ onBuild: (node) => this.#built(node as Node) }],
    });
    const { iframe, timer } = replayer;
    iframe.tabIndex = -1;
    iframe.inert = true;
    // One record that throws would end the timer's chain of frames, and with it all replay.
    const add = timer.addAction.bind(timer);
    timer.addAction = ({ delay, doAction }) =>
      add({ delay, doAction: () => this.#guard(doAction) });
    replayer.on(ReplayerEvents.FullsnapshotRebuilded, this.#rebuilt);
    replayer.on(ReplayerEvents.Resize, (size) => this.#resize(size as Size));
    replayer.on(ReplayerEvents.EventCast, (record) => this.#cast(record as eventWithTime));
    replayer.startLive(BASELINE);
    return replayer;
  }

  #play(records: readonly eventWithTime[]): void {
    for (const record of records) {
      this.#replayer.addEvent(record as Parameters<Replayer["addEvent"]>[0]);
    }
    this.#sinceTrim += records.length;
    if (this.#sinceTrim < TRIM_EVERY) return;
    this.#sinceTrim = 0;
    const { events } = this.#replayer.service.state.context;
    events.splice(0, Math.max(0, events.length - TRIM_TO));
  }

  #guard(act: () => void): void {
    try {
      act();
    } catch {
      this.#events.onBroken();
    }
  }

  #built(node: Node): void {
    this.#pictures.built(node);
    this.#sheets.built(node);
  }

  #rebuilt = (): void => {
    this.isBuilt = true;
    const page = this.#replayer.iframe.contentDocument;
    // The replayer's mark for "not playing", which live mode never is; the page never had it.
    const root = page?.documentElement;
    root?.classList.remove("rrweb-paused");
    if (root?.getAttribute("class") === "") root.removeAttribute("class");
    page?.addEventListener("load", () => this.#scrolls.loaded(performance.now()), true);
  };

  #resize(size: Size): void {
    this.size = { width: size.width, height: size.height };
    this.#events.onSize(this.size);
  }

  #cast(record: eventWithTime): void {
    if (record.type !== EventType.IncrementalSnapshot) return;
    const { data } = record;
    if (data.source === IncrementalSource.MouseInteraction) {
      const node = this.#replayer.getMirror().getNode(data.id);
      if (data.type === MouseInteractions.Focus) this.focus.enter(node);
      else if (data.type === MouseInteractions.Blur) this.focus.leave(node);
    }
    if (data.source === IncrementalSource.Scroll) this.#scrolls.moved(data, performance.now());
    if (data.source === IncrementalSource.Mutation) {
      for (const { value } of data.texts) this.#sinceReset += value?.length ?? 0;
      if (this.#sinceReset > CACHED_CHARS) this.resetCache();
    }
    if (record.timestamp > this.#pastEnd) this.#events.onCast(record);
  }
}
