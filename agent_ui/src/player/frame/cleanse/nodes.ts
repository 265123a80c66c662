import {
  type attributes,
  NodeType,
  type serializedNode,
  type serializedNodeWithId,
} from "@rrweb/types";
import type { Addresses } from "./addresses";
import { cleanseAttribute } from "./attributes";
import { cleanseCss } from "./css";
import { type Kinds, STYLE_TEXT } from "./kinds";
import { ATTRIBUTES, DEPTH, NODES, TEXT_CHARS } from "./limits";
import { asId, asList, asObject, asText } from "./shape";

/** What all parts of one record share while it is cleansed. */
export interface Work {
  addresses: Addresses;
  kinds: Kinds;
  /** Nodes that may still come. */
  nodesLeft: number;
}

export function newWork(addresses: Addresses, kinds: Kinds): Work {
  return { addresses, kinds, nodesLeft: NODES };
}

const TAG = /^[a-z][a-z0-9._:-]{0,63}$/i;
const CUSTOM = /^[a-z][a-z0-9._]*-[a-z0-9._-]*$/;
/** Hyphenated, but not names of custom elements. Defining one of these throws. */
const NOT_CUSTOM = new Set([
  "annotation-xml",
  "color-profile",
  "font-face",
  "font-face-src",
  "font-face-uri",
  "font-face-format",
  "font-face-name",
  "missing-glyph",
]);
/** Other than custom elements, only these may have a shadow root; on the rest it throws. */
const SHADOW_HOSTS = new Set(
  "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(
    " ",
  ),
);
/** Fallback content of what is not loaded here, and of `<script>`. */
const CHILDLESS = new Set(["applet", "embed", "object", "script"]);

/**
 * A recorded node and everything below it, made anew from what is known to be harmless.
 *
 * Elements that could load or run something stay in place, empty: later changes find their
 * neighbours by them, and selectors that count children still count right. Null when the node is
 * no node, too deep or one too many.
 */
export function cleanseNode(
  value: unknown,
  work: Work,
  depth = 0,
  parentTag = "",
): serializedNodeWithId | null {
  const node = asObject(value);
  const id = asId(node?.id);
  if (!node || id === null || depth > DEPTH || work.nodesLeft <= 0) return null;
  work.nodesLeft -= 1;
  const clean = ofType(node, id, work, depth, parentTag) as serializedNodeWithId | null;
  if (!clean) return null;
  // Assigned, not spread: this runs for every node of a page while somebody waits for it.
  clean.id = id;
  const rootId = asId(node.rootId);
  if (rootId !== null) clean.rootId = rootId;
  if (node.isShadow === true) clean.isShadow = true;
  return clean;
}

function ofType(
  node: Record<string, unknown>,
  id: number,
  work: Work,
  depth: number,
  parentTag: string,
): serializedNode | null {
  switch (node.type) {
    case NodeType.Document: {
      if (depth > 0) return null;
      const childNodes = children(node, work, depth, "");
      const isQuirky = node.compatMode === "BackCompat";
      return { type: NodeType.Document, childNodes, ...(isQuirky && { compatMode: "BackCompat" }) };
    }
    case NodeType.DocumentType: {
      const publicId = asText(node.publicId, 256);
      const systemId = asText(node.systemId, 256);
      return { type: NodeType.DocumentType, name: "html", publicId, systemId };
    }
    case NodeType.Element:
      return element(node, id, work, depth);
    case NodeType.Text: {
      const textContent = asText(node.textContent, TEXT_CHARS);
      return parentTag === "style"
        ? styleText(textContent, id, work)
        : { type: NodeType.Text, textContent };
    }
    case NodeType.Comment:
    // An HTML document has no CDATA sections, and asking for one throws.
    case NodeType.CDATA:
      return { type: NodeType.Comment, textContent: asText(node.textContent, TEXT_CHARS) };
    default:
      return null;
  }
}

function styleText(text: string, id: number, work: Work): serializedNode {
  work.kinds.remember(id, STYLE_TEXT);
  const textContent = cleanseCss(text, work.addresses);
  // The recorder's mark, which its types do not name; the player adapts the text by it.
  return { type: NodeType.Text, textContent, isStyle: true } as serializedNode;
}

function element(
  node: Record<string, unknown>,
  id: number,
  work: Work,
  depth: number,
): serializedNode {
  const given = asText(node.tagName, 64);
  // The recorder looks tags up in a plain object, where `constructor` finds a function.
  const isKnown = TAG.test(given) && !(given.toLowerCase() in Object.prototype);
  const isSvg = node.isSVG === true;
  const tag = isKnown ? given.toLowerCase() : "span";
  work.kinds.remember(id, tag);
  const clean: serializedNode = {
    type: NodeType.Element,
    // SVG knows capitals; but a script in any case must become the `noscript` that one becomes.
    tagName: isSvg && isKnown && tag !== "script" ? given : tag,
    attributes: cleanseAttributes(tag, node.attributes, work),
    childNodes: CHILDLESS.has(tag) ? [] : children(node, work, depth, tag),
  };
  if (isSvg) clean.isSVG = true;
  const isCustom = CUSTOM.test(tag) && !NOT_CUSTOM.has(tag);
  if (isCustom && !isSvg && node.isCustom === true) clean.isCustom = true;
  if (node.isShadowHost === true && (isCustom || SHADOW_HOSTS.has(tag))) clean.isShadowHost = true;
  return clean;
}

function children(
  node: Record<string, unknown>,
  work: Work,
  depth: number,
  tag: string,
): serializedNodeWithId[] {
  const kept: serializedNodeWithId[] = [];
  for (const child of asList(node.childNodes, NODES)) {
    const clean = cleanseNode(child, work, depth + 1, tag);
    if (clean) kept.push(clean);
  }
  return kept;
}

function cleanseAttributes(tag: string, value: unknown, work: Work): attributes {
  const given = asObject(value) ?? {};
  const clean: Record<string, string | number | true> = {};
  for (const name of Object.keys(given).slice(0, ATTRIBUTES)) {
    const kept = cleanseAttribute(tag, name, given[name], work.addresses);
    if (kept !== null) clean[name] = kept;
  }
  if (tag === "iframe" && "rr_src" in given) clean["data-cobrowse-elsewhere"] = "";
  if ("rr_width" in clean) clean["data-cobrowse-hidden"] = "";
  return clean as attributes;
}
