/** Signing in with a code: the address first, then the six digits that come by mail. */

import { complain } from "./complaints.js";
import { onMount } from "./mounting.js";
import { send } from "./send.js";

onMount("#sign-in-code", (room) => {
  const part = (id) => room.querySelector(`#${id}`);
  const emailForm = part("code-email-form");
  const codeForm = part("code-form");
  const again = part("code-again");
  let cooling;

  async function sendCode(form) {
    const email = part("code-email").value.trim();
    const answer = await send("/api/sign-in/code", { email });
    if (complain(form, answer.errors ?? {})) return;
    emailForm.hidden = true;
    codeForm.hidden = false;
    part("code-address").textContent = email;
    part("code").value = "";
    part("code").focus();
    showMail(answer.mail);
    coolDown(answer.wait_s);
  }

  function showMail(code) {
    part("demo-mail").hidden = false;
    part("demo-mail").textContent = code
      ? `Demonstration: your mail says ${code}.`
      : "Demonstration: no mail has arrived.";
  }

  function coolDown(seconds) {
    clearTimeout(cooling);
    again.disabled = seconds > 0;
    part("code-wait").textContent = seconds > 0 ? `in ${seconds} s` : "";
    if (seconds > 0) cooling = setTimeout(() => coolDown(seconds - 1), 1000);
  }

  emailForm.addEventListener("submit", (event) => {
    event.preventDefault();
    void sendCode(emailForm);
  });
  again.addEventListener("click", () => void sendCode(codeForm));
  part("code-other").addEventListener("click", () => {
    codeForm.hidden = part("demo-mail").hidden = true;
    emailForm.hidden = false;
    part("code-email").focus();
  });
  codeForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    const email = part("code-email").value.trim();
    const given = Object.fromEntries(new FormData(codeForm));
    const answer = await send("/api/sign-in", { email, ...given });
    if (!complain(codeForm, answer.errors ?? {})) location.assign(answer.next);
  });
  return () => clearTimeout(cooling);
});
