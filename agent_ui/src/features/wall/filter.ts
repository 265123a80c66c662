import { readablePath } from "../../ui/address";
import type { Session } from "../../wire/messages.gen";

export type Condition = Session["condition"];

/** The conditions a wall can be narrowed to, in the order they are shown. */
export const CHIPS: readonly Condition[] = ["live", "idle", "hidden", "paused", "disconnected"];

export interface Filter {
  words: string;
  condition: Condition | null;
}

/** Case and accents do not matter: "munoz" finds "Muñoz". */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function haystack({ customer, visitor, page, site }: Session): string {
  const parts = [visitor.label, site.name];
  if (customer) parts.push(customer.name, customer.tier);
  if (page) parts.push(page.title, page.url, readablePath(page.url));
  return fold(parts.join("\n"));
}

/** Every word must be found somewhere: in the name, the page's title or its address. */
function matchesWords(session: Session, words: string): boolean {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const hay = haystack(session);
  return wanted.every((word) => hay.includes(word));
}

export function matches(session: Session, filter: Filter): boolean {
  if (filter.condition !== null && session.condition !== filter.condition) return false;
  return matchesWords(session, filter.words);
}

/** How many of the sessions that match the words are in each condition. */
export function countConditions(
  sessions: Iterable<Session>,
  words: string,
): { all: number; of: Record<Condition, number> } {
  const of = { live: 0, idle: 0, hidden: 0, paused: 0, disconnected: 0, left: 0, ended: 0 };
  let all = 0;
  for (const session of sessions) {
    if (!matchesWords(session, words)) continue;
    all += 1;
    of[session.condition] += 1;
  }
  return { all, of };
}
