import { type attributes, NodeType, type serializedNodeWithId } from "@rrweb/types";
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
  const rootId = asId(node.rootId);
  const common = {
    id,
    ...(rootId === null ? {} : { rootId }),
    ...(node.isShadow === true ? { isShadow: true } : {}),
  };
  switch (node.type) {
    case NodeType.Document:
      if (depth > 0) return null;
      return {
        ...common,
        type: NodeType.Document,
        childNodes: children(node, work, depth, ""),
        ...(node.compatMode === "BackCompat" ? { compatMode: "BackCompat" } : {}),
      };
    case NodeType.DocumentType:
      return {
        ...common,
        type: NodeType.DocumentType,
        name: "html",
        publicId: asText(node.publicId, 256),
        systemId: asText(node.systemId, 256),
      };
    case NodeType.Element:
      return element(node, common, work, depth);
    case NodeType.Text: {
      const text = asText(node.textContent, TEXT_CHARS);
      if (parentTag !== "style") return { ...common, type: NodeType.Text, textContent: text };
      work.kinds.remember(id, STYLE_TEXT);
      const css = cleanseCss(text, work.addresses);
      // The recorder's mark; the player adapts the text of a style sheet by it.
      return {
        ...common,
        type: NodeType.Text,
        textContent: css,
        isStyle: true,
      } as serializedNodeWithId;
    }
    case NodeType.Comment:
    // An HTML document has no CDATA sections, and asking for one throws.
    case NodeType.CDATA:
      return {
        ...common,
        type: NodeType.Comment,
        textContent: asText(node.textContent, TEXT_CHARS),
      };
    default:
      return null;
  }
}

function element(
  node: Record<string, unknown>,
  common: { id: number; rootId?: number; isShadow?: boolean },
  work: Work,
  depth: number,
): serializedNodeWithId {
  const given = asText(node.tagName, 64);
  // The recorder looks tags up in a plain object, where `constructor` finds a function.
  const known = TAG.test(given) && !(given.toLowerCase() in Object.prototype);
  const isSvg = node.isSVG === true;
  const tagName = known ? (isSvg ? given : given.toLowerCase()) : "span";
  const tag = tagName.toLowerCase();
  work.kinds.remember(common.id, tag);
  const isCustom = CUSTOM.test(tag) && !NOT_CUSTOM.has(tag);
  const isShadowHost = node.isShadowHost === true && (isCustom || SHADOW_HOSTS.has(tag));
  return {
    ...common,
    type: NodeType.Element,
    // In lower case, so that the player makes a `noscript` of it whatever its case was.
    tagName: tag === "script" ? tag : tagName,
    attributes: cleanseAttributes(tag, node.attributes, work),
    childNodes: CHILDLESS.has(tag) ? [] : children(node, work, depth, tag),
    ...(isSvg ? { isSVG: true } : {}),
    ...(isShadowHost ? { isShadowHost } : {}),
    ...(node.isCustom === true && isCustom && !isSvg ? { isCustom: true } : {}),
  };
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
