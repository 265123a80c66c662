/** Text that is the content of a `<style>`. */
export const STYLE_TEXT = "#style";

/** Elements whose attributes are treated in a way of their own. */
const SPECIAL = new Set([
  "animate",
  "animatemotion",
  "animatetransform",
  "applet",
  "audio",
  "base",
  "embed",
  "feimage",
  "frame",
  "iframe",
  "image",
  "link",
  "meta",
  "object",
  "portal",
  "script",
  "set",
  "style",
  "track",
  "use",
  "video",
]);

/** Past this many, the oldest are forgotten: the strictest reading then applies to them. */
const MOST_REMEMBERED = 100_000;

/**
 * Remembers what some node ids stand for, because a change names a node by its id alone and, say,
 * `href` means one thing on a link and another on a style sheet. Forgotten at each new picture.
 */
export class Kinds {
  readonly #byId = new Map<number, string>();

  remember(id: number, kind: string): void {
    if (kind !== STYLE_TEXT && !SPECIAL.has(kind)) return;
    this.#byId.set(id, kind);
    if (this.#byId.size > MOST_REMEMBERED) {
      for (const oldest of this.#byId.keys()) {
        this.#byId.delete(oldest);
        break;
      }
    }
  }

  /** The lower-case tag, `STYLE_TEXT`, or the empty string for whatever needs no special care. */
  of(id: number): string {
    return this.#byId.get(id) ?? "";
  }

  forget(id: number): void {
    this.#byId.delete(id);
  }

  clear(): void {
    this.#byId.clear();
  }
}
