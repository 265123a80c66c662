/** Menus that unfold below the pointer; by key and touch they are buttons that unfold a list. */

import { onMount } from "../js/mounting.js";

onMount("#menus", (menus) => {
  for (const menu of menus.querySelectorAll(".menu")) {
    const button = menu.querySelector("button");
    const entries = menu.querySelector("ul");

    function unfold(open) {
      button.setAttribute("aria-expanded", String(open));
      entries.hidden = !open;
    }

    menu.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") unfold(true);
    });
    menu.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") unfold(false);
    });
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget)) unfold(false);
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || entries.hidden) return;
      unfold(false);
      button.focus();
    });
    button.addEventListener("click", (event) => {
      // With a mouse it is open already, and a click shall not close what the pointer is in.
      const byMouse = event.pointerType === "mouse";
      unfold(byMouse || entries.hidden);
    });
  }
});
