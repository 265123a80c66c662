/** Suggestions below a search box: a combobox whose focus stays in the field. */

import { onMount } from "../js/mounting.js";
import { ask } from "../js/send.js";

const PAUSE_MS = 130;
const SHORTEST = 2;

onMount("[data-search]", (form) => {
  const field = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const told = form.querySelector("[data-told]");
  let pause;
  let asking;
  let active = -1;

  function options() {
    return [...list.querySelectorAll("[role=option]")];
  }

  function close() {
    clearTimeout(pause);
    asking?.abort();
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(index) {
    active = index;
    field.removeAttribute("aria-activedescendant");
    options().forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === index));
      if (number !== index) return;
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  async function suggest() {
    const typed = field.value.trim();
    asking?.abort();
    if (typed.length < SHORTEST) {
      close();
      return;
    }
    asking = new AbortController();
    let said;
    try {
      const address = `/api/search/suggestions?q=${encodeURIComponent(typed)}`;
      said = await (await ask(address, { signal: asking.signal })).json();
    } catch {
      return; // a newer question, or no network: the form itself still searches
    }
    list.innerHTML = said.html;
    options().forEach((option, number) => {
      option.id = `${list.id}-${number}`;
    });
    choose(-1);
    list.hidden = said.count === 0;
    field.setAttribute("aria-expanded", String(said.count > 0));
    told.textContent = said.count === 1 ? "1 suggestion" : `${said.count} suggestions`;
  }

  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => void suggest(), PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : options().length;
    if (event.key === "ArrowDown" && !count) void suggest();
    else if (event.key === "ArrowDown") choose(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp" && count) choose(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Escape" && count) close();
    else if (event.key === "Enter" && active >= 0) open(options()[active]);
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", close);
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
  return close;
});

function open(option) {
  location.assign(option.dataset.address);
}
