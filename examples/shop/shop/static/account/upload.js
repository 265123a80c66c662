/** Pictures come by drag and drop or from the file dialog, and are sent one after the other. */

import { onMount } from "../js/mounting.js";
import { ask } from "../js/send.js";
import { sendingOf } from "./sending.js";

const MOST_AT_ONCE = 20;

onMount("#upload", (page) => {
  const drop = page.querySelector("#drop");
  const field = page.querySelector("#choose-pictures");
  const sendings = page.querySelector("#sendings");
  const pictures = page.querySelector("#pictures");
  const mostBytes = Number(page.dataset.mostBytes);
  let last = Promise.resolve();

  function take(files) {
    for (const file of [...files].slice(0, MOST_AT_ONCE)) {
      const sending = sendingOf(file);
      sendings.append(sending.row);
      if (file.size > mostBytes) sending.failed("Not sent: larger than 5 MB.");
      else last = last.then(() => send(sending));
    }
  }

  async function send(sending) {
    const answer = await sending.start();
    if (!answer) return;
    sending.row.remove();
    pictures.insertAdjacentHTML("afterbegin", answer.html);
    showWhether();
  }

  function showWhether() {
    page.querySelector("#pictures-none").hidden = pictures.childElementCount > 0;
  }

  field.addEventListener("change", () => {
    take(field.files);
    field.value = ""; // so that the same picture can be chosen again
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.dataset.over = "";
    });
  }
  drop.addEventListener("dragleave", (event) => {
    if (!drop.contains(event.relatedTarget)) delete drop.dataset.over;
  });
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    take(event.dataTransfer.files);
  });
  pictures.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-delete]");
    if (!button) return;
    const answer = await ask(`/api/pictures/${button.dataset.delete}`, { method: "DELETE" });
    if (!answer.ok) return;
    button.closest("li").remove();
    showWhether();
  });
});
