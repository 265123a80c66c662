import type { Session } from "../wire/messages.gen";

/** How one visitor is named wherever a session is shown. */
export interface Person {
  name: string;
  /** One word to address the person by, for sentences. */
  short: string;
  tier: string;
  anonymous: boolean;
  /** What the site says, but did not sign. */
  unverified: boolean;
}

export function personOf(session: Session): Person {
  const { customer, visitor } = session;
  if (!customer) {
    const name = visitor.label || "Visitor";
    return { name, short: "the visitor", tier: "", anonymous: true, unverified: false };
  }
  const name = customer.name || visitor.label || "Customer";
  return {
    name,
    short: name.split(/\s+/)[0] ?? name,
    tier: customer.tier,
    anonymous: false,
    unverified: !customer.verified,
  };
}

/** At most two letters; grapheme-safe, so that no name is cut inside a character. */
export function initials(name: string): string {
  const words = name.split(/[\s\-_.]+/).filter(Boolean);
  const first = words[0];
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last]
    .map((word) => (word ? ([...word][0] ?? "") : ""))
    .join("")
    .toLocaleUpperCase();
}

/** One of `shades` for an id, always the same. */
export function shadeOf(id: string, shades: number): number {
  let hash = 7;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) | 0;
  return Math.abs(hash) % shades;
}
