/** The workshop board: cards move by pointer, by their arrows and by keys; the server keeps it. */

import { onMount } from "/static/js/mounting.js";
import { send } from "/static/js/send.js";
import { besides, cardOf, fillCard, makeCard } from "./board-card.js";
import { mountDragging } from "./dragging.js";

onMount("#kanban", (page) => {
  const board = page.querySelector("#board");
  const said = page.querySelector("#board-said");
  const problem = page.querySelector("#board-error");
  const lists = Object.fromEntries(
    [...board.querySelectorAll(".board-column")].map((column) => [
      column.dataset.column,
      column.querySelector(".board-list"),
    ]),
  );
  for (const [key, cards] of Object.entries(JSON.parse(page.dataset.board))) {
    lists[key].append(...cards.map(makeCard));
    for (const made of lists[key].children) fillCard(made, cardOf(made));
  }
  count();

  function count() {
    for (const list of Object.values(lists)) {
      const all = list.children.length;
      list.closest(".board-column").querySelector(".board-count").textContent = all;
    }
  }

  async function changed() {
    count();
    const columns = Object.fromEntries(
      Object.entries(lists).map(([key, list]) => [key, [...list.children].map(cardOf)]),
    );
    const { errors } = await send("/api/kanban", { columns });
    problem.hidden = !errors;
    problem.textContent = errors ? `${errors.form} The board is not kept.` : "";
  }

  function settled(card) {
    fillCard(card, cardOf(card));
    said.textContent = `${card.dataset.title} is now in ${card.closest(".board-column").dataset.name}.`;
    void changed();
  }

  function move(card, column) {
    if (!column) return;
    column.querySelector(".board-list").append(card);
    settled(card);
    card.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  const keys = {
    ArrowLeft: (card) => move(card, besides(card).left),
    ArrowRight: (card) => move(card, besides(card).right),
    ArrowUp: (card) => card.previousElementSibling?.before(card),
    ArrowDown: (card) => card.nextElementSibling?.after(card),
  };
  board.addEventListener("keydown", (event) => {
    const card = event.target.closest(".board-card");
    if (!card || !event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key](card);
    card.focus();
    if (event.key === "ArrowUp" || event.key === "ArrowDown") void changed();
  });
  const edit = mountDialog(page, {
    saved(card, list) {
      if (list) list.append(card);
      settled(card);
      card.focus();
    },
    deleted(card) {
      const beside = card.closest(".board-column").querySelector(".board-add");
      card.remove();
      said.textContent = `${card.dataset.title} is deleted.`;
      beside.focus();
      void changed();
    },
  });
  board.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const column = button.closest(".board-column");
    const card = button.closest(".board-card");
    if (button.classList.contains("board-add"))
      edit(undefined, column.querySelector(".board-list"));
    else if (button.dataset.act === "edit") edit(card);
    else move(card, lists[button.dataset.to].closest(".board-column"));
  });
  mountDragging(board, settled);
});

/** Answers `edit(card)`, or `edit(undefined, list)` for a new card. */
function mountDialog(page, { saved, deleted }) {
  const dialog = page.querySelector("#card-dialog");
  const form = dialog.querySelector("#card-form");
  const remove = dialog.querySelector("#card-delete");
  let current;

  form.addEventListener("submit", () => {
    const { card, list } = current;
    const given = Object.fromEntries(new FormData(form));
    const made = card ?? makeCard(given);
    fillCard(made, { title: given.title.trim() || "Untitled", note: given.note, due: given.due });
    saved(made, list);
  });
  dialog.querySelector("#card-cancel").addEventListener("click", () => dialog.close());
  remove.addEventListener("click", () => {
    dialog.close();
    deleted(current.card);
  });
  return (card, list) => {
    current = { card, list };
    form.reset();
    for (const [name, value] of Object.entries(card ? cardOf(card) : {})) {
      form.elements.namedItem(name).value = value;
    }
    remove.hidden = !card;
    page.querySelector("#card-heading").textContent = card ? "Change the card" : "A new card";
    dialog.showModal();
  };
}
