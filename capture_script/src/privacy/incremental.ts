/** What happened since the snapshot: changes of the tree, of styles and fields, and the pointer. */
import { type Attributes, type Mutation, NODE, SOURCE } from "../records";
import type { AttributeRules } from "./attributes";
import { BOX, below, CLOSED, type Contexts, EDITABLE, IGNORED, INSIDE, MASKED } from "./context";
import type { Css } from "./css";
import { above, isElement } from "./dom";
import { type Field, isChecked, isField, isSecret, shownIn } from "./fields";
import type { Mirror, Nodes } from "./nodes";
import { cleanStyles } from "./styles";
import { MASK } from "./words";

export interface Tools {
  mirror: Mirror;
  contexts: Contexts;
  attributes: AttributeRules;
  css: Css;
  nodes: Nodes;
}

type Data = { [field: string]: unknown };

/** Attributes that change what holds for an element and everything in it. */
const SAYS_MORE = /^(?:class|id|role|contenteditable|data-cobrowse-|data-rr-is-password)/;

export function createIncremental(tools: Tools, stale: () => void): (data: Data) => Data | null {
  const { mirror, contexts, attributes, css, nodes } = tools;
  /** What each field last showed; a change that shows nothing new would only tell its moment. */
  const shown = new WeakMap<Node, string>();
  const masked = new WeakMap<Node, string>();

  const bitsOf = (id: unknown): number => {
    const node = mirror.getNode(Number(id));
    return node ? contexts.of(node) : INSIDE;
  };

  const mutation = (data: Mutation): Data | null => {
    const editors = new Set<Element>();
    const changedInside = (node: Node): void => {
      const around = contexts.closedAround(node);
      if (around && contexts.of(around) & EDITABLE) editors.add(around);
    };
    const kept = {
      source: SOURCE.mutation,
      adds: adds(data.adds, changedInside),
      removes: data.removes.filter(({ parentId }) => {
        const parent = mirror.getNode(parentId);
        if (!parent || !(contexts.of(parent) & (CLOSED | INSIDE))) return true;
        changedInside(parent);
        return false;
      }),
      texts: texts(data.texts, changedInside),
      attributes: changes(data.attributes),
      ...(data.isAttachIframe && { isAttachIframe: true }),
    };
    for (const editor of editors) {
      const change = nodes.standInChange(editor);
      if (change) kept.texts.push(change);
    }
    const empty = [kept.adds, kept.removes, kept.texts, kept.attributes].every((l) => !l.length);
    return empty ? null : kept;
  };

  const adds = (list: Mutation["adds"], changedInside: (node: Node) => void): Mutation["adds"] => {
    const kept: Mutation["adds"] = [];
    for (const { parentId, nextId, node } of list) {
      const parent = mirror.getNode(parentId);
      if (!parent) continue;
      const bits = contexts.of(parent);
      if (bits & (CLOSED | INSIDE)) {
        changedInside(parent);
        continue;
      }
      const inStyle = isElement(parent) && parent.localName === "style";
      const cleaned = nodes.clean(node, below(bits), inStyle);
      const [standIn] = cleaned.childNodes ?? [];
      const live = mirror.getNode(node.id);
      kept.push({ parentId, nextId, node: cleaned });
      // The player builds an added element without its children: they come as additions of their own.
      if (standIn && live && contexts.of(live) & EDITABLE) {
        kept.push({ parentId: node.id, nextId: null, node: standIn });
      }
      if (cleaned.type === NODE.text && live) masked.delete(live);
    }
    return kept;
  };

  const texts = (
    list: Mutation["texts"],
    changedInside: (node: Node) => void,
  ): Mutation["texts"] => {
    const kept: Mutation["texts"] = [];
    for (const { id, value } of list) {
      const node = mirror.getNode(id);
      if (!node) continue;
      const bits = contexts.of(node);
      if (bits & INSIDE) {
        changedInside(node);
        continue;
      }
      const parent = above(node);
      const inStyle = isElement(parent) && parent.localName === "style";
      const text = nodes.text(value ?? "", bits, inStyle);
      if (text === MASK && masked.get(node) === MASK) continue;
      masked.set(node, text);
      kept.push({ id, value: text });
    }
    return kept;
  };

  const changes = (list: Mutation["attributes"]): Mutation["attributes"] => {
    const kept: Mutation["attributes"] = [];
    for (const { id, attributes: changed } of list) {
      const element = mirror.getNode(id);
      if (!isElement(element)) continue;
      const bits = contexts.of(element);
      if (
        Object.keys(changed).some((name) => SAYS_MORE.test(name)) &&
        contexts.hasChanged(element)
      ) {
        stale();
      }
      if (bits & (INSIDE | BOX)) continue;
      const cleaned = changedAttributes(element, changed, bits);
      if (Object.keys(cleaned).length) kept.push({ id, attributes: cleaned });
    }
    return kept;
  };

  const changedAttributes = (element: Element, changed: Attributes, bits: number): Attributes => {
    const kept: Attributes = {};
    for (const [name, value] of Object.entries(changed)) {
      if (isField(element) && (name === "value" || name === "checked")) continue;
      const cleaned = attributes.one(element.localName, name, value, bits);
      if (cleaned !== undefined) kept[name] = cleaned;
    }
    if (!isField(element)) return kept;
    if (!isChecked(element)) {
      if ("value" in changed) showValue(element, kept);
    } else if ("checked" in changed) kept.checked = element.checked ? "" : null;
    return kept;
  };

  const showValue = (field: Field, kept: Attributes): void => {
    if (isSecret(field) || shown.get(field) === shownIn(field)) return;
    shown.set(field, shownIn(field));
    kept.value = shownIn(field);
  };

  const input = (data: Data): Data | null => {
    const field = mirror.getNode(Number(data.id));
    if (!isElement(field) || !isField(field) || isSecret(field)) return null;
    if (contexts.of(field) & (INSIDE | IGNORED | BOX)) return null;
    const checked = isChecked(field);
    const text = checked ? "" : shownIn(field);
    const state = checked ? String(field.checked) : text;
    if (shown.get(field) === state) return null;
    shown.set(field, state);
    return { source: SOURCE.input, id: data.id, text, isChecked: checked && field.checked };
  };

  /** Where the pointer is, as the picture knows it: what is closed is one place. */
  const placeOf = (id: unknown): number | null => {
    const node = mirror.getNode(Number(id));
    if (!node) return null;
    const bits = contexts.of(node);
    if (bits & IGNORED) return null;
    if (!(bits & INSIDE)) return Number(id);
    const around = contexts.closedAround(node);
    return around ? mirror.getId(around) : null;
  };

  const pointer = (data: Data): Data | null => {
    const positions = [];
    for (const { x, y, id, timeOffset } of data.positions as { [field: string]: number }[]) {
      const place = placeOf(id);
      if (place !== null) positions.push({ x, y, id: place, timeOffset });
    }
    return positions.length ? { source: data.source, positions } : null;
  };

  const interaction = (data: Data): Data | null => {
    const id = placeOf(data.id);
    const node = id === null ? null : mirror.getNode(id);
    if (id === null || !node || contexts.of(node) & BOX) return null;
    if (isElement(node) && isField(node) && isSecret(node)) return null;
    const { source, type, x, y, pointerType } = data;
    return { source, type, id, x, y, pointerType };
  };

  const scroll = (data: Data): Data | null => {
    const node = mirror.getNode(Number(data.id));
    if (!node || contexts.of(node) & (INSIDE | IGNORED | CLOSED)) return null;
    if (isElement(node) && isField(node)) return null;
    return { source: data.source, id: data.id, x: data.x, y: data.y };
  };

  /** Offsets in a masked text are lengths of it. */
  const selection = (data: Data): Data | null => {
    const all = data.ranges as { [field: string]: number }[];
    const ranges = all.filter(
      ({ start, end }) => !((bitsOf(start) | bitsOf(end)) & (INSIDE | MASKED | IGNORED | CLOSED)),
    );
    if (all.length && !ranges.length) return null;
    return {
      source: data.source,
      ranges: ranges.map(({ start, startOffset, end, endOffset }) => {
        return { start, startOffset, end, endOffset };
      }),
    };
  };

  const media = (data: Data): Data | null => {
    if (bitsOf(data.id) & (INSIDE | IGNORED | BOX)) return null;
    const { source, type, id, currentTime, volume, muted, loop, playbackRate } = data;
    return { source, type, id, currentTime, volume, muted, loop, playbackRate };
  };

  return (data) => {
    switch (data.source) {
      case SOURCE.mutation:
        return mutation(data as unknown as Mutation);
      case SOURCE.mouseMove:
      case SOURCE.touchMove:
      case SOURCE.drag:
        return pointer(data);
      case SOURCE.mouseInteraction:
        return interaction(data);
      case SOURCE.scroll:
        return scroll(data);
      case SOURCE.viewportResize:
        return { source: data.source, width: data.width, height: data.height };
      case SOURCE.input:
        return input(data);
      case SOURCE.media:
        return media(data);
      case SOURCE.selection:
        return selection(data);
      case SOURCE.styleSheetRule:
      case SOURCE.styleDeclaration:
      case SOURCE.adoptedStyleSheet:
        if (data.id !== undefined && bitsOf(data.id) & INSIDE) return null;
        return cleanStyles(data, css);
      case SOURCE.customElement:
        return customElement(data);
      default:
        return null;
    }
  };
}

function customElement(data: Data): Data | null {
  const name = (data.define as { name?: unknown } | undefined)?.name;
  if (typeof name !== "string" || !/^[a-z][\w.-]{0,64}$/.test(name)) return null;
  return { source: data.source, define: { name } };
}
