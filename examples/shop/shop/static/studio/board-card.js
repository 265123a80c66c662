/** One card of the board as an element, and what is on it. */

import { element, svg } from "./elements.js";

const due = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const ARROWS = { left: "M14.5 5 7.5 12l7 7", right: "m9.5 5 7 7-7 7" };
const PENCIL = "M5 19h3.5L19 8.5 15.5 5 5 15.5z";
const GRIP = "M5 9h14M5 15h14";

export function makeCard(card) {
  const made = element("li", {
    class: "board-card",
    tabindex: 0,
    "aria-describedby": "board-hint",
  });
  fillCard(made, card);
  return made;
}

/** The card's own data stay on the element: the board is read off the page when it is kept. */
export function fillCard(made, card) {
  Object.assign(made.dataset, card);
  const when = element(
    "span",
    { class: "board-due" },
    card.due ? due.format(new Date(card.due)) : "",
  );
  const open = made.closest(".board-column")?.dataset.column !== "done";
  const today = new Date().toISOString().slice(0, 10);
  when.toggleAttribute("data-late", open && card.due !== "" && card.due < today);
  const foot = element("div", { class: "board-foot" }, when);
  foot.append(
    element("span", { class: "board-grip" }, icon(GRIP)),
    button("edit", `Edit ${card.title}`, PENCIL),
  );
  for (const [side, column] of Object.entries(besides(made))) {
    if (!column) continue;
    const move = button("move", `Move ${card.title} to ${column.dataset.name}`, ARROWS[side]);
    move.dataset.to = column.dataset.column;
    foot.append(move);
  }
  made.replaceChildren(element("p", { class: "board-title" }, card.title));
  if (card.note) made.append(element("p", { class: "board-note" }, card.note));
  made.append(foot);
}

export function cardOf({ dataset }) {
  return { title: dataset.title, note: dataset.note, due: dataset.due };
}

/** The columns to the left and the right of a card. */
export function besides(made) {
  const column = made.closest(".board-column");
  return { left: column?.previousElementSibling, right: column?.nextElementSibling };
}

function button(act, label, path) {
  return element("button", { type: "button", "data-act": act, "aria-label": label }, icon(path));
}

function icon(path) {
  return svg(
    "svg",
    {
      viewBox: "0 0 24 24",
      width: 18,
      height: 18,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.5,
      "stroke-linejoin": "round",
      "aria-hidden": "true",
    },
    svg("path", { d: path }),
  );
}
