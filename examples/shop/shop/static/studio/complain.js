/**
 * Puts each message into the form's element `#NAME-error` and the cursor into the first field that
 * is wrong. Answers whether there were any; `{}` clears what was said before.
 */
export function complain(form, errors) {
  for (const place of form.querySelectorAll('[id$="-error"]')) {
    place.textContent = "";
    if (place.id === "form-error") place.hidden = true;
  }
  for (const field of form.querySelectorAll("[aria-invalid]"))
    field.removeAttribute("aria-invalid");
  let first;
  for (const [name, message] of Object.entries(errors)) {
    const place = form.querySelector(`#${name}-error`) ?? form.querySelector("#form-error");
    place.textContent = message;
    place.hidden = false;
    const field = form.querySelector(`[name="${name}"]`);
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    first ??= field;
  }
  first?.focus();
  return Object.keys(errors).length > 0;
}
