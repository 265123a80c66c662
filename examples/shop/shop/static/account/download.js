/** Buttons with `data-download="NUMBER"` fetch that invoice and hand it to the browser to keep. */

import { onMount } from "../js/mounting.js";
import { ask } from "../js/send.js";
import { showFailure } from "./failure.js";

onMount("[data-download]", (button) => {
  button.addEventListener("click", async () => {
    const number = button.dataset.download;
    const failure = document.querySelector("#invoice-failure");
    failure.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(`/api/invoices/${number}.pdf`);
      if (answer.ok) keep(await answer.blob(), `Solvane-${number}.pdf`);
      else showFailure(failure, `Invoice ${number} could not be made.`, `error ${answer.status}`);
    } catch {
      showFailure(failure, `Invoice ${number} could not be fetched.`, "no connection");
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
});

function keep(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
