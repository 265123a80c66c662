/** One picture at a time: by the buttons, the dots, the arrow keys. */

import { fault } from "../js/fault.js";
import { onMount } from "../js/mounting.js";

onMount("#carousel", (carousel) => {
  const dots = [...carousel.querySelectorAll(".dot")];
  const part = (name) => carousel.querySelector(`#carousel-${name}`);
  let current = 0;

  function show(index) {
    current = (index + dots.length) % dots.length;
    const chosen = dots[current];
    const { picture, alt, title, caption, product, productName } = chosen.dataset;
    part("picture").src = picture;
    part("picture").alt = alt;
    part("title").textContent = title;
    part("words").textContent = caption;
    part("number").textContent = current + 1;
    part("product").href = `/products/${product}`;
    part("product").textContent = productName;
    for (const dot of dots) dot.removeAttribute("aria-current");
    chosen.setAttribute("aria-current", "true");
  }

  dots.forEach((dot, index) => dot.addEventListener("click", () => show(index)));
  for (const button of carousel.querySelectorAll("[data-step]")) {
    const step = Number(button.dataset.step);
    if (fault === "next-dead" && step > 0) continue;
    button.addEventListener("click", () => show(current + step));
  }
  carousel.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(current - 1);
    else if (event.key === "ArrowRight") show(current + 1);
    else return;
    event.preventDefault();
  });
});
