/** Three steps in one page, each with an address of its own. The server judges every step. */

import { send } from "./send.js";

const STEPS = ["address", "delivery", "payment"];

export function mountCheckout() {
  const checkout = document.querySelector("#checkout");
  if (!checkout) return;
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
  window.addEventListener("popstate", () => show(stepHere(), true));

  for (const form of checkout.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
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
    });
  }
  checkout.querySelector("#delivery-form").addEventListener("change", showTotal);
  checkout.querySelector("#cc-number").addEventListener("input", groupDigits);
  checkout.querySelector("#cc-exp").addEventListener("input", addSlash);
  show(stepHere(), false);
}

function stepHere() {
  const step = location.pathname.split("/").pop();
  return STEPS.includes(step) ? step : "address";
}

function answers(form) {
  const given = Object.fromEntries(new FormData(form));
  const note = form.querySelector("#courier-note");
  return note ? { ...given, "courier-note": note.innerText.trim() } : given;
}

/** Puts each message under its field and the cursor into the first; true if there were any. */
function complain(form, errors) {
  for (const old of form.querySelectorAll(".field-error")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  let first;
  for (const [name, message] of Object.entries(errors)) {
    const field = form.querySelector(`input[name="${name}"], select[name="${name}"]`);
    const words = document.createElement("span");
    words.className = "field-error";
    words.id = `${name}-error`;
    words.textContent = message;
    if (field) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", words.id);
      first ??= field;
    } else {
      words.setAttribute("role", "alert");
    }
    (field?.closest(".field, fieldset") ?? form).append(words);
  }
  first?.focus();
  return Object.keys(errors).length > 0;
}

function showTotal(event) {
  const cents = Number(event.target.dataset.cents);
  if (Number.isNaN(cents)) return;
  const subtotal = Number(document.querySelector("#summary-subtotal").dataset.cents);
  document.querySelector("#summary-delivery").textContent = cents === 0 ? "Free" : euros(cents);
  document.querySelector("#summary-total").textContent = euros(subtotal + cents);
}

function euros(cents) {
  const digits = cents % 100 === 0 ? 0 : 2;
  return `€${(cents / 100).toLocaleString("en", { minimumFractionDigits: digits })}`;
}

function groupDigits(event) {
  const digits = event.target.value.replace(/\D/g, "").slice(0, 19);
  event.target.value = digits.replace(/(.{4})(?=.)/g, "$1 ");
}

function addSlash(event) {
  const digits = event.target.value.replace(/\D/g, "").slice(0, 4);
  event.target.value = digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
}
