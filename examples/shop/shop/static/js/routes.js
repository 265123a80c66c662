/** Client-side routes: list <-> product without a full load. Every address also works by itself. */

import { mountAll } from "./mounting.js";
import { ask } from "./send.js";

let latest = 0;
let shown = here();

/** Links opt in with `data-route`. What a page needs beside the frame's scripts comes with it. */
export function startRouting() {
  window.scrollTo({ top: history.state?.scroll ?? window.scrollY, behavior: "instant" });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-route]");
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
    if (!link || !plain) return;
    event.preventDefault();
    history.scrollRestoration = "manual"; // from here on we know better than the browser
    history.replaceState({ scroll: window.scrollY }, "");
    history.pushState({}, "", link.href);
    void show(0);
  });
  window.addEventListener("popstate", (event) => {
    if (document.querySelector("#checkout")) return; // its steps have routes of their own
    if (here() === shown) return; // only the #part changed: the browser has scrolled there
    void show(event.state?.scroll ?? 0);
  });
}

/** Changes the address of the list when a filter changes; the list repaints itself. */
export function rememberFilters(address) {
  history.pushState({ scroll: window.scrollY }, "", address);
  shown = here();
}

function here() {
  return location.pathname + location.search;
}

async function show(scroll) {
  const turn = ++latest;
  shown = here();
  const main = document.querySelector("#main");
  main.setAttribute("aria-busy", "true");
  let fresh;
  try {
    const answer = await ask(location.href, { headers: { accept: "text/html" } });
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    location.reload();
    return;
  }
  if (turn !== latest) return; // somebody was quicker than the network
  document.title = fresh.title;
  document.body.dataset.page = fresh.body.dataset.page;
  document.querySelector(".navigation").replaceChildren(
    ...fresh.querySelector(".navigation").childNodes,
  );
  await bring(fresh.querySelectorAll('head > link[rel="stylesheet"]'));
  main.replaceChildren(...fresh.querySelector("#main").childNodes);
  main.removeAttribute("aria-busy");
  mountAll();
  for (const { src } of fresh.querySelectorAll('head > script[type="module"]')) void import(src);
  window.scrollTo({ top: scroll, behavior: "instant" });
  main.querySelector("h1")?.focus({ preventScroll: true });
}

/** The style sheets of the page to come; it is shown when they are there, or have failed. */
function bring(links) {
  const missing = [...links].filter(
    (link) => !document.querySelector(`link[href="${link.getAttribute("href")}"]`),
  );
  return Promise.all(
    missing.map(
      (link) =>
        new Promise((done) => {
          const copy = document.createElement("link");
          copy.rel = "stylesheet";
          copy.href = link.getAttribute("href");
          copy.onload = copy.onerror = done;
          document.head.append(copy);
        }),
    ),
  );
}
