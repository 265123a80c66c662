/**
 * What holds at a place in the page: whether its text is masked, whether anything of it travels.
 *
 * Read from the live tree each time, never remembered from an earlier record: a node that was moved
 * or given another class is judged by where it is now. A place that cannot be reached from the
 * document is treated as closed.
 */
import { above, attribute, frameOf, isElement, matches } from "./dom";
import type { Selectors } from "./rules";

export const MASKED = 1;
/** Nothing that the visitor does here is recorded. */
export const IGNORED = 2;
/** The element travels as an empty box. */
export const BOX = 4;
/** The element travels, and one mask in the place of everything in it. */
export const EDITABLE = 8;
/** The element travels without its children. */
export const HOLLOW = 16;
/** Text is a choice that the visitor can make: masked whatever the rules say. */
export const CHOICE = 32;
/** Below an element that is closed: nothing here travels. */
export const INSIDE = 64;
/** The element says that text in it may be seen; said by elements only, inherited by nothing. */
const UNMASKED = 128;

/** An element whose inside does not travel. */
export const CLOSED = BOX | EDITABLE | HOLLOW;

const INHERITED = MASKED | IGNORED | CHOICE | INSIDE;
const NOWHERE = INSIDE | MASKED | IGNORED;

const HOLLOW_TAGS = new Set(["textarea", "noscript", "script", "template"]);
const CHOICE_TAGS = new Set(["select", "datalist"]);

export interface Contexts {
  /** What holds for this node, found by climbing to its document. */
  of(node: Node): number;
  /** What holds for an element that is about to travel, given what holds for its parent. */
  enter(element: Element, parent: number): number;
  /** Whether an element says something else about itself than when it travelled. */
  hasChanged(element: Element): boolean;
  /** The outermost closed element around a node, which does travel. */
  closedAround(node: Node): Element | null;
  /** Close an element for good: something about it could not be understood. */
  close(element: Element): void;
  /** Forget what was found while the last record was read. */
  forget(): void;
}

/** What children inherit from a parent. */
export function below(parent: number): number {
  return (parent & INHERITED) | (parent & CLOSED ? INSIDE : 0);
}

export function createContexts(selectors: Selectors): Contexts {
  let found = new WeakMap<Node, number>();
  const closed = new WeakSet<Element>();
  /** What elements said when they travelled; those that said nothing are not kept. */
  const heard = new WeakMap<Element, number>();

  const own = (element: Element): number => {
    const tag = element.localName;
    let bits = 0;
    if (closed.has(element)) bits |= BOX;
    if (HOLLOW_TAGS.has(tag)) bits |= HOLLOW;
    if (CHOICE_TAGS.has(tag)) bits |= CHOICE;
    if (!matches(element, selectors.any)) return bits;
    if (matches(element, selectors.block)) bits |= BOX;
    if (matches(element, selectors.ignore)) bits |= IGNORED;
    if (isEditable(element)) bits |= EDITABLE;
    if (tag === "body" && selectors.broken) bits |= BOX;
    if (matches(element, selectors.mask)) bits |= MASKED;
    else if (matches(element, selectors.unmask)) bits |= UNMASKED;
    return bits;
  };

  const at = (parent: number, said: number): number => {
    const inherited = below(parent);
    if (inherited & INSIDE) return inherited;
    return (said & UNMASKED ? inherited & ~MASKED : inherited) | said;
  };

  const find = (node: Node): number => {
    if (node.nodeType === Node.DOCUMENT_NODE) {
      const frame = frameOf(node as Document);
      if (frame) return below(of(frame));
      if (node !== document) return NOWHERE;
      return selectors.broken ? MASKED : 0;
    }
    const parent = above(node);
    if (!parent) return NOWHERE;
    return isElement(node) ? at(of(parent), own(node)) : below(of(parent));
  };

  const of = (node: Node): number => {
    let bits = found.get(node);
    if (bits === undefined) {
      bits = find(node);
      found.set(node, bits);
    }
    return bits;
  };

  return {
    of,
    enter(element, parent) {
      const said = own(element);
      if (said) heard.set(element, said);
      else heard.delete(element);
      return at(parent, said);
    },
    hasChanged: (element) => own(element) !== (heard.get(element) ?? 0),
    closedAround(node) {
      let around: Node | null = node;
      while (around && of(around) & INSIDE) {
        around = above(around) ?? (around.nodeType === 9 ? frameOf(around as Document) : null);
      }
      return isElement(around) ? around : null;
    },
    close: (element) => closed.add(element),
    forget: () => {
      found = new WeakMap();
    },
  };
}

function isEditable(element: Element): boolean {
  if (element.localName === "body" && element.ownerDocument.designMode === "on") return true;
  const editable = attribute(element, "contenteditable");
  if (editable !== null) return editable.toLowerCase() !== "false";
  const role = attribute(element, "role");
  return (role === "textbox" || role === "searchbox") && element.localName !== "input";
}
