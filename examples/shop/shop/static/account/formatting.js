/**
 * What the buttons over a note do to the selection. `execCommand` is old and marked as deprecated,
 * yet the only way to edit rich text that every browser has; the server writes its result anew.
 */

const STATES = ["bold", "italic", "insertUnorderedList"];

/** One tab stop for all the buttons, arrow keys between them: as a toolbar is used. */
export function arrowKeys(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const rest = (chosen) => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };
  rest(buttons[0]);
  toolbar.addEventListener("focusin", (event) => rest(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons.at((at + by) % buttons.length).focus();
  });
}

export function apply(command) {
  document.execCommand("styleWithCSS", false, "false"); // elements, which the server can read
  if (command === "heading") {
    document.execCommand("formatBlock", false, blockIs("h2") ? "p" : "h2");
  } else {
    document.execCommand(command);
  }
}

/** `aria-pressed` of each button, as the caret stands. */
export function showPressed(toolbar) {
  const pressed = Object.fromEntries(
    STATES.map((command) => [command, document.queryCommandState(command)]),
  );
  pressed.heading = blockIs("h2");
  for (const [command, on] of Object.entries(pressed)) {
    toolbar.querySelector(`[data-command="${command}"]`).setAttribute("aria-pressed", String(on));
  }
}

function blockIs(name) {
  return document.queryCommandValue("formatBlock") === name;
}

/** A small form for the address. The note loses its selection to it and gets it back. */
export function linkForm(form, button, area, changed) {
  const field = form.querySelector("input");
  let range;

  function show(open) {
    form.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }

  function takeBack() {
    show(false);
    area.focus({ preventScroll: true });
    if (!range) return;
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    takeBack();
    if (!typed) return;
    const address = /^[a-z]+:/i.test(typed) ? typed : `https://${typed}`;
    if (range?.collapsed) document.execCommand("insertText", false, typed);
    if (range?.collapsed) selectBack(typed.length);
    document.execCommand("createLink", false, address);
    changed();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") takeBack();
  });
  form.querySelector("[data-unlink]").addEventListener("click", () => {
    takeBack();
    document.execCommand("unlink");
    changed();
  });

  return function open() {
    const selection = document.getSelection();
    const inside = selection.rangeCount > 0 && area.contains(selection.focusNode);
    range = inside ? selection.getRangeAt(0).cloneRange() : undefined;
    field.value = selection.focusNode?.parentElement?.closest("a")?.href ?? "";
    show(true);
    field.focus();
  };
}

function selectBack(characters) {
  const selection = document.getSelection();
  for (let left = characters; left > 0; left -= 1) selection.modify("extend", "backward", "character");
}
