/**
 * Dragging cards between lists with the pointer. The card floats, a gap shows where it would land;
 * Escape or a lost pointer puts it back.
 */

const START_PX = 6;
const EDGE_PX = 56;
const SCROLL_PX = 14;

/** `dropped(card)` is called when a card has landed somewhere. */
export function mountDragging(board, dropped) {
  let drag;

  board.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".board-card");
    if (!card || event.button !== 0 || event.target.closest("button")) return;
    const finger = event.pointerType === "touch";
    if (finger && !event.target.closest(".board-grip")) return; // elsewhere a finger scrolls
    const box = card.getBoundingClientRect();
    const at = { x: event.clientX, y: event.clientY };
    drag = { card, box, at, id: event.pointerId, gap: undefined };
    board.setPointerCapture(event.pointerId);
  });

  board.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.id) return;
    const [x, y] = [event.clientX - drag.at.x, event.clientY - drag.at.y];
    if (!drag.gap && Math.hypot(x, y) < START_PX) return;
    if (!drag.gap) lift(drag);
    drag.card.style.setProperty("translate", `${x}px ${y}px`);
    const view = board.getBoundingClientRect();
    if (event.clientX > view.right - EDGE_PX) board.scrollBy(SCROLL_PX, 0);
    else if (event.clientX < view.left + EDGE_PX) board.scrollBy(-SCROLL_PX, 0);
    makeRoom(board, drag, event);
  });

  board.addEventListener("pointerup", (event) => {
    if (event.pointerId === drag?.id) land(true);
  });
  board.addEventListener("pointercancel", () => land(false));
  board.addEventListener("keydown", (event) => {
    if (event.key === "Escape") land(false);
  });

  function land(there) {
    const over = drag;
    drag = undefined;
    if (!over?.gap) return;
    if (there) over.gap.before(over.card);
    over.gap.remove();
    over.card.removeAttribute("data-dragging");
    for (const name of ["left", "top", "width", "translate"]) over.card.style.removeProperty(name);
    for (const column of board.querySelectorAll("[data-over]")) {
      column.removeAttribute("data-over");
    }
    if (there) dropped(over.card);
  }
}

function lift(drag) {
  const { card, box } = drag;
  drag.gap = document.createElement("li");
  drag.gap.className = "board-gap";
  drag.gap.ariaHidden = "true";
  drag.gap.style.setProperty("height", `${box.height}px`);
  card.after(drag.gap);
  card.toggleAttribute("data-dragging", true);
  card.style.setProperty("left", `${box.left}px`);
  card.style.setProperty("top", `${box.top}px`);
  card.style.setProperty("width", `${box.width}px`);
}

/** Moves the gap before the first card whose middle lies below the pointer. */
function makeRoom(board, drag, event) {
  const column = document.elementFromPoint(event.clientX, event.clientY)?.closest(".board-column");
  for (const each of board.querySelectorAll(".board-column")) {
    each.toggleAttribute("data-over", each === column);
  }
  if (!column) return;
  const list = column.querySelector(".board-list");
  const others = [...list.querySelectorAll(".board-card:not([data-dragging])")];
  const below = others.find((other) => {
    const box = other.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  const next = nextCard(drag.gap);
  if (drag.gap.parentElement === list && next === below) return;
  list.insertBefore(drag.gap, below ?? null);
}

function nextCard(gap) {
  const next = gap.nextElementSibling;
  return (next?.hasAttribute("data-dragging") ? next.nextElementSibling : next) ?? undefined;
}
