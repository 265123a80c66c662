/**
 * `<piece-count name max value>`: how many, with a button on each side. It belongs to its form
 * like any field; its insides are nobody's business: the shadow root is closed.
 */

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: inline-grid; grid-template-columns: 3.1rem 4rem 3.1rem; }
  button, input {
    box-sizing: border-box; min-width: 0; height: 3.1rem; margin: 0; padding: 0;
    border: 1px solid var(--field-line); border-radius: 0;
    background: var(--panel); color: inherit; font: inherit; text-align: center;
    font-variant-numeric: tabular-nums;
  }
  input { border-inline: 0; }
  button { cursor: pointer; font-size: 1.25rem; }
  button:first-child { border-radius: 2px 0 0 2px; }
  button:last-child { border-radius: 0 2px 2px 0; }
  button:hover { background: var(--paper-deep); }
  :focus-visible { position: relative; outline: 2px solid var(--accent); outline-offset: 1px; }
`);

class PieceCount extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  #root = this.attachShadow({ mode: "closed", delegatesFocus: true });

  connectedCallback() {
    if (this.#root.childElementCount > 0) return;
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.innerHTML = `
      <button type="button" aria-label="One fewer">−</button>
      <input inputmode="numeric" maxlength="3">
      <button type="button" aria-label="One more">+</button>`;
    const [fewer, more] = this.#root.querySelectorAll("button");
    this.#input.setAttribute("aria-label", this.getAttribute("label"));
    this.value = this.getAttribute("value");
    fewer.addEventListener("click", () => this.#step(-1));
    more.addEventListener("click", () => this.#step(1));
    this.#input.addEventListener("input", () => this.#changed());
    this.addEventListener("click", (event) => {
      if (event.composedPath()[0] === this) this.#input.focus(); // our label was clicked
    });
  }

  get value() {
    return this.#input.value;
  }

  set value(count) {
    this.#input.value = count;
    this.#changed();
  }

  get #input() {
    return this.#root.querySelector("input");
  }

  get #most() {
    return Number(this.getAttribute("max"));
  }

  #step(by) {
    this.value = Math.min(Math.max((Number(this.value) || 0) + by, 1), this.#most);
  }

  #changed() {
    const count = Number(this.value);
    const right = Number.isInteger(count) && count >= 1 && count <= this.#most;
    const words = `Between 1 and ${this.#most}, please.`;
    this.#internals.setFormValue(this.value);
    this.#internals.setValidity(
      right ? {} : { rangeOverflow: true },
      right ? "" : words,
      this.#input,
    );
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  formResetCallback() {
    this.value = this.getAttribute("value");
  }

  formStateRestoreCallback(state) {
    this.value = state;
  }
}

customElements.define("piece-count", PieceCount);
