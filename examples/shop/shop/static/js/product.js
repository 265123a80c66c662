/** The product page: gallery by click and arrow key, size picker, into the cart. */

import { fault } from "./fault.js";
import { onMount } from "./mounting.js";
import { send } from "./send.js";
import { showCount, toast } from "./toast.js";

onMount("#product", (product) => {
  mountGallery(product);
  if (fault !== "stepper") mountStepper(product.querySelector(".stepper"));
  mountOrder(product);
});

function mountGallery(product) {
  const gallery = product.querySelector("#gallery");
  const picture = product.querySelector("#gallery-picture");
  const caption = product.querySelector("#gallery-caption");
  const thumbnails = [...product.querySelectorAll(".thumbnail")];
  let current = 0;

  function show(index) {
    current = (index + thumbnails.length) % thumbnails.length;
    const chosen = thumbnails[current];
    picture.src = chosen.dataset.picture;
    picture.alt = chosen.dataset.alt;
    caption.textContent = chosen.dataset.alt;
    for (const thumbnail of thumbnails) thumbnail.removeAttribute("aria-current");
    chosen.setAttribute("aria-current", "true");
  }

  thumbnails.forEach((thumbnail, index) => thumbnail.addEventListener("click", () => show(index)));
  gallery.querySelector(".gallery-back").addEventListener("click", () => show(current - 1));
  gallery.querySelector(".gallery-forth").addEventListener("click", () => show(current + 1));
  gallery.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(current - 1);
    else if (event.key === "ArrowRight") show(current + 1);
    else return;
    event.preventDefault();
  });
}

function mountStepper(stepper) {
  const quantity = stepper.querySelector("input");
  const most = Number(quantity.max);
  const buttons = [...stepper.querySelectorAll("button")];

  function show() {
    const now = Number(quantity.value);
    for (const button of buttons) {
      const next = now + Number(button.dataset.step);
      button.disabled = next < 1 || next > most;
    }
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const next = Number(quantity.value) + Number(button.dataset.step);
      quantity.value = Math.min(Math.max(next, 1), most);
      show();
    });
  }
  quantity.addEventListener("input", show);
  show();
}

function mountOrder(product) {
  const form = product.querySelector("#add-form");
  const error = product.querySelector("#size-error");
  const picker = product.querySelector("#size-picker");

  function complain(message) {
    error.textContent = message;
    picker.toggleAttribute("data-invalid", message !== "");
  }

  picker.addEventListener("change", (event) => {
    complain("");
    product.querySelector("#price-from").textContent = "";
    product.querySelector("#price").textContent = event.target.dataset.price;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = new FormData(form);
    if (!asked.get("size")) {
      complain("Please choose a size.");
      picker.querySelector("input:enabled").focus();
      return;
    }
    const answer = await send("/api/cart", {
      slug: product.dataset.slug,
      size: asked.get("size"),
      quantity: Number(asked.get("quantity")),
    });
    if (answer.errors) {
      complain(answer.errors.size ?? answer.errors.form);
      return;
    }
    complain("");
    showCount(answer.count);
    toast(answer.message, { picture: answer.picture, href: "/cart", action: "View cart" });
  });
}
