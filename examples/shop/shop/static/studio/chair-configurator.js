/**
 * `<chair-configurator name offer value>`: a chair to put together. A field of its form with the
 * value `{wood, seat, height, arms}` as JSON; `change` is fired with every choice. Slots: `eyebrow`,
 * `title`, and `order` for what comes after the choices.
 */

import { chairDrawing } from "./chair-drawing.js";
import "./finish-swatches.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: clamp(2rem, 6vw, 5rem); align-items: center; }
  figure { margin: 0; padding: 1.5rem; background: var(--paper-deep); }
  svg { display: block; width: 100%; max-height: 70vh; }
  .shade { fill: #000; opacity: .1; }
  .rear { filter: brightness(.82); }
  .light { fill: none; stroke: #fff; stroke-opacity: .16; stroke-width: 3; }
  .weave { fill: none; stroke: #000; stroke-opacity: .1; stroke-width: 2; }
  .more { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; }
  .heights { display: flex; gap: .5rem; }
  fieldset { margin: 0; padding: 0; border: 0; }
  legend { padding: 0 0 .6rem; font-size: .875rem; font-weight: 600; }
  label { position: relative; cursor: pointer; }
  .heights input { position: absolute; opacity: 0; }
  .heights span { display: grid; place-items: center; width: 3.4rem; height: 2.6rem; border: 1px solid var(--field-line); border-radius: 2px; }
  .heights input:checked + span { border-color: var(--accent); background: var(--accent); color: var(--accent-ink); }
  .heights input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
  .arms { display: flex; align-items: center; gap: .65rem; min-height: 2.6rem; }
  .arms input { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--accent); }
  @media (max-width: 62rem) { :host { grid-template-columns: minmax(0, 1fr); } svg { max-height: 26rem; } }
`);

const MARKUP = `
  <figure><svg viewBox="40 24 328 452" role="img"></svg></figure>
  <div>
    <slot name="eyebrow"></slot><slot name="title"></slot>
    <finish-swatches class="wood" legend="Wood"></finish-swatches>
    <finish-swatches class="seat" legend="Seat"></finish-swatches>
    <div class="more">
      <fieldset><legend>Seat height, cm</legend><div class="heights"></div></fieldset>
      <fieldset><legend>Arms</legend><label class="arms"><input type="checkbox">With arms</label></fieldset>
    </div>
    <slot name="order"></slot>
  </div>`;

class ChairConfigurator extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  #offer;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    if (this.#offer) return;
    this.#offer = JSON.parse(this.getAttribute("offer"));
    this.shadowRoot.innerHTML = MARKUP;
    this.#part(".wood").finishes = this.#offer.woods;
    this.#part(".seat").finishes = this.#offer.seats;
    this.#part(".heights").append(...this.#offer.heights.map(heightChoice));
    for (const part of this.shadowRoot.querySelectorAll("finish-swatches, .more")) {
      part.addEventListener("change", () => this.#changed());
    }
    this.value = JSON.parse(this.getAttribute("value"));
  }

  get value() {
    return {
      wood: this.#part(".wood").value,
      seat: this.#part(".seat").value,
      height: Number(this.#part(".heights :checked").value),
      arms: this.#part(".arms input").checked,
    };
  }

  set value({ wood, seat, height, arms }) {
    this.#part(".wood").value = wood;
    this.#part(".seat").value = seat;
    this.#part(`.heights [value="${Number(height)}"]`).checked = true;
    this.#part(".arms input").checked = arms;
    this.#changed();
  }

  /** In euro cents, for one. */
  get price() {
    const { base, arms } = this.#offer;
    const extras = this.#part(".wood").chosen.extra + this.#part(".seat").chosen.extra;
    return base + extras + (this.value.arms ? arms : 0);
  }

  #changed() {
    const [wood, seat] = [this.#part(".wood").chosen, this.#part(".seat").chosen];
    const drawing = this.#part("svg");
    drawing.innerHTML = chairDrawing({ ...this.value, wood: wood.colour, seat: seat.colour });
    const arms = this.value.arms ? "with arms" : "without arms";
    drawing.ariaLabel = `A chair in ${wood.name}, seat in ${seat.name}, ${arms}`;
    this.#internals.setFormValue(JSON.stringify(this.value));
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #part(selector) {
    return this.shadowRoot.querySelector(selector);
  }

  formResetCallback() {
    this.value = JSON.parse(this.getAttribute("value"));
  }

  formStateRestoreCallback(state) {
    this.value = JSON.parse(state);
  }
}

function heightChoice(height) {
  const label = document.createElement("label");
  label.innerHTML = `<input type="radio" name="height" value="${height}"><span>${height}</span>`;
  label.querySelector("input").setAttribute("aria-label", `${height} cm`);
  return label;
}

customElements.define("chair-configurator", ChairConfigurator);
