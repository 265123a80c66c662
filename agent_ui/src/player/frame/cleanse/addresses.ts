import { ADDRESS_CHARS, DATA_URL_CHARS } from "./limits";

/** Pictures and fonts that a page carries in itself. An SVG shown as a picture runs and loads nothing. */
const INLINE =
  /^data:(?:image\/(?:png|jpe?g|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)|font\/[\w.+-]+|application\/(?:x-)?font[\w.+-]*|application\/vnd\.ms-fontobject)[;,]/i;
const LINK_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "sms:"]);

/**
 * Turns addresses of a recorded page into addresses of what the server keeps of its site.
 *
 * Recorders write most addresses absolutely; the few relative ones (in style rules added by
 * script) are read against the page's own address.
 */
export class Addresses {
  readonly #kept: string;
  #base = "";

  /** `kept` is the absolute address under which the site's pictures, styles and fonts are served. */
  constructor(kept: string) {
    this.#kept = kept;
  }

  set base(address: string) {
    const url = parse(address, undefined);
    if (url) this.#base = url.href;
  }

  /** Where to load this from, or null when it is nothing that may be loaded. */
  asset(raw: string): string | null {
    const address = raw.trim();
    if (address === "" || address.startsWith("#")) return address;
    if (/^data:/i.test(address)) {
      return address.length <= DATA_URL_CHARS && INLINE.test(address) ? address : null;
    }
    if (address.length > ADDRESS_CHARS) return null;
    const url = parse(address, this.#base || undefined);
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return null;
    const fragment = url.hash;
    url.hash = "";
    return `${this.#kept}?url=${encodeURIComponent(url.href)}${fragment}`;
  }

  /** The target of a link. Nobody can follow it here; it is kept for the styles that look at it. */
  link(raw: string): string | null {
    const address = raw.trim();
    if (address.length > ADDRESS_CHARS) return null;
    if (address === "" || address.startsWith("#")) return address;
    const url = parse(address, this.#base || "https://relative.invalid");
    return url && LINK_SCHEMES.has(url.protocol) ? address : null;
  }

  /** A `srcset`: candidates that may not be loaded are left out. */
  srcset(raw: string): string {
    const kept: string[] = [];
    for (const { address, descriptor } of candidates(raw)) {
      const asset = this.asset(address);
      if (asset) kept.push(descriptor ? `${asset} ${descriptor}` : asset);
    }
    return kept.join(", ");
  }
}

function parse(address: string, base: string | undefined): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}

const MOST_CANDIDATES = 64;
/** An address runs to white space; a comma ends it only as its last character (data: holds commas). */
const CANDIDATE = /[\s,]*([^\s,]\S*)\s*([^,]*)/y;

function candidates(raw: string): { address: string; descriptor: string }[] {
  const found: { address: string; descriptor: string }[] = [];
  CANDIDATE.lastIndex = 0;
  while (found.length < MOST_CANDIDATES) {
    const start = CANDIDATE.lastIndex;
    const match = CANDIDATE.exec(raw);
    if (!match?.[1]) break;
    const address = match[1].replace(/,+$/, "");
    const bare = address.length < match[1].length;
    if (bare) CANDIDATE.lastIndex = start + match[0].indexOf(match[1]) + match[1].length;
    const descriptor = bare ? "" : (match[2] ?? "").trim();
    found.push({ address, descriptor: /^[\d.]+[wxh]$/.test(descriptor) ? descriptor : "" });
  }
  return found;
}
