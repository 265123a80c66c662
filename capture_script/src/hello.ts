/** How a page introduces itself on each connection. */
import type { Clock } from "./clock";
import { wireText } from "./facts";
import { type Consent, type Hello, PROTOCOL } from "./wire/messages.gen";

export interface HelloParts {
  site: string;
  visitor: string;
  page: string;
  consent: Consent;
  now: Clock;
  /** Addresses as the privacy rules let them travel. */
  place(url: string): string;
  /** Empty until the privacy rules are known. */
  title: string;
}

export function makeHello({ site, visitor, page, consent, now, place, title }: HelloParts): Hello {
  return {
    protocol: PROTOCOL,
    site,
    visitor,
    page,
    sent_at: now(),
    url: place(location.href),
    consent,
    title: wireText(title),
    referrer: document.referrer ? place(document.referrer) : "",
    language: navigator.language.slice(0, 64),
    width: pixels(innerWidth),
    height: pixels(innerHeight),
    visible: document.visibilityState === "visible",
    focused: document.hasFocus(),
  };
}

function pixels(length: number): number {
  return Math.min(65_535, Math.max(0, Math.round(length)));
}
