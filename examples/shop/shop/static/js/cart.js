/** In the cart, choosing a quantity is enough; the button is for pages without script. */
export function mountCart() {
  for (const form of document.querySelectorAll("[data-submit-on-change]")) {
    form.querySelector("button").hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
  }
}
