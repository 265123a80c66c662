/** The page round the configurator: it reads the form, as any page would. */

import { onMount } from "/static/js/mounting.js";
import { send } from "/static/js/send.js";
import "./chair-configurator.js";
import "./piece-count.js";

const euros = (cents) => `€${(cents / 100).toLocaleString("en")}`;

onMount("#widget", (widget) => {
  const form = widget.querySelector("#chair-form");
  const chair = widget.querySelector("chair-configurator");
  const said = widget.querySelector("#chair-said");

  function showPrice() {
    const count = Number(new FormData(form).get("count")) || 0;
    widget.querySelector("#chair-price").textContent = euros(chair.price * count);
    widget.querySelector("#chair-each").textContent = `${euros(chair.price)} each, incl. VAT`;
  }

  form.addEventListener("change", showPrice);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const { errors } = await send("/api/widget", {
      chair: JSON.parse(given.get("chair")),
      count: Number(given.get("count")),
    });
    said.textContent = errors ? errors.form : "Kept. They will be here when you come back.";
  });
  showPrice();
});
