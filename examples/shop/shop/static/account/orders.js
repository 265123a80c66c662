/** Finding an order in the list by what is written in it. */

import "./copy.js";
import { onMount } from "../js/mounting.js";

onMount("#orders", (page) => {
  const rows = [...page.querySelectorAll("[data-order]")];
  const field = page.querySelector("#find-order");
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of rows) {
      const words = row.querySelector(".order-words");
      row.hidden = !words.textContent.toLowerCase().includes(wanted);
    }
    const left = rows.filter((row) => !row.hidden).length;
    page.querySelector("#orders-count").textContent = left === 1 ? "1 order" : `${left} orders`;
    page.querySelector("#orders-none").hidden = left > 0;
  });
});
