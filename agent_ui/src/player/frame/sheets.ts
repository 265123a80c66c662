/** Marks a link of ours, for whoever compares the page with its source. */
const OURS = "data-cobrowse-sheet";

/**
 * A style sheet whose rules could not be written down whole brings its address as well. The file we
 * keep of it is laid behind the rules, so that it completes them, and goes with them; where nothing
 * is kept, the rules stay as they are.
 */
export class Sheets {
  readonly #links = new Map<Node, HTMLLinkElement>();
  #watcher: MutationObserver | undefined;

  /** Every node the player builds passes here. The nodes belong to another window. */
  built(node: Node): void {
    if (node.nodeName !== "STYLE") return;
    const style = node as HTMLStyleElement;
    const address = style.getAttribute("href");
    const page = style.ownerDocument;
    if (!address || this.#links.has(style)) return;
    const link = page.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.media = style.media;
    link.setAttribute(OURS, "");
    link.addEventListener("error", () => link.remove());
    style.after(link);
    this.#links.set(style, link);
    this.#watch(page);
  }

  destroy(): void {
    this.#watcher?.disconnect();
    this.#links.clear();
  }

  #watch(page: Document): void {
    this.#watcher ??= new MutationObserver(() => {
      for (const [style, link] of this.#links) {
        if (style.isConnected) continue;
        link.remove();
        this.#links.delete(style);
      }
    });
    this.#watcher.observe(page, { childList: true, subtree: true });
  }
}
