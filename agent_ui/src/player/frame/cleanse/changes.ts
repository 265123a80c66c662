import type {
  addedNodeMutation,
  attributeMutation,
  mutationData,
  styleOMValue,
  textMutation,
} from "@rrweb/types";
import { IncrementalSource } from "@rrweb/types";
import { cleanseAttribute } from "./attributes";
import { cleanseCss } from "./css";
import { STYLE_TEXT } from "./kinds";
import { ATTRIBUTES, CSS_CHARS, NODES, TEXT_CHARS } from "./limits";
import { cleanseNode, type Work } from "./nodes";
import { asId, asObject, asText, readAll } from "./shape";

/** A change of the document: what was removed, added, rewritten. */
export function cleanseChange(data: Record<string, unknown>, work: Work): mutationData {
  // Children come as additions of their own, and not always after their parents.
  readAll(data.adds, NODES, (add) => rememberKind(asObject(add.node), work));
  const adds = readAll(data.adds, NODES, (add) => addition(add, work));
  const added = new Set(adds.map((add) => add.node.id));
  return {
    source: IncrementalSource.Mutation,
    adds,
    removes: readAll(data.removes, NODES, (remove) => {
      const id = asId(remove.id);
      const parentId = asId(remove.parentId);
      if (id === null || parentId === null) return null;
      if (!added.has(id)) work.kinds.forget(id);
      return { id, parentId, ...(remove.isShadow === true ? { isShadow: true } : {}) };
    }),
    texts: readAll(data.texts, NODES, (text) => rewrittenText(text, work)),
    attributes: readAll(data.attributes, NODES, (change) => changedAttributes(change, work)),
    ...(data.isAttachIframe === true ? { isAttachIframe: true } : {}),
  };
}

function rememberKind(node: Record<string, unknown> | null, work: Work): null {
  const id = asId(node?.id);
  if (id !== null) work.kinds.remember(id, asText(node?.tagName, 64).toLowerCase());
  return null;
}

function addition(add: Record<string, unknown>, work: Work): addedNodeMutation | null {
  const parentId = asId(add.parentId);
  if (parentId === null) return null;
  const node = cleanseNode(add.node, work, 0, work.kinds.of(parentId));
  if (!node) return null;
  const previousId = neighbour(add.previousId);
  return {
    parentId,
    nextId: neighbour(add.nextId),
    node,
    ...(previousId === null ? {} : { previousId }),
  };
}

/** The id of a sibling; -1 stands for one that was not in the document any more. */
function neighbour(value: unknown): number | null {
  return value === -1 ? -1 : asId(value);
}

function rewrittenText(text: Record<string, unknown>, work: Work): textMutation | null {
  const id = asId(text.id);
  if (id === null) return null;
  const value = asText(text.value, TEXT_CHARS);
  const isCss = work.kinds.of(id) === STYLE_TEXT;
  return { id, value: isCss ? cleanseCss(value, work.addresses) : value };
}

function changedAttributes(change: Record<string, unknown>, work: Work): attributeMutation | null {
  const id = asId(change.id);
  const given = asObject(change.attributes);
  if (id === null || !given) return null;
  const tag = work.kinds.of(id);
  const attributes: Record<string, string | styleOMValue | null> = {};
  for (const name of Object.keys(given).slice(0, ATTRIBUTES)) {
    const value = given[name];
    const style = name === "style" ? asObject(value) : null;
    if (style) attributes[name] = declarations(style, work);
    else if (value === null) attributes[name] = null;
    else {
      const kept = cleanseAttribute(tag, name, value, work.addresses);
      // An address that may not be loaded replaces one that might: the old picture must go.
      attributes[name] = kept === null ? null : String(kept);
    }
  }
  return { id, attributes };
}

function declarations(given: Record<string, unknown>, work: Work): styleOMValue {
  const style: styleOMValue = {};
  for (const property of Object.keys(given).slice(0, ATTRIBUTES)) {
    if (property === "__proto__") continue;
    const value = given[property];
    if (value === false) style[property] = false;
    else if (Array.isArray(value)) {
      const priority = value[1] === "important" ? "important" : "";
      style[property] = [css(value[0], work), priority];
    } else style[property] = css(value, work);
  }
  return style;
}

function css(value: unknown, work: Work): string {
  return cleanseCss(asText(value, CSS_CHARS), work.addresses);
}
