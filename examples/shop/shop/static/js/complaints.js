/** Puts each message under its field and the cursor into the first; true if there were any. */
export function complain(form, errors) {
  for (const old of form.querySelectorAll(".field-error")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  let first;
  for (const [name, message] of Object.entries(errors)) {
    const field = form.querySelector(`input[name="${name}"], select[name="${name}"]`);
    const words = document.createElement("span");
    words.className = "field-error";
    words.id = `${name}-error`;
    words.textContent = message;
    if (field) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", words.id);
      first ??= field;
    } else {
      words.setAttribute("role", "alert");
    }
    (field?.closest(".field, fieldset") ?? form).append(words);
  }
  first?.focus();
  return Object.keys(errors).length > 0;
}
