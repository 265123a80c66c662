/** A page under privacy rules, whose records a test can send through the sanitizer. Tests only. */
import { createPrivacy, type Privacy } from "../privacy/sanitize";
import { FULL_SNAPSHOT, INCREMENTAL, META, type Mutation, SOURCE } from "../records";
import type { Rules } from "../wire/messages.gen";
import { loadNothing } from "./browser";
import { type RawPage, rawPage } from "./serialize";

export const NO_RULES: Rules = {
  mask: [],
  unmask: [],
  block: [],
  ignore: [],
  url_keys: [],
  notice: true,
};

export interface PrivatePage {
  privacy: Privacy;
  raw: RawPage;
  assets: string[];
  events: string[];
  /** Sanitized records as JSON, the way they would be buffered; empty for one that was dropped. */
  snapshot(): string;
  meta(href: string): string;
  incremental(source: number, data: object): string;
  mutation(change: Partial<Mutation>): string;
  /** The mutation rrweb makes of an element that was added with everything in it. */
  added(node: Node): string;
  typed(text: Node): string;
  changed(element: Element, ...names: string[]): string;
}

export function privatePage(html: string, rules: Partial<Rules> = {}): PrivatePage {
  loadNothing();
  document.documentElement.innerHTML = `<head></head><body>${html}</body>`;
  const raw = rawPage();
  const assets: string[] = [];
  const events: string[] = [];
  const privacy = createPrivacy({ ...NO_RULES, ...rules }, raw, {
    asset: (url) => assets.push(url),
    broken: () => events.push("broken"),
    stale: () => events.push("stale"),
  });
  const pass = (type: number, data: unknown): string => {
    const record = privacy.sanitize({ type, timestamp: 1, data });
    return record ? JSON.stringify(record) : "";
  };
  const incremental = (source: number, data: object) => pass(INCREMENTAL, { source, ...data });
  const mutation = (change: Partial<Mutation>) =>
    incremental(SOURCE.mutation, { adds: [], removes: [], texts: [], attributes: [], ...change });

  return {
    privacy,
    raw,
    assets,
    events,
    snapshot: () =>
      pass(FULL_SNAPSHOT, {
        node: raw.serialize(document),
        initialOffset: { top: 0, left: 0 },
      }),
    meta: (href) => pass(META, { href, width: 1, height: 1 }),
    incremental,
    mutation,
    added(node) {
      const parentOf = (child: Node): Node =>
        child.parentNode instanceof ShadowRoot
          ? child.parentNode.host
          : (child.parentNode ?? document);
      const all: Node[] = [];
      const visit = (one: Node): void => {
        all.push(one);
        for (const child of Array.from(one.childNodes)) visit(child);
      };
      visit(node);
      const adds = all.map((one) => ({
        parentId: raw.getId(parentOf(one)),
        nextId: null,
        node: raw.serialize(one, false),
      }));
      return mutation({ adds });
    },
    typed: (text) => mutation({ texts: [{ id: raw.getId(text), value: text.textContent }] }),
    changed(element, ...names) {
      const attributes = Object.fromEntries(names.map((n) => [n, element.getAttribute(n)]));
      return mutation({ attributes: [{ id: raw.getId(element), attributes }] });
    },
  };
}

export function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`the test's page has no ${selector}`);
  return element;
}
