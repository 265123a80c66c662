/**
 * `<finish-swatches legend="Wood">`: one finish out of several, as coloured dots. `finishes` is a
 * list of `{key, name, colour, extra}`; `change` is fired when another is chosen.
 */

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  fieldset { margin: 0 0 1.35rem; padding: 0; border: 0; }
  legend { display: flex; gap: .6em; padding: 0 0 .6rem; font-size: .875rem; font-weight: 600; }
  legend span { color: var(--ink-soft); font-weight: 400; }
  .row { display: flex; flex-wrap: wrap; gap: .75rem; }
  label { position: relative; cursor: pointer; }
  input { position: absolute; opacity: 0; }
  .dot { display: block; width: 2.5rem; height: 2.5rem; border-radius: 50%; }
  circle { stroke: color-mix(in srgb, var(--ink) 25%, transparent); }
  input:checked + .dot { box-shadow: 0 0 0 3px var(--paper), 0 0 0 4.5px var(--accent); }
  input:focus-visible + .dot { outline: 2px solid var(--accent); outline-offset: 6px; }
`);

class FinishSwatches extends HTMLElement {
  #finishes = [];
  #value = "";

  constructor() {
    super();
    this.attachShadow({ mode: "open", delegatesFocus: true }).adoptedStyleSheets = [sheet];
    this.shadowRoot.addEventListener("change", (event) => {
      this.value = event.target.value;
      this.dispatchEvent(new Event("change")); // that of the radio button stays in the shadow
    });
  }

  set finishes(finishes) {
    this.#finishes = finishes;
    const row = document.createElement("div");
    row.className = "row";
    row.append(...finishes.map(swatch));
    const legend = document.createElement("legend");
    legend.append(this.getAttribute("legend"), document.createElement("span"));
    const set = document.createElement("fieldset");
    set.append(legend, row);
    this.shadowRoot.replaceChildren(set);
  }

  get value() {
    return this.#value;
  }

  set value(key) {
    this.#value = key;
    for (const radio of this.shadowRoot.querySelectorAll("input"))
      radio.checked = radio.value === key;
    this.shadowRoot.querySelector("legend span").textContent = this.chosen.name;
  }

  get chosen() {
    return this.#finishes.find(({ key }) => key === this.#value);
  }
}

function swatch({ key, name, colour }) {
  const label = document.createElement("label");
  label.title = name;
  label.innerHTML = `<input type="radio" name="finish">
    <svg class="dot" viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="19.5"/></svg>`;
  const radio = label.querySelector("input");
  radio.value = key;
  radio.setAttribute("aria-label", name);
  label.querySelector("circle").setAttribute("fill", colour);
  return label;
}

customElements.define("finish-swatches", FinishSwatches);
