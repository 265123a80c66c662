/**
 * The one door between the page and the wire: every record passes `sanitize` before it is buffered,
 * and what comes out is written anew from what is known to be harmless. rrweb's own masking is a
 * first layer that nothing here relies on.
 *
 * Closed by default: an unknown kind of record, an unknown field, a place that cannot be found do not
 * travel. An exception drops the record and calls `broken`, which asks for a fresh start.
 */
import { warnOfMisconfiguration } from "../guard";
import { FULL_SNAPSHOT, INCREMENTAL, META, type PageRecord, type SnapshotNode } from "../records";
import type { Rules } from "../wire/messages.gen";
import { type Addresses, createAddresses } from "./addresses";
import { createAttributes } from "./attributes";
import { createContexts, IGNORED, INSIDE, MASKED } from "./context";
import { createCss } from "./css";
import { createIncremental } from "./incremental";
import { createNodes, type Mirror } from "./nodes";
import { readRules, type Selectors } from "./rules";
import { createRenamer, mask } from "./words";

export interface Privacy {
  sanitize(record: PageRecord): PageRecord | null;
  /** Text for rrweb's first layer. */
  maskText(text: string, element: Element | null): string;
  /** Tell whether what the visitor does at this node must leave no trace. */
  isIgnored(node: Node): boolean;
  addresses: Addresses;
  selectors: Selectors;
  /** The document's title, as far as the rules let it be seen. */
  title(): string;
}

export interface PrivacyEvents {
  /** A picture, font or style sheet that records refer to. */
  asset(url: string): void;
  /** A record could not be understood and was dropped. */
  broken(): void;
  /** An element says something else about privacy than when it was recorded. */
  stale(): void;
}

export function createPrivacy(rules: Rules, mirror: Mirror, events: PrivacyEvents): Privacy {
  const selectors = readRules(rules);
  if (selectors.broken) {
    warnOfMisconfiguration("a privacy rule is not a CSS selector; all content is blocked");
  }
  const contexts = createContexts(selectors);
  const addresses = createAddresses(rules.url_keys, () => document.baseURI);
  const rename = createRenamer();
  const css = createCss(addresses, rename, events.asset);
  const attributes = createAttributes(addresses, css, rename, events.asset);
  const nodes = createNodes(mirror, contexts, attributes, css);
  const incremental = createIncremental({ mirror, contexts, attributes, css, nodes }, events.stale);

  const clean = (record: PageRecord): unknown => {
    const data = record.data as { [field: string]: unknown };
    switch (record.type) {
      case META:
        return {
          href: addresses.place(String(data.href)),
          width: Number(data.width),
          height: Number(data.height),
          // A page that has two looks is shown in the one that the visitor sees.
          dark: matchMedia("(prefers-color-scheme: dark)")?.matches === true,
        };
      case FULL_SNAPSHOT: {
        const tree = data.node as SnapshotNode;
        readSheets(tree, css.sheet);
        return {
          node: nodes.clean(tree, contexts.of(document), false),
          initialOffset: offset(data),
        };
      }
      case INCREMENTAL:
        return incremental(data);
      default:
        return null;
    }
  };

  return {
    addresses,
    selectors,
    sanitize(record) {
      contexts.forget();
      try {
        const data = clean(record);
        return data === null ? null : { type: record.type, timestamp: record.timestamp, data };
      } catch {
        events.broken();
        return null;
      }
    },
    maskText(text, element) {
      contexts.forget();
      return element && contexts.of(element) & MASKED ? mask(text) : text;
    },
    isIgnored(node) {
      contexts.forget();
      return (contexts.of(node) & (IGNORED | INSIDE)) !== 0;
    },
    title() {
      const element = document.querySelector("title");
      if (!element) return "";
      contexts.forget();
      const bits = contexts.of(element);
      if (bits & INSIDE) return "";
      return bits & MASKED ? mask(document.title) : document.title;
    },
  };
}

/** Style sheets first: they say which attributes the picture needs, wherever in the page they are. */
function readSheets(node: SnapshotNode, read: (text: string) => string): void {
  const text = node.attributes?._cssText;
  if (typeof text === "string") read(text);
  else if (node.tagName === "style") {
    for (const child of node.childNodes ?? []) read(child.textContent ?? "");
  }
  for (const child of node.childNodes ?? []) readSheets(child, read);
}

function offset(data: { [field: string]: unknown }): { top: number; left: number } {
  const { top, left } = data.initialOffset as { top: number; left: number };
  return { top: Number(top), left: Number(left) };
}
