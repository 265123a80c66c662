/** `<star-rating value="4.6" count="95">`: five stars, filled as far as the value goes. */

const PATH = "M8 1l2.1 4.6 5 .6-3.7 3.4 1 4.9L8 12l-4.4 2.5 1-4.9L.9 6.2l5-.6z";
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: inline-flex; align-items: center; gap: .45em; font-size: .8125rem; color: inherit; }
  svg { width: 5.2em; height: 1em; overflow: visible; }
  .empty { fill: currentColor; opacity: .18; }
  .filled { fill: var(--star, #b5803f); }
  .count { opacity: .65; font-variant-numeric: tabular-nums; }
`);

class StarRating extends HTMLElement {
  static observedAttributes = ["value", "count"];

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    this.paint();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.paint();
  }

  paint() {
    const value = Math.min(5, Math.max(0, Number(this.getAttribute("value"))));
    const count = Number(this.getAttribute("count"));
    const stars = [0, 1, 2, 3, 4].map((n) => `<path transform="translate(${n * 17} 0)" d="${PATH}"/>`);
    const words = `${value} of 5 stars, ${count} reviews`;
    this.shadowRoot.innerHTML = `
      <svg viewBox="0 0 84 16" role="img" aria-label="${words}">
        <clipPath id="upto"><rect width="${17 * value}" height="16"/></clipPath>
        <g class="empty">${stars.join("")}</g>
        <g class="filled" clip-path="url(#upto)">${stars.join("")}</g>
      </svg>
      <span class="count" aria-hidden="true">${value.toFixed(1)} (${count})</span>`;
  }
}

customElements.define("star-rating", StarRating);
