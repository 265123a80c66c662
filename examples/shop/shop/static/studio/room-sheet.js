/** The room from above, as SVG in centimetres: pieces are dragged, or moved and turned by keys. */

import { svg } from "./elements.js";

const MARGIN = 46;
const STEP = 10;
const STEPS = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** How much floor a piece takes as it stands. */
export function spread(piece, kind) {
  return piece.turned
    ? { width: kind.depth, depth: kind.width }
    : { width: kind.width, depth: kind.depth };
}

/** Puts a piece back inside the walls. */
export function keepInside(piece, kind, plan) {
  const { width, depth } = spread(piece, kind);
  piece.x = Math.round(clamp(piece.x, width / 2, plan.width - width / 2));
  piece.y = Math.round(clamp(piece.y, depth / 2, plan.depth - depth / 2));
}

/** `moved(words)` is called when a piece has a new place; the plan itself has it already. */
export function roomSheet(plan, kinds, moved) {
  const box = [-MARGIN, -MARGIN, plan.width + 2 * MARGIN, plan.depth + 2 * MARGIN].join(" ");
  const sheet = svg("svg", {
    class: "room-sheet",
    viewBox: box,
    role: "group",
    "aria-label": "The room from above",
  });
  sheet.append(
    svg("rect", { class: "room-floor", width: plan.width, height: plan.depth }),
    svg("path", { class: "room-grid", d: metres(plan) }),
    svg("text", { x: plan.width / 2, y: -16 }, `${(plan.width / 100).toFixed(2)} m`),
    svg(
      "text",
      { x: 0, y: 0, transform: `translate(-18 ${plan.depth / 2}) rotate(-90)` },
      `${(plan.depth / 100).toFixed(2)} m`,
    ),
    ...plan.pieces.map((piece, index) => drawPiece(sheet, plan, kinds, piece, index, moved)),
  );
  return sheet;
}

function drawPiece(sheet, plan, kinds, piece, index, moved) {
  const kind = kinds.get(piece.slug);
  const group = svg("g", { class: "room-piece", tabindex: 0, role: "button" });
  const nth = plan.pieces.slice(0, index + 1).filter(({ slug }) => slug === piece.slug).length;

  function place() {
    keepInside(piece, kind, plan);
    const { width, depth } = spread(piece, kind);
    const shape = kind.round
      ? svg("ellipse", { rx: width / 2, ry: depth / 2 })
      : svg("rect", { x: -width / 2, y: -depth / 2, width, height: depth, rx: 8 });
    const words = `${kind.name} ${nth}, ${piece.x} cm from the left, ${piece.y} cm from the back`;
    group.replaceChildren(shape, svg("text", { y: 4 }, kind.name));
    group.setAttribute("transform", `translate(${piece.x} ${piece.y})`);
    group.setAttribute("aria-label", words);
    return words;
  }

  group.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) {
      piece.x += step[0];
      piece.y += step[1];
    } else if (event.key === "r" || event.key === "R") {
      piece.turned = !piece.turned;
    } else return;
    event.preventDefault();
    moved(place());
  });
  let held;
  group.addEventListener("pointerdown", (event) => {
    const scale = sheet.viewBox.baseVal.width / sheet.getBoundingClientRect().width;
    held = { x: event.clientX, y: event.clientY, from: { ...piece }, scale };
    group.setPointerCapture(event.pointerId);
  });
  group.addEventListener("pointermove", (event) => {
    if (!held) return;
    piece.x = held.from.x + (event.clientX - held.x) * held.scale;
    piece.y = held.from.y + (event.clientY - held.y) * held.scale;
    place();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    group.addEventListener(end, () => {
      if (held) moved(place());
      held = undefined;
    });
  }
  place();
  return group;
}

function metres({ width, depth }) {
  const lines = [];
  for (let x = 100; x < width; x += 100) lines.push(`M${x} 0V${depth}`);
  for (let y = 100; y < depth; y += 100) lines.push(`M0 ${y}H${width}`);
  return lines.join("");
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
