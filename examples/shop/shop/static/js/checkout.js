/** Three steps in one page, each with an address of its own. The server judges every step. */

import { complain } from "./complaints.js";
import { fault } from "./fault.js";
import { onMount } from "./mounting.js";
import { send } from "./send.js";

const STEPS = ["address", "delivery", "payment"];

onMount("#checkout", (checkout) => {
  let reached = STEPS.indexOf(checkout.dataset.reached);

  function show(step, focus) {
    const wanted = Math.min(STEPS.indexOf(step), reached);
    for (const section of checkout.querySelectorAll("[data-step]")) {
      section.hidden = section.dataset.step !== STEPS[wanted];
    }
    for (const link of checkout.querySelectorAll(".steps [data-step-link]")) {
      const index = STEPS.indexOf(link.dataset.stepLink);
      if (index === wanted) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
      link.toggleAttribute("data-done", index < wanted);
      link.toggleAttribute("data-ahead", index > reached);
      link.setAttribute("aria-disabled", String(index > reached));
    }
    if (focus) {
      checkout.querySelector(`#step-${STEPS[wanted]}`).focus({ preventScroll: true });
      window.scrollTo({ top: 0, behavior: "instant" });
    }
  }

  checkout.addEventListener("click", (event) => {
    const link = event.target.closest("[data-step-link]");
    if (!link) return;
    event.preventDefault();
    if (STEPS.indexOf(link.dataset.stepLink) > reached) return;
    history.pushState({}, "", link.href);
    show(link.dataset.stepLink, true);
  });
  const follow = () => show(stepHere(), true);
  window.addEventListener("popstate", follow);

  async function hand(form) {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const answer = await send(form.getAttribute("action"), answers(form));
    button.disabled = false;
    if (complain(form, answer.errors ?? {})) return;
    if (answer.next.startsWith("/checkout/done") || answer.next === "/checkout") {
      location.assign(answer.next);
      return;
    }
    const step = answer.next.split("/").pop();
    reached = Math.max(reached, STEPS.indexOf(step));
    history.pushState({}, "", answer.next);
    show(step, true);
  }

  for (const form of checkout.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (fault === "js-throw" && form.id === "payment-form") readTotalOfAnOlderPage();
      if (fault === "silent-invalid" && !form.checkValidity()) markOnly(form);
      else void hand(form);
    });
  }
  checkout.querySelector("#delivery-form").addEventListener("change", showTotal);
  show(stepHere(), false);
  return () => window.removeEventListener("popstate", follow);
});

function stepHere() {
  const step = location.pathname.split("/").pop();
  return STEPS.includes(step) ? step : "address";
}

function answers(form) {
  const given = Object.fromEntries(new FormData(form));
  const note = form.querySelector("#courier-note");
  return note ? { ...given, "courier-note": note.innerText.trim() } : given;
}

/** What `js-throw` does: the page no longer has what an old script looks for. */
function readTotalOfAnOlderPage() {
  return document.querySelector("#order-total").dataset.cents;
}

/** What `silent-invalid` does: the fields know that they are wrong, and nobody says so. */
function markOnly(form) {
  for (const field of form.querySelectorAll(":invalid:not(fieldset)")) {
    field.setAttribute("aria-invalid", "true");
  }
}

function showTotal(event) {
  const cents = Number(event.target.dataset.cents);
  if (Number.isNaN(cents)) return;
  const subtotal = Number(document.querySelector("#summary-subtotal").dataset.cents);
  document.querySelector("#summary-delivery").textContent = cents === 0 ? "Free" : euros(cents);
  const total = subtotal + cents;
  const credit = Math.min(total, Number(document.querySelector("#summary-credit").dataset.cents));
  document.querySelector("#summary-credit").textContent = `−${euros(credit)}`;
  document.querySelector("#summary-total").textContent = euros(total - credit);
}

function euros(cents) {
  const digits = cents % 100 === 0 ? 0 : 2;
  return `€${(cents / 100).toLocaleString("en", { minimumFractionDigits: digits })}`;
}
