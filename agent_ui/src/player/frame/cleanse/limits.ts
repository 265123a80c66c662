/** Bounds on one record of a recorded page. Far above real pages, far below what harms a tab. */

/** Elements and texts in one picture or change. The largest pages measured have about 50,000. */
export const NODES = 200_000;
/** HTML parsers stop nesting at 512; rebuilding recurses. */
export const DEPTH = 512;
export const ATTRIBUTES = 256;
export const ATTRIBUTE_CHARS = 64 * 1024;
export const TEXT_CHARS = 1024 * 1024;
/** One style sheet, or one text node of it. */
export const CSS_CHARS = 8 * 1024 * 1024;
/** An inlined picture or font. */
export const DATA_URL_CHARS = 4 * 1024 * 1024;
export const ADDRESS_CHARS = 4096;
/** Points of one pointer movement, rules of one style change, ranges of one selection. */
export const LIST = 10_000;
export const VIEWPORT_PIXELS = 16_384;
