/** Serialized nodes: a walk that writes a new tree, so that no field passes that is not named here. */
import { NODE, type SnapshotNode } from "../records";
import type { AttributeRules } from "./attributes";
import { below, CHOICE, CLOSED, type Contexts, EDITABLE, INSIDE, MASKED } from "./context";
import type { Css } from "./css";
import { isElement } from "./dom";
import { MASK, mask } from "./words";

/** Ids of the text nodes that we put into editable elements; rrweb counts from 1 and stays below. */
const STAND_IN = 0x4000_0000;

/** rrweb's mirror of the page, as far as the sanitizer needs it. */
export interface Mirror {
  getNode(id: number): Node | null;
  getId(node: Node): number;
}

export interface Nodes {
  /** A node and what is below it, where `parent` holds. */
  clean(node: SnapshotNode, parent: number, inStyle: boolean): SnapshotNode;
  text(value: string, bits: number, inStyle: boolean): string;
  /** The text node that stands for everything in an editable element. */
  standIn(element: Element, id: number): SnapshotNode;
  /** The stand-in's new text, or `undefined` when it is what it was. */
  standInChange(element: Element): { id: number; value: string } | undefined;
}

export function createNodes(
  mirror: Mirror,
  contexts: Contexts,
  attributes: AttributeRules,
  css: Css,
): Nodes {
  const filled = new WeakMap<Element, boolean>();

  const text: Nodes["text"] = (value, bits, inStyle) => {
    if (inStyle) return css.sheet(value);
    return bits & (MASKED | CHOICE) ? mask(value) : value;
  };

  const standIn: Nodes["standIn"] = (element, id) => {
    const isFilled = hasContent(element);
    filled.set(element, isFilled);
    return { id: STAND_IN + id, type: NODE.text, textContent: isFilled ? MASK : "" };
  };

  const clean: Nodes["clean"] = (node, parent, inStyle) => {
    const kept: SnapshotNode = { id: node.id, type: node.type };
    if (node.rootId !== undefined) kept.rootId = node.rootId;
    if (node.isShadow) kept.isShadow = true;
    if (node.type === NODE.document) {
      if (node.compatMode) kept.compatMode = node.compatMode;
      kept.childNodes = (node.childNodes ?? []).map((child) => clean(child, parent, false));
    } else if (node.type === NODE.doctype) {
      kept.name = node.name ?? "";
      kept.publicId = node.publicId ?? "";
      kept.systemId = node.systemId ?? "";
    } else if (node.type === NODE.element) {
      element(node, kept, parent);
    } else {
      kept.textContent =
        node.type === NODE.text ? text(node.textContent ?? "", parent, inStyle) : "";
    }
    return kept;
  };

  /** Fill in an element; one that cannot be understood is closed for good and travels empty. */
  const element = (node: SnapshotNode, kept: SnapshotNode, parent: number): void => {
    kept.tagName = node.tagName ?? "div";
    kept.attributes = {};
    kept.childNodes = [];
    if (node.isSVG) kept.isSVG = true;
    if (node.isCustom) kept.isCustom = true;
    const live = mirror.getNode(node.id);
    if (!isElement(live)) return;
    try {
      const bits = contexts.enter(live, parent);
      if (bits & INSIDE) return;
      kept.attributes = attributes.all(kept.tagName, node.attributes ?? {}, live, bits);
      if (bits & EDITABLE) kept.childNodes = [standIn(live, node.id)];
      if (bits & CLOSED) return;
      if (node.isShadowHost) kept.isShadowHost = true;
      const inStyle = kept.tagName === "style" || kept.tagName === "link";
      const inherited = below(bits);
      kept.childNodes = (node.childNodes ?? []).map((child) => clean(child, inherited, inStyle));
    } catch {
      contexts.close(live);
      kept.attributes = {};
      kept.childNodes = [];
    }
  };

  return {
    clean,
    text,
    standIn,
    standInChange(live) {
      const isFilled = hasContent(live);
      if (filled.get(live) === isFilled) return undefined;
      filled.set(live, isFilled);
      return { id: STAND_IN + mirror.getId(live), value: isFilled ? MASK : "" };
    },
  };
}

function hasContent(element: Element): boolean {
  return /\S/.test(element.textContent ?? "") || element.querySelector("img,video,canvas") !== null;
}
