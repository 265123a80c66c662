/**
 * The page's DOM, read past what the page may have put in the way: a form's field called `matches`
 * or `parentNode` hides the method of that name, and a sanitizer must not stumble over it.
 */

const prototype = Element.prototype;

export function isElement(node: Node | null): node is Element {
  return node?.nodeType === Node.ELEMENT_NODE;
}

export function matches(element: Element, selector: string): boolean {
  return prototype.matches.call(element, selector);
}

export function attribute(element: Element, name: string): string | null {
  return prototype.getAttribute.call(element, name);
}

const parentOf = Object.getOwnPropertyDescriptor(Node.prototype, "parentNode")?.get;

/** The node above, across shadow roots; null at a document, and where a tree has been cut off. */
export function above(node: Node): Node | null {
  const parent: Node | null = parentOf ? parentOf.call(node) : node.parentNode;
  if (parent || !("host" in node) || node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return parent;
  return (node as ShadowRoot).host;
}

/** The element that holds a same-origin frame's document. */
export function frameOf(document: Document): Element | null {
  return document.defaultView?.frameElement ?? null;
}
