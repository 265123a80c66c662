/** The address book: every change is made on the server, which answers with the cards anew. */

import { complain } from "../js/complaints.js";
import { onMount } from "../js/mounting.js";
import { ask } from "../js/send.js";
import { toast } from "../js/toast.js";

const READ_MS = 2500; // to read that one has to sign in again

onMount("#addresses", (page) => {
  const cards = page.querySelector("#address-cards");
  const form = page.querySelector("#address-form");
  const add = page.querySelector("#add-address");
  const failure = page.querySelector("#address-failure");
  let edited = ""; // number of the address in the form, "" for a new one

  function open(number, fields) {
    edited = number;
    form.reset();
    complain(form, {});
    for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
    const heading = form.querySelector("h2");
    heading.textContent = number === "" ? "A new address" : "Change this address";
    show(true);
    heading.focus();
  }

  function show(opened) {
    form.hidden = !opened;
    add.setAttribute("aria-expanded", String(opened));
  }

  async function change(address, options, done) {
    failure.hidden = true;
    try {
      const answer = await ask(address, options);
      if (answer.status === 401) return signInAgain();
      const said = await answer.json();
      if (said.errors) return void complain(form, said.errors);
      if (!answer.ok) return refuse();
      cards.innerHTML = said.html;
      show(false);
      toast(done);
    } catch {
      refuse();
    }
  }

  function refuse() {
    failure.textContent = "That did not reach us. Please try again.";
    failure.hidden = false;
  }

  /** What was typed goes with the page: nobody knows any more whose address it would be. */
  function signInAgain() {
    failure.textContent = "Your session has ended. Please sign in again.";
    failure.hidden = false;
    failure.scrollIntoView({ block: "center" });
    setTimeout(() => location.assign("/sign-in?next=/account/addresses"), READ_MS);
  }

  add.addEventListener("click", () => open("", {}));
  page.querySelector("#leave-form").addEventListener("click", () => {
    show(false);
    add.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const options = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    };
    void change(edited === "" ? "/api/addresses" : `/api/addresses/${edited}`, options, "Saved.");
  });
  cards.addEventListener("click", async (event) => {
    const chosen = event.target.closest("button")?.dataset;
    if (chosen?.edit) {
      const answer = await ask(`/api/addresses/${chosen.edit}`);
      if (answer.ok) open(chosen.edit, await answer.json());
      else if (answer.status === 401) signInAgain();
      else refuse();
    } else if (chosen?.first) {
      void change(`/api/addresses/${chosen.first}/first`, { method: "POST" }, "Offered first.");
    } else if (chosen?.delete) {
      void change(`/api/addresses/${chosen.delete}`, { method: "DELETE" }, "Deleted.");
    }
  });
});
