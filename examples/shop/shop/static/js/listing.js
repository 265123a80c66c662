/** Filters work in the page: each change asks for the list as JSON and takes an address. */

import { onMount } from "./mounting.js";
import { rememberFilters } from "./routes.js";
import { ask } from "./send.js";

const wide = window.matchMedia("(min-width: 62rem)");
wide.addEventListener("change", unfold);

/** Beside the list the filters are always open; above it they start folded. */
function unfold() {
  const fold = document.querySelector("#filters details");
  if (fold) fold.open = wide.matches;
}

onMount("#filters", (form) => {
  const slider = form.elements.namedItem("up_to");
  const shown = form.querySelector("#up-to");
  form.querySelector("#apply").hidden = true; // for pages without script
  unfold();
  slider.addEventListener("input", () => {
    shown.textContent = `€${Number(slider.value).toLocaleString("en")}`;
  });
  form.addEventListener("change", () => void apply(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void apply(form);
  });
  for (const clear of document.querySelectorAll("#clear, #nothing a")) {
    clear.addEventListener("click", (event) => {
      event.preventDefault();
      for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
      slider.value = slider.max;
      slider.dispatchEvent(new Event("input"));
      form.elements.namedItem("sort").value = "featured";
      void apply(form);
    });
  }
});

/** Only what narrows the list goes into the address. */
function question(form) {
  const asked = new URLSearchParams(new FormData(form));
  const slider = form.elements.namedItem("up_to");
  if (Number(slider.value) > Number(slider.max) - Number(slider.step)) asked.delete("up_to");
  if (asked.get("sort") === "featured") asked.delete("sort");
  const text = asked.toString();
  return text ? `?${text}` : "";
}

async function apply(form) {
  const asked = question(form);
  rememberFilters(`/products${asked}`);
  const cards = document.querySelector("#cards");
  cards.setAttribute("aria-busy", "true");
  const answer = await ask(`/api/products${asked}`);
  if (!answer.ok || asked !== location.search) return; // a later change is on its way
  const { heading, section, count, items } = await answer.json();
  cards.innerHTML = items.map((item) => item.html).join("");
  cards.removeAttribute("aria-busy");
  document.querySelector("#listing-heading").textContent = heading;
  document.querySelector("#listing-crumb").textContent = heading;
  document.querySelector("#listing-count").textContent = count;
  document.querySelector("#nothing").hidden = items.length > 0;
  document.title = `${heading} · Solvane`;
  for (const link of document.querySelectorAll(".navigation a")) {
    const key = new URL(link.href).searchParams.get("category") ?? "all";
    if (key === section) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
