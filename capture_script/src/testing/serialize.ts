/**
 * A page's nodes as a recorder without any masking would serialize them: the worst that can reach
 * the sanitizer. Used by tests only.
 */
import { isChecked, isField } from "../privacy/fields";
import type { Mirror } from "../privacy/nodes";
import { type Attributes, NODE, type SnapshotNode } from "../records";

export interface RawPage extends Mirror {
  serialize(node: Node, withChildren?: boolean): SnapshotNode;
}

export function rawPage(): RawPage {
  const nodes: Node[] = [];
  const ids = new Map<Node, number>();

  const idOf = (node: Node): number => {
    let id = ids.get(node);
    if (id === undefined) {
      id = nodes.push(node);
      ids.set(node, id);
    }
    return id;
  };

  const serialize: RawPage["serialize"] = (node, withChildren = true) => {
    const id = idOf(node);
    const children = (): SnapshotNode[] =>
      withChildren ? Array.from(node.childNodes, (child) => serialize(child)) : [];
    switch (node.nodeType) {
      case Node.DOCUMENT_NODE:
        return { id, type: NODE.document, childNodes: children() };
      case Node.DOCUMENT_TYPE_NODE:
        return { id, type: NODE.doctype, name: "html", publicId: "", systemId: "" };
      case Node.ELEMENT_NODE:
        return serializeElement(node as Element, id, children());
      case Node.TEXT_NODE:
        return { id, type: NODE.text, textContent: node.textContent ?? "" };
      default:
        return { id, type: 5, textContent: node.textContent ?? "" };
    }
  };

  const serializeElement = (
    element: Element,
    id: number,
    childNodes: SnapshotNode[],
  ): SnapshotNode => {
    const attributes: Attributes = {};
    for (const { name, value } of Array.from(element.attributes)) attributes[name] = value;
    if (isField(element)) {
      if (element.value) attributes.value = element.value;
      if (isChecked(element) && element.checked) attributes.checked = true;
    }
    if (element.localName === "option" && (element as HTMLOptionElement).selected) {
      attributes.selected = true;
    }
    if (element.shadowRoot) {
      for (const child of Array.from(element.shadowRoot.childNodes)) {
        childNodes.push({ ...serialize(child), isShadow: true });
      }
    }
    const node = { id, type: NODE.element, tagName: element.localName, attributes, childNodes };
    return element.shadowRoot ? { ...node, isShadowHost: true } : node;
  };

  return { getNode: (id) => nodes[id - 1] ?? null, getId: idOf, serialize };
}
