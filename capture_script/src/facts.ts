/** Facts travel typed beside the records; the server reads them, and never the records. */
import type { Batch } from "./wire/messages.gen";

export type Fact = NonNullable<Batch["facts"]>[number];
export type EmitFact = (fact: Fact) => void;

/** The wire takes texts up to this many characters. */
const LONGEST_TEXT = 512;

/** A text as it may travel: bounded, and without halves of characters, which no decoder takes. */
export function wireText(text: string): string {
  const bytes = new TextEncoder().encode(text.slice(0, LONGEST_TEXT));
  return new TextDecoder().decode(bytes);
}
