/** Brings a note to the workshop, and says in words how that stands. */

import { fault } from "../js/fault.js";
import { ask } from "../js/send.js";

const RETRY_AFTER_MS = 3000;

const WORDS = {
  unsaved: "Not saved yet",
  saving: "Saving …",
  retrying: "The workshop did not answer. Trying again in a moment …",
  failed: "Not saved: the workshop does not answer. Please try again.",
  offline: "You are offline. Your text is kept here and saved when you are back.",
};

/**
 * `note()` gives what is to be saved, `{about, html}`; `saved(answer)` hears of success. Until then
 * the text is kept in this tab, so that neither a reload nor a lost connection can take it.
 */
export function savingOf(button, status, note, saved) {
  let attempts = 0;
  let busy = false;
  const draft = () => `note:${note().about}`;

  function say(state, words = WORDS[state]) {
    status.textContent = words;
    status.dataset.state = state;
  }

  function changed() {
    sessionStorage.setItem(draft(), note().html);
    if (!busy) say("unsaved");
  }

  /** What was written before this page was loaded again, if it never reached the workshop. */
  function kept() {
    return sessionStorage.getItem(draft());
  }

  async function attempt() {
    attempts += 1;
    const body = { ...note(), attempt: attempts };
    const answer = await ask("/api/notes", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { body, status: answer.status, said: await answer.json() };
  }

  async function save() {
    if (busy) return;
    busy = true;
    button.setAttribute("aria-busy", "true");
    say("saving");
    try {
      let result = await attempt();
      if (result.status >= 500) {
        say("retrying");
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
        result = await attempt();
      }
      settle(result);
    } catch {
      say("offline");
    } finally {
      busy = false;
      button.removeAttribute("aria-busy");
    }
  }

  function settle({ body, status: code, said }) {
    if (code !== 200) {
      say("failed", said.errors?.form);
      return;
    }
    saved(said);
    if (note().html === body.html) {
      sessionStorage.removeItem(draft());
      say("saved", `Saved as version ${said.version}`);
    } else {
      say("unsaved"); // somebody went on writing meanwhile
    }
  }

  function whenBack() {
    if (status.dataset.state === "offline") void save();
  }

  if (fault !== "dead-save") button.addEventListener("click", () => void save());
  window.addEventListener("online", whenBack);
  return { save, changed, kept, leave: () => window.removeEventListener("online", whenBack) };
}
