/** The editor of notes: typing, formatting, undoing, counting, saving, going back to a version. */

import { fault } from "../js/fault.js";
import { onMount } from "../js/mounting.js";
import { ask } from "../js/send.js";
import { apply, arrowKeys, linkForm, showPressed } from "./formatting.js";
import { historyOf } from "./history.js";
import { savingOf } from "./saving.js";

const KEYS = { b: "bold", i: "italic", k: "link", s: "save", y: "redo", z: "undo" };

onMount("#editor", (editor) => {
  const area = editor.querySelector("#note");
  const toolbar = editor.querySelector("[role=toolbar]");
  const versions = editor.querySelector("#versions");
  const saving = savingOf(
    editor.querySelector("#note-save"),
    editor.querySelector("#note-state"),
    () => ({ about: editor.dataset.about, html: area.innerHTML }),
    (answer) => {
      versions.innerHTML = answer.html;
      editor.querySelector("#versions-none").hidden = true;
    },
  );
  document.execCommand("defaultParagraphSeparator", false, "p");
  const kept = saving.kept();
  if (kept !== null && kept !== area.innerHTML) {
    area.innerHTML = kept;
    saving.changed();
  }
  const steps = historyOf(area);

  function count() {
    const words = area.innerText.split(/\s+/).filter(Boolean).length;
    editor.querySelector("#note-words").textContent = words === 1 ? "1 word" : `${words} words`;
    area.toggleAttribute("data-empty", words === 0 && !area.querySelector("li"));
  }

  function changed(kind) {
    steps.record(kind);
    count();
    saving.changed();
  }

  const openLink = linkForm(
    editor.querySelector("#link-form"),
    toolbar.querySelector('[data-command="link"]'),
    area,
    () => changed("link"),
  );

  function run(command) {
    if (command === "save") {
      editor.querySelector("#note-save").click();
    } else if (command === "link") {
      openLink();
    } else if (command === "undo" || command === "redo") {
      if (fault === "undo-lost") return;
      steps[command]();
      count();
      saving.changed();
    } else {
      area.focus({ preventScroll: true });
      apply(command);
      changed(command);
    }
    showPressed(toolbar);
  }

  toolbar.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (button) run(button.dataset.command);
  });
  arrowKeys(toolbar);

  area.addEventListener("input", (event) => changed(event.inputType));
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const command = event.shiftKey && key === "z" ? "redo" : KEYS[key];
    if (!command) return;
    event.preventDefault();
    run(command);
  });
  area.addEventListener("paste", (event) => {
    event.preventDefault(); // words only: formatting from elsewhere would not survive saving
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  const follow = () => area.contains(document.activeElement) && showPressed(toolbar);
  document.addEventListener("selectionchange", follow);

  versions.addEventListener("click", async (event) => {
    const number = event.target.closest("[data-restore]")?.dataset.restore;
    if (!number) return;
    const answer = await ask(`/api/notes/${editor.dataset.about}/${number}`);
    if (!answer.ok) return;
    area.innerHTML = (await answer.json()).html;
    changed("restore");
    area.focus();
  });

  count();
  return () => {
    document.removeEventListener("selectionchange", follow);
    saving.leave();
  };
});
