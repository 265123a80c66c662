/**
 * How rrweb is set up. Its masking is only a first layer; what counts is `privacy/sanitize.ts`.
 * `maskInputFn` must not depend on the length of what it masks.
 */
import type { record } from "@rrweb/record";

export type RecordOptions = NonNullable<Parameters<typeof record>[0]>;

export interface FirstLayer {
  block: string;
  mask: string;
  ignore: string;
  maskText(text: string, element: Element | null): string;
  maskInput(text: string): string;
}

/** Types of input that rrweb masks; it takes any name, and declares fewer than there are. */
const MASKED_INPUTS = Object.fromEntries(
  `color date datetime-local email month number range search tel text time url week textarea select
   password hidden file button submit reset`
    .split(/\s+/)
    .map((type) => [type, true]),
) as NonNullable<RecordOptions["maskInputOptions"]>;

/** The pointer's position is noted this often (ms), and told this often. */
const POINTER_NOTED_MS = 50;
const POINTER_TOLD_MS = 100;

export function recordOptions(layer: FirstLayer): RecordOptions {
  return {
    blockSelector: layer.block,
    ignoreSelector: layer.ignore,
    maskTextSelector: layer.mask,
    maskTextFn: layer.maskText,
    maskInputOptions: MASKED_INPUTS,
    maskInputFn: layer.maskInput,
    slimDOMOptions: "all",
    inlineStylesheet: true,
    inlineImages: false,
    collectFonts: false,
    recordCanvas: false,
    recordCrossOriginIframes: false,
    sampling: {
      mousemove: POINTER_NOTED_MS,
      mousemoveCallback: POINTER_TOLD_MS,
      scroll: 100,
      media: 800,
      input: "all",
    },
    errorHandler: isOurs,
  };
}

/** What a style sheet throws at the page's own `insertRule` and the like, which rrweb wraps. */
const OF_THE_PAGE = new Set([
  "HierarchyRequestError",
  "IndexSizeError",
  "InvalidStateError",
  "NoModificationAllowedError",
  "NotAllowedError",
  "SyntaxError",
]);

/** rrweb drops an error when told that it was ours; the page's own must reach the page. */
export function isOurs(error: unknown): boolean {
  return !(error instanceof DOMException && OF_THE_PAGE.has(error.name));
}
