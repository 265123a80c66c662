import { onMount } from "./mounting.js";

/** In the cart, choosing a quantity is enough; the button is for pages without script. */
onMount("[data-submit-on-change]", (form) => {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
});
