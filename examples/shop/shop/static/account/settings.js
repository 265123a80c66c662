/** Tabs by click and arrow keys; whatever is chosen is kept at once. */

import { onMount } from "../js/mounting.js";
import { ask } from "../js/send.js";

const CLOCK_MS = 1000;

onMount("#settings", (page) => {
  tabs(page);
  const state = page.querySelector("#settings-state");
  const zone = page.querySelector("#zone");

  function showTime() {
    const now = new Intl.DateTimeFormat("en-GB", { timeZone: zone.value, timeStyle: "short" });
    const words = `It is ${now.format()} there now. Times on these pages are in this zone.`;
    const line = page.querySelector("#zone-now");
    if (line.textContent !== words) line.textContent = words;
  }

  page.addEventListener("change", async ({ target }) => {
    const { name, type } = target;
    const value = type === "checkbox" ? (target.checked ? "on" : "off") : target.value;
    if (name === "theme") document.querySelector("#dark").media = target.dataset.media;
    showTime();
    state.textContent = "";
    try {
      const answer = await ask("/api/settings", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name, value }),
      });
      state.textContent = answer.ok ? "Saved." : "That could not be saved. Please try again.";
    } catch {
      state.textContent = "That did not reach us. Please try again.";
    }
  });
  showTime();
  const clock = setInterval(showTime, CLOCK_MS);
  return () => clearInterval(clock);
});

function tabs(page) {
  const all = [...page.querySelectorAll("[role=tab]")];

  function choose(tab) {
    for (const each of all) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      page.querySelector(`#${each.getAttribute("aria-controls")}`).hidden = !chosen;
    }
  }

  for (const tab of all) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const at = all.indexOf(tab);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = all.at(to % all.length);
      choose(next);
      next.focus();
    });
  }
}
