/**
 * The records of rrweb as they travel, reduced to what we let through. Written here rather than
 * taken from rrweb's own types because the sanitizer treats every field as unproven input.
 */

export const FULL_SNAPSHOT = 2;
export const INCREMENTAL = 3;
export const META = 4;

/** `data.source` of an incremental record. */
export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyleSheet: 15,
  customElement: 16,
} as const;

/** `type` of a serialized node. */
export const NODE = { document: 0, doctype: 1, element: 2, text: 3 } as const;

/** One thing that happened on the page, at `timestamp` on the page's clock. */
export interface PageRecord {
  type: number;
  timestamp: number;
  data: unknown;
}

export type Attribute = string | number | boolean | null;
export type Attributes = { [name: string]: Attribute | StyleChanges };
/** Properties of an inline style that changed: removed, set, or set with a priority. */
export type StyleChanges = { [property: string]: string | [string, string] | false };

export interface SnapshotNode {
  id: number;
  type: number;
  rootId?: number;
  isShadow?: boolean;
  isShadowHost?: boolean;
  isSVG?: true;
  isCustom?: true;
  name?: string;
  publicId?: string;
  systemId?: string;
  compatMode?: string;
  tagName?: string;
  attributes?: Attributes;
  childNodes?: SnapshotNode[];
  textContent?: string;
}

export interface Add {
  parentId: number;
  nextId: number | null;
  node: SnapshotNode;
}

export interface Mutation {
  source: number;
  adds: Add[];
  removes: { parentId: number; id: number; isShadow?: boolean }[];
  texts: { id: number; value: string | null }[];
  attributes: { id: number; attributes: Attributes }[];
  isAttachIframe?: true;
}
