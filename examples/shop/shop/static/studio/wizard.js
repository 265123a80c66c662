/** The room planner: one step at a time, each with a `#name` of its own so that Back goes back. */

import { onMount } from "/static/js/mounting.js";
import { send } from "/static/js/send.js";
import { element } from "./elements.js";
import { keepInside } from "./room-sheet.js";
import { STEPS } from "./wizard-steps.js";

onMount("#wizard", (wizard) => {
  const head = wizard.querySelector(".wizard-head");
  const said = element("p", { class: "unseen", role: "status" });
  const plan = JSON.parse(wizard.dataset.plan);
  const kinds = new Map(JSON.parse(wizard.dataset.pieces).map((kind) => [kind.slug, kind]));
  const tools = {
    kinds,
    rooms: JSON.parse(wizard.dataset.rooms),
    changed(words = "") {
      said.textContent = words;
    },
    save: () => send("/api/wizard", plan),
  };

  /** What stood here is gone before the new step is drawn. */
  function show(index, focus) {
    const step = STEPS[index];
    wizard.replaceChildren();
    const heading = element("h2", { id: "step-heading", tabindex: -1 }, step.heading);
    const stage = element(
      "section",
      { class: "wizard-step", "aria-labelledby": "step-heading" },
      heading,
      element("p", { class: "wizard-lead" }, step.lead),
      ...step.draw(plan, tools),
    );
    wizard.append(head, stepsUpTo(index), stage, turning(index), said);
    if (!focus) return;
    heading.focus({ preventScroll: true });
    window.scrollTo({ top: 0, behavior: "instant" });
  }

  function goTo(index) {
    for (const piece of plan.pieces) keepInside(piece, kinds.get(piece.slug), plan);
    void tools.save();
    history.pushState({}, "", `#${STEPS[index].key}`);
    show(index, true);
  }

  function stepsUpTo(current) {
    const links = STEPS.map(({ key, name }, index) => {
      const link = element("a", { href: `#${key}` }, name);
      if (index === current) link.setAttribute("aria-current", "step");
      link.toggleAttribute("data-done", index < current);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        if (index !== current) goTo(index);
      });
      return element("li", {}, link);
    });
    return element("ol", { class: "steps", "aria-label": "Steps" }, ...links);
  }

  function turning(index) {
    const row = element("p", { class: "studio-actions" });
    const button = (name, look, to) => {
      const made = element("button", { class: `button ${look}`, type: "button" }, name);
      made.addEventListener("click", () => goTo(to));
      row.append(made);
    };
    if (index > 0) button("Back", "button-line", index - 1);
    if (index < STEPS.length - 1) button("Continue", "", index + 1);
    return row;
  }

  const back = () => show(stepHere(), true);
  window.addEventListener("popstate", back);
  show(stepHere(), false);
  return () => window.removeEventListener("popstate", back);
});

function stepHere() {
  return Math.max(
    0,
    STEPS.findIndex(({ key }) => `#${key}` === location.hash),
  );
}
