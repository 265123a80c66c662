import {
  EventType,
  type eventWithTime,
  IncrementalSource,
  type incrementalData,
  type mousemoveData,
  NodeType,
} from "@rrweb/types";
import type { Meta } from "../meta";
import { Addresses } from "./addresses";
import { cleanseChange } from "./changes";
import { Kinds } from "./kinds";
import { ADDRESS_CHARS, LIST, TEXT_CHARS, VIEWPORT_PIXELS } from "./limits";
import { cleanseNode, newWork, type Work } from "./nodes";
import { asId, asNumber, asObject, asText, readAll } from "./shape";
import { cleanseAdoption, cleanseDeclaration, cleanseRules } from "./styles";

/** Pointer positions are gathered for at most so long before they are recorded. */
const POINTER_GATHER_MS = 5_000;
const POINTER_ACTIONS = 10;

/**
 * Makes records of one page harmless. Recorded pages are hostile content: each record is built
 * anew from an allow-list, so that whatever is not named here does not reach the player.
 *
 * What is left out on purpose: sound and moving pictures (an account manager's room is not a
 * cinema, and the server keeps none), canvas drawing (needs scripts), fonts loaded by script,
 * and records of plugins.
 */
export class Cleanser {
  readonly #addresses: Addresses;
  readonly #kinds = new Kinds();
  #newest = 0;

  /** `kept` is where pictures, styles and fonts of the site are served. */
  constructor(kept: string) {
    this.#addresses = new Addresses(kept);
  }

  /** The page's address, for the few addresses that are recorded relative to it. */
  set pageAddress(address: string) {
    this.#addresses.base = address;
  }

  /**
   * Null for what has no place in the player. `shift` is added to its time, to bring it from the
   * page's clock to another.
   */
  record(value: unknown, shift = 0): eventWithTime | null {
    const given = asObject(value);
    const stamp = asNumber(given?.timestamp);
    const data = asObject(given?.data);
    if (!given || stamp === null || !data) return null;
    const clean = this.#ofType(given.type, data);
    if (!clean) return null;
    // Records are in order; a clock that was set back must not undo that.
    this.#newest = Math.max(this.#newest, Math.round(stamp + shift));
    return { ...clean, timestamp: this.#newest } as eventWithTime;
  }

  #ofType(
    type: unknown,
    data: Record<string, unknown>,
  ): Pick<eventWithTime, "type" | "data"> | null {
    const work = newWork(this.#addresses, this.#kinds);
    switch (type) {
      case EventType.Meta: {
        const href = asText(data.href, ADDRESS_CHARS);
        this.pageAddress = href;
        const size = { width: pixels(data.width), height: pixels(data.height) };
        const meta: Meta["data"] = { href, ...size, dark: data.dark === true };
        return { type, data: meta };
      }
      case EventType.FullSnapshot: {
        this.#kinds.clear();
        const node = cleanseNode(data.node, work);
        if (node?.type !== NodeType.Document || !node.childNodes.some(isHtml)) return null;
        const offset = asObject(data.initialOffset);
        const initialOffset = {
          left: asNumber(offset?.left) ?? 0,
          top: asNumber(offset?.top) ?? 0,
        };
        return { type, data: { node, initialOffset } };
      }
      case EventType.IncrementalSnapshot: {
        const clean = increment(data, work);
        return clean && { type, data: clean };
      }
      default:
        return null;
    }
  }
}

function isHtml(node: { type: NodeType; tagName?: string }): boolean {
  return node.type === NodeType.Element && node.tagName === "html";
}

function increment(data: Record<string, unknown>, work: Work): incrementalData | null {
  const id = asId(data.id);
  switch (data.source) {
    case IncrementalSource.Mutation:
      return cleanseChange(data, work);
    case IncrementalSource.MouseMove:
    case IncrementalSource.TouchMove:
    case IncrementalSource.Drag:
      return movement(data.source, data);
    case IncrementalSource.MouseInteraction: {
      const type = asNumber(data.type);
      if (id === null || type === null || !Number.isInteger(type)) return null;
      if (type < 0 || type > POINTER_ACTIONS) return null;
      const at = { x: asNumber(data.x) ?? 0, y: asNumber(data.y) ?? 0 };
      return { source: IncrementalSource.MouseInteraction, id, type, ...at };
    }
    case IncrementalSource.Scroll: {
      const x = asNumber(data.x);
      const y = asNumber(data.y);
      if (id === null || x === null || y === null) return null;
      return { source: IncrementalSource.Scroll, id, x, y };
    }
    case IncrementalSource.ViewportResize: {
      const size = { width: pixels(data.width), height: pixels(data.height) };
      return { source: IncrementalSource.ViewportResize, ...size };
    }
    case IncrementalSource.Input: {
      if (id === null) return null;
      const text = asText(data.text, TEXT_CHARS);
      return { source: IncrementalSource.Input, id, text, isChecked: data.isChecked === true };
    }
    case IncrementalSource.StyleSheetRule:
      return cleanseRules(data, work.addresses);
    case IncrementalSource.StyleDeclaration:
      return cleanseDeclaration(data, work.addresses);
    case IncrementalSource.AdoptedStyleSheet:
      return cleanseAdoption(data, work.addresses);
    case IncrementalSource.Selection:
      return {
        source: IncrementalSource.Selection,
        ranges: readAll(data.ranges, LIST, (range) => {
          const start = asId(range.start);
          const end = asId(range.end);
          const startOffset = asNumber(range.startOffset);
          const endOffset = asNumber(range.endOffset);
          if (start === null || end === null || startOffset === null || endOffset === null)
            return null;
          return { start, startOffset, end, endOffset };
        }),
      };
    default:
      return null;
  }
}

/** Null without positions: the player would wait for the first of them for ever. */
function movement(
  source: mousemoveData["source"],
  data: Record<string, unknown>,
): mousemoveData | null {
  const positions = readAll(data.positions, LIST, (position) => {
    const id = asId(position.id);
    const x = asNumber(position.x);
    const y = asNumber(position.y);
    if (id === null || x === null || y === null) return null;
    const ago = asNumber(position.timeOffset) ?? 0;
    return { id, x, y, timeOffset: Math.min(0, Math.max(-POINTER_GATHER_MS, ago)) };
  });
  return positions.length ? { source, positions } : null;
}

function pixels(value: unknown): number {
  const number = asNumber(value);
  return number === null ? 0 : Math.min(VIEWPORT_PIXELS, Math.max(0, Math.round(number)));
}
