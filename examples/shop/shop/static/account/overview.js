/** The overview comes without its invoices: they are asked for when it is there. */

import "./copy.js";
import "./download.js";
import { mountAll, onMount } from "../js/mounting.js";
import { ask } from "../js/send.js";
import { showFailure } from "./failure.js";

onMount("#invoices", (list) => {
  void fetchInvoices(list);
});

async function fetchInvoices(list) {
  const failure = document.querySelector("#invoice-failure");
  failure.hidden = true;
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await ask("/api/invoices");
    if (answer.ok) list.innerHTML = (await answer.json()).html;
    else refuse(`error ${answer.status}`);
  } catch {
    refuse("no connection");
  }
  list.removeAttribute("aria-busy");
  mountAll();

  function refuse(code) {
    list.replaceChildren();
    showFailure(failure, "Your invoices cannot be shown at the moment.", code, () => {
      void fetchInvoices(list);
    });
  }
}
