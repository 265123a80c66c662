import { FOCUS_MARK } from "./pagestyle";

/** A key pressed so long ago is not typing any more. */
const TYPING_MS = 1_600;

/**
 * Shows which element the customer is in, by a ring, and that they are typing, by a small sign
 * beside it. The page itself never gets the focus here: it would take the account manager's keys.
 */
export class Focus {
  readonly #sign: HTMLElement;
  #element: Element | null = null;
  #typingUntil = 0;

  constructor(parent: HTMLElement) {
    this.#sign = document.createElement("div");
    this.#sign.className = "typing";
    this.#sign.hidden = true;
    for (let dot = 0; dot < 3; dot++) this.#sign.append(document.createElement("i"));
    parent.append(this.#sign);
  }

  enter(node: Node | null): void {
    this.leave(this.#element);
    if (node?.nodeType !== Node.ELEMENT_NODE) return;
    this.#element = node as Element;
    this.#element.setAttribute(FOCUS_MARK, "");
  }

  leave(node: Node | null): void {
    if (!node || node !== this.#element) return;
    this.#element.removeAttribute(FOCUS_MARK);
    this.#element = null;
    this.#typingUntil = 0;
  }

  typing(now: number): void {
    this.#typingUntil = now + TYPING_MS;
  }

  /** Returns whether the sign is up and must be looked after. */
  tick(now: number): boolean {
    const box = now < this.#typingUntil ? this.#box() : null;
    this.#sign.hidden = !box;
    if (box) {
      this.#sign.style.left = `${box.right}px`;
      this.#sign.style.top = `${box.top}px`;
    }
    return box !== null;
  }

  #box(): DOMRect | null {
    const box = this.#element?.isConnected ? this.#element.getBoundingClientRect() : null;
    return box && box.width > 0 ? box : null;
  }
}
