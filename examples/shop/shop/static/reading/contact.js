/** The letter: judged by the server, answered with a number. */

import { onMount } from "../js/mounting.js";
import { send } from "../js/send.js";

const FEW_LEFT = 500;

onMount("#contact", (contact) => {
  const form = contact.querySelector("#letter");
  const sent = contact.querySelector("#sent");
  const message = form.elements.namedItem("message");
  const left = form.querySelector("#letter-left");
  const button = form.querySelector("button[type=submit]");

  message.addEventListener("input", () => {
    const room = message.maxLength - message.value.length;
    left.textContent = room < FEW_LEFT ? `${room} characters left` : "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const said = await send("/api/tickets", Object.fromEntries(new FormData(form)));
    button.disabled = false;
    complain(form, said.errors ?? {});
    if (said.errors) return;
    sent.querySelector("#sent-number").textContent = said.number;
    sent.querySelector("#sent-to").textContent = said.reply_to;
    remember(contact, said.number, form.elements.namedItem("topic"));
    form.hidden = true;
    sent.hidden = false;
    sent.querySelector("h2").focus();
  });
  contact.querySelector("#again").addEventListener("click", () => {
    message.value = "";
    sent.hidden = true;
    form.hidden = false;
    message.focus();
  });
});

/** Each message below its field, the cursor in the first. */
function complain(form, errors) {
  const general = form.querySelector("#letter-error");
  general.textContent = errors.form ?? "";
  general.hidden = !errors.form;
  for (const old of form.querySelectorAll(".field-error")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
  }
  let first;
  for (const field of form.elements) {
    if (!errors[field.name]) continue;
    const words = document.createElement("span");
    words.className = "field-error";
    words.id = `${field.id}-error`;
    words.textContent = errors[field.name];
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", words.id);
    field.closest(".field").append(words);
    first ??= field;
  }
  first?.focus();
}

function remember(contact, number, topic) {
  const line = document.createElement("li");
  for (const [name, text] of [["strong", number], ["span", topic.selectedOptions[0].text],
    ["span", "today"]]) {
    line.append(Object.assign(document.createElement(name), { textContent: text }));
  }
  line.lastChild.className = "earlier-date";
  contact.querySelector("#earlier ul").prepend(line);
  contact.querySelector("#earlier").hidden = false;
}
