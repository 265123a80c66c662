/** The fields of the last step: card or bank account, and numbers grouped as they are printed. */

import { onMount } from "./mounting.js";

onMount("#payment-form", (form) => {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "pay-by") return;
    for (const fields of form.querySelectorAll("[data-pay-by]")) {
      fields.hidden = fields.disabled = fields.dataset.payBy !== event.target.value;
    }
  });
  form.querySelector("#cc-number").addEventListener("input", ({ target }) => {
    rewrite(target, inFours(target.value.replace(/\D/g, "").slice(0, 19)));
  });
  form.querySelector("#cc-exp").addEventListener("input", ({ target }) => {
    const digits = target.value.replace(/\D/g, "").slice(0, 4);
    target.value = digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
  });
  form.querySelector("#iban").addEventListener("input", ({ target }) => {
    rewrite(target, inFours(target.value.replace(/[^a-z0-9]/gi, "").toUpperCase().slice(0, 34)));
  });
});

function inFours(text) {
  return text.replace(/(.{4})(?=.)/g, "$1 ");
}

/** Keeps the cursor behind the same letter: somebody may be mending one in the middle. */
function rewrite(field, text) {
  const letters = field.value.slice(0, field.selectionStart).replace(/\W/g, "").length;
  field.value = text;
  const place = letters + Math.max(0, Math.ceil(letters / 4) - 1);
  field.setSelectionRange(place, place);
}
