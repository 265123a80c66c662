import type { scrollData } from "@rrweb/types";

/**
 * Styles, pictures and fonts that come later move the page, or make it long enough in the first
 * place; so long after the last scrolling the place is left alone.
 */
const KEEP_MS = 4_000;
/** Scrolling is recorded ten times a second; this fills the time from one place to the next. */
const GLIDE_MS = 100;
/** A jump to elsewhere is shown as one. */
const GLIDE_PIXELS = 1_200;

interface Glide {
  target: Element | Window;
  from: { x: number; y: number };
  to: scrollData;
  since: number;
}

/**
 * Where the customer has scrolled. The player's own smooth scrolling takes most of a second and is
 * late all that time; here a fresh picture is put in its place at once, every later place is glided to
 * within a tenth of a second, and either is kept while what loads late still changes its height.
 */
export class Scrolls {
  readonly #places = new Map<number, scrollData>();
  readonly #glides = new Map<number, Glide>();
  readonly #nodeOf: (id: number) => Node | null;
  #until = 0;

  constructor(nodeOf: (id: number) => Node | null) {
    this.#nodeOf = nodeOf;
  }

  /** Places of a picture that is not in view yet. */
  set(scrolls: Iterable<scrollData>): void {
    for (const scroll of scrolls) this.#places.set(scroll.id, scroll);
  }

  /** The picture comes into view. */
  take(now: number): void {
    this.#until = now + KEEP_MS;
    this.#restore();
  }

  /** Something of the page has finished loading. */
  loaded(now: number): void {
    if (now < this.#until) this.#restore();
  }

  /** The customer scrolled on. */
  moved(to: scrollData, now: number): void {
    if (this.#until && now > this.#until) this.#places.clear();
    this.#until = now + KEEP_MS;
    this.#places.set(to.id, to);
    const target = this.#target(to.id);
    if (!target) return;
    const from = placeOf(target);
    const distance = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    if (distance > GLIDE_PIXELS) {
      this.#glides.delete(to.id);
      jump(target, to.x, to.y);
      return;
    }
    // Where it is now, which also stops the player's own scrolling.
    jump(target, from.x, from.y);
    this.#glides.set(to.id, { target, from, to, since: now });
  }

  /** One frame. Returns whether something is still on its way. */
  tick(now: number): boolean {
    for (const [id, { target, from, to, since }] of this.#glides) {
      const share = Math.min(1, (now - since) / GLIDE_MS);
      jump(target, from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
      if (share === 1) this.#glides.delete(id);
    }
    return this.#glides.size > 0;
  }

  #restore(): void {
    for (const { id, x, y } of this.#places.values()) {
      const target = this.#target(id);
      if (target) jump(target, x, y);
    }
  }

  #target(id: number): Element | Window | null {
    const node = this.#nodeOf(id);
    if (node?.nodeType === Node.DOCUMENT_NODE) return (node as Document).defaultView;
    return node?.nodeType === Node.ELEMENT_NODE ? (node as Element) : null;
  }
}

function placeOf(target: Element | Window): { x: number; y: number } {
  return "scrollX" in target
    ? { x: target.scrollX, y: target.scrollY }
    : { x: target.scrollLeft, y: target.scrollTop };
}

function jump(target: Element | Window, left: number, top: number): void {
  target.scrollTo({ left, top, behavior: "instant" });
}
