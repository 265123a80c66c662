/** "Was this helpful?" Yes is an answer; no may be followed by what was missing. */

import { onMount } from "../js/mounting.js";
import { send } from "../js/send.js";

onMount("#helpful", (box) => {
  const [yes, no] = box.querySelectorAll("[data-helped]");
  const form = box.querySelector("form");
  const thanks = box.querySelector(".helpful-thanks");

  async function tell(helped, words) {
    const said = await send(`/api/help/${box.dataset.article}/helpful`, { helped, words });
    thanks.textContent = said.errors?.form ?? said.thanks;
    return !said.errors;
  }

  async function choose(chosen) {
    for (const button of [yes, no]) button.setAttribute("aria-pressed", String(button === chosen));
    form.hidden = chosen === yes;
    await tell(chosen === yes, "");
    if (chosen === no) form.elements.namedItem("words").focus();
  }

  yes.addEventListener("click", () => void choose(yes));
  no.addEventListener("click", () => void choose(no));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.hidden = await tell(false, form.elements.namedItem("words").value);
  });
});
