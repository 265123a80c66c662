/** The server may still be fetching what a page has just named for the first time. */
const RETRY_AFTER_MS = [1_500, 6_000];
/** Retries in all for one picture of a page, so that a gallery of lost pictures is left alone. */
const MOST_RETRIES = 60;
const LABEL_CHARS = 40;
const SMALLEST = 16;

/**
 * Puts a labelled box in the place of every picture that is not kept, as large as the picture
 * would be, and asks again a little later.
 */
export class Pictures {
  #retries = 0;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  /** Every node the player builds passes here. The nodes belong to another window. */
  built(node: Node): void {
    if (node.nodeName === "IMG") this.#watch(node as HTMLImageElement);
    else if (node.nodeName === "LINK") this.#watchSheet(node as HTMLLinkElement);
  }

  destroy(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #watch(image: HTMLImageElement): void {
    image.addEventListener("error", () => {
      const address = image.currentSrc || image.src;
      if (!address || address.startsWith("data:")) return;
      const srcset = image.srcset;
      const src = image.getAttribute("src");
      const box = placeholder(image);
      image.removeAttribute("srcset");
      image.src = box;
      this.#askAgain(address, () => {
        // Not when the page has changed it meanwhile.
        if (image.src !== box) return;
        if (srcset) image.srcset = srcset;
        if (src !== null) image.setAttribute("src", src);
      });
    });
  }

  #watchSheet(link: HTMLLinkElement): void {
    let tries = 0;
    link.addEventListener("error", () => {
      const wait = RETRY_AFTER_MS[tries++];
      if (wait !== undefined) this.#later(wait, () => link.setAttribute("href", link.href));
    });
  }

  #askAgain(address: string, found: () => void, tries = 0): void {
    const wait = RETRY_AFTER_MS[tries];
    if (wait === undefined || this.#retries >= MOST_RETRIES) return;
    this.#retries += 1;
    this.#later(wait, () => {
      const probe = new Image();
      probe.addEventListener("load", found);
      probe.addEventListener("error", () => this.#askAgain(address, found, tries + 1));
      probe.src = address;
    });
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}

/** A picture made here, of the size the lost one has on the page, or says it has, or might have. */
function placeholder(image: HTMLImageElement): string {
  const box = image.getBoundingClientRect();
  const width = said(image, "width") ?? (box.width >= SMALLEST ? box.width : 160);
  const height = said(image, "height") ?? (box.height >= SMALLEST ? box.height : width * 0.75);
  const label = image.alt.trim().slice(0, LABEL_CHARS) || "Picture not kept";
  const size = Math.max(10, Math.min(14, width / 14));
  const text =
    width >= 90 && height >= 34
      ? `<text x="50%" y="50%" dominant-baseline="middle" text-anchor="middle" font-family="system-ui,sans-serif" font-size="${size}" fill="#64748b">${escapeXml(label)}</text>`
      : "";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#e8ecf2"/><rect x=".75" y=".75" width="${Math.max(0, width - 1.5)}" height="${Math.max(0, height - 1.5)}" rx="3" fill="none" stroke="#a9b4c4" stroke-width="1.5" stroke-dasharray="5 4"/>${text}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function said(image: HTMLImageElement, name: "width" | "height"): number | null {
  const pixels = Number.parseFloat(image.getAttribute(name) ?? "");
  return Number.isFinite(pixels) && pixels > 0 ? Math.min(pixels, 8192) : null;
}

function escapeXml(text: string): string {
  return text.replace(/\p{Cc}/gu, " ").replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
