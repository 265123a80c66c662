/**
 * The five steps of the room planner. Each draws itself from the plan and writes into it; `tools`
 * has what the page knows: `{rooms, kinds, changed(words)}`.
 */

import { fault } from "/static/js/fault.js";
import { send } from "/static/js/send.js";
import { showCount } from "/static/js/toast.js";
import { element } from "./elements.js";
import { roomSheet } from "./room-sheet.js";

const MOST_PIECES = 14;
const GAP = 20; // cm between pieces that have just come in

function euros(cents) {
  return `€${(cents / 100).toLocaleString("en")}`;
}

function chooseRoom(plan, { rooms, changed }) {
  const choices = rooms.map(({ key, name, words }) => {
    const radio = element("input", { type: "radio", name: "room", value: key });
    radio.checked = plan.room === key;
    radio.addEventListener("change", () => {
      plan.room = key;
      changed();
    });
    return element(
      "label",
      { class: "room-choice" },
      radio,
      element("b", {}, name),
      element("span", {}, words),
    );
  });
  return [
    element("div", { class: "room-choices", role: "radiogroup", "aria-label": "Room" }, ...choices),
  ];
}

function measureRoom(plan, { changed }) {
  if (fault === "blank")
    throw new TypeError("Cannot read the measures of a room that is undefined");
  const outline = element("div", {});
  const area = element("p", { class: "room-area" });
  const empty = new Map();
  const redraw = () => {
    outline.replaceChildren(roomSheet({ ...plan, pieces: [] }, empty, changed));
    area.textContent = `${((plan.width * plan.depth) / 10000).toFixed(1)} square metres.`;
  };
  const slider = (key, name) => {
    const shown = element("output", {}, `${plan[key]} cm`);
    const range = element("input", {
      type: "range",
      id: `room-${key}`,
      min: 200,
      max: 1000,
      step: 10,
    });
    range.value = plan[key];
    range.addEventListener("input", () => {
      plan[key] = Number(range.value);
      shown.textContent = `${plan[key]} cm`;
      redraw();
      changed();
    });
    const label = element("label", { for: range.id }, name);
    return [element("div", { class: "label" }, label, shown), range];
  };
  redraw();
  const sliders = [...slider("width", "Width"), ...slider("depth", "Depth"), area];
  return [element("div", { class: "room-size" }, element("div", {}, ...sliders), outline)];
}

function choosePieces(plan, { kinds, changed }) {
  const full = element("p", { class: "wizard-lead", role: "status" });
  const rows = [...kinds.values()].map((kind) => {
    const shown = element("output", {});
    const fewer = counterButton(`One fewer ${kind.name}`, "−");
    const more = counterButton(`One more ${kind.name}`, "+");
    const count = () => plan.pieces.filter(({ slug }) => slug === kind.slug).length;
    const redraw = () => {
      shown.textContent = count();
      fewer.disabled = count() === 0;
    };
    fewer.addEventListener("click", () => {
      plan.pieces.splice(
        plan.pieces.findLastIndex(({ slug }) => slug === kind.slug),
        1,
      );
      full.textContent = "";
      redraw();
      changed();
    });
    more.addEventListener("click", () => {
      if (plan.pieces.length >= MOST_PIECES) {
        full.textContent = `A plan has room for ${MOST_PIECES} pieces.`;
        return;
      }
      plan.pieces.push(standing(plan, kind, kinds));
      redraw();
      changed();
    });
    redraw();
    return element(
      "li",
      {},
      element("img", { src: kind.picture, alt: "", width: 72, height: 72 }),
      element(
        "div",
        {},
        element("b", {}, kind.name),
        element("span", { class: "about" }, `${kind.kind}, ${euros(kind.price)}`),
      ),
      element("div", { class: "counter" }, fewer, shown, more),
    );
  });
  return [element("ul", { class: "pieces" }, ...rows), full];
}

function arrange(plan, { kinds, changed }) {
  if (plan.pieces.length === 0) {
    return [element("p", {}, "The room is empty so far. Go back one step and choose something.")];
  }
  return [roomSheet(plan, kinds, changed)];
}

function keepPlan(plan, { kinds, rooms, changed, save }) {
  const chosen = [...kinds.values()]
    .map((kind) => ({ kind, count: plan.pieces.filter(({ slug }) => slug === kind.slug).length }))
    .filter(({ count }) => count > 0);
  const total = chosen.reduce((sum, { kind, count }) => sum + kind.price * count, 0);
  const name = element("input", { id: "plan-name", maxlength: 60, autocomplete: "off" });
  name.value = plan.name;
  name.placeholder = rooms.find(({ key }) => key === plan.room).name;
  name.addEventListener("input", () => {
    plan.name = name.value;
    changed();
  });
  const said = element("p", { class: "summary-small", role: "status" });
  const keep = element("button", { class: "button", type: "button" }, "Keep the plan");
  keep.addEventListener("click", async () => {
    const { errors } = await save();
    said.textContent = errors ? errors.form : "Kept. It will be here when you come back.";
  });
  const buy = element(
    "button",
    { class: "button button-line", type: "button" },
    "Put it all into the cart",
  );
  buy.disabled = chosen.length === 0;
  buy.addEventListener("click", async () => {
    for (const { kind, count } of chosen) {
      const answer = await send("/api/cart", { slug: kind.slug, size: kind.size, quantity: count });
      if (answer.errors) {
        said.textContent = Object.values(answer.errors)[0];
        return;
      }
      showCount(answer.count);
    }
    said.textContent = "It is all in your cart.";
  });
  const row = (first, last) =>
    element("tr", {}, element("th", { scope: "row" }, first), element("td", {}, last));
  return [
    element(
      "table",
      { class: "figures" },
      element(
        "tbody",
        {},
        ...chosen.map(({ kind, count }) =>
          row(`${count} × ${kind.name}, ${kind.measure}`, euros(kind.price * count)),
        ),
      ),
      element("tfoot", {}, row("Together", euros(total))),
    ),
    element(
      "p",
      { class: "field wizard-name" },
      element("label", { for: "plan-name" }, "Name of the plan"),
      name,
    ),
    element("p", { class: "studio-actions" }, keep, buy),
    said,
  ];
}

export const STEPS = [
  {
    key: "room",
    name: "Room",
    heading: "Which room is it?",
    lead: "You can plan another one later.",
    draw: chooseRoom,
  },
  {
    key: "size",
    name: "Size",
    heading: "How large is it?",
    lead: "From wall to wall. A door more or less does not matter here.",
    draw: measureRoom,
  },
  {
    key: "pieces",
    name: "Pieces",
    heading: "What should stand in it?",
    lead: "Each in the size that most people choose.",
    draw: choosePieces,
  },
  {
    key: "arrange",
    name: "Arrange",
    heading: "Push it around.",
    lead: "Drag the pieces, or move them with the arrow keys. R turns the one you are on.",
    draw: arrange,
  },
  {
    key: "keep",
    name: "Keep",
    heading: "That is your room.",
    lead: "Keep it for later, or order what is in it.",
    draw: keepPlan,
  },
];

function counterButton(label, sign) {
  return element("button", { class: "round", type: "button", "aria-label": label }, sign);
}

/** Where a new piece comes to stand: in rows from the left, each below the last. */
function standing(plan, kind, kinds) {
  let [x, y, deepest] = [GAP, GAP, 0];
  for (const { slug } of [...plan.pieces, kind]) {
    const { width, depth } = kinds.get(slug);
    if (x + width > plan.width) [x, y, deepest] = [GAP, y + deepest + GAP, 0];
    deepest = Math.max(deepest, depth);
    x += width + GAP;
  }
  return { slug: kind.slug, x: x - GAP - kind.width / 2, y: y + kind.depth / 2, turned: false };
}
