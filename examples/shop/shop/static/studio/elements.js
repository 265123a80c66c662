/** Elements with attributes and children, in one expression. */

const SVG = "http://www.w3.org/2000/svg";

export function element(name, attributes, ...children) {
  return dressed(document.createElement(name), attributes, children);
}

export function svg(name, attributes, ...children) {
  return dressed(document.createElementNS(SVG, name), attributes, children);
}

function dressed(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
