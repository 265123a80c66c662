/**
 * Addresses without what they carry: no query but for the keys that the site allows, no fragment,
 * no user. Query strings hold tokens, names and searches far more often than anything we could use.
 */
import { MASK } from "./words";

/** Enough for a page of a large shop; past it the cache starts anew. */
const REMEMBERED = 4_000;
/** Longer ones are not addresses of anything that we could fetch or show. */
const LONGEST = 2_048;

/** Most addresses come absolute from the recorder; these parts of them need no parser. */
const PLAIN = /^https?:\/\/[^\s?#@\\]+/;

const PERSON_IN_PATH = /[^/]+(?:@|%40)[^/]+\.[a-z]{2,}/gi;
const INLINE = /^data:(?:image\/|font\/|application\/(?:x-)?font)/i;
/** A fragment that names a part of a picture (`sprite.svg#cart`), not a place or a state of a page. */
const PART = /^#[\w.:-]{1,64}$/;

export interface Addresses {
  /** Where a person can go: pages and links. */
  place(raw: string): string;
  /** What a page loads: absolute, or empty when there is nothing to load. */
  resource(raw: string): string;
  /** A reference to a part of a picture, of this document or another. */
  part(raw: string): string;
}

export function createAddresses(keys: readonly string[], base: () => string): Addresses {
  const allowed = new Set(keys);
  const known = new Map<string, string>();

  /** The address without its query and fragment, where cutting the text is enough. */
  const cut = (raw: string): string | undefined => {
    if (raw.length > LONGEST) return undefined;
    const [plain] = PLAIN.exec(raw) ?? [];
    if (plain === undefined || plain.includes("%40")) return undefined;
    const next = raw[plain.length];
    return next === undefined || next === "#" || (next === "?" && !allowed.size)
      ? plain
      : undefined;
  };

  const strip = (raw: string): URL | string => {
    const url = parse(raw, base());
    if (!url) return "";
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      return url.protocol === "mailto:" || url.protocol === "tel:" ? url.protocol : "";
    }
    url.username = "";
    url.password = "";
    url.hash = "";
    if (url.search) {
      const kept = [...url.searchParams].filter(([key]) => allowed.has(key));
      url.search = new URLSearchParams(kept).toString();
    }
    return url;
  };

  const remember = (sort: string, raw: string, make: () => string): string => {
    const plain = cut(raw);
    if (plain !== undefined) return plain;
    const key = sort + base() + raw;
    let found = known.get(key);
    if (found === undefined) {
      found = make();
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, found);
    }
    return found;
  };

  const resource = (raw: string): string => {
    if (INLINE.test(raw)) return raw;
    return remember("r", raw, () => {
      const url = strip(raw);
      const text = typeof url === "string" ? "" : url.href;
      return text.length > LONGEST ? "" : text;
    });
  };

  return {
    place: (raw) =>
      remember("p", raw, () => {
        const url = strip(raw);
        if (typeof url === "string") return url;
        url.pathname = url.pathname.replace(PERSON_IN_PATH, MASK);
        return url.href.length > LONGEST ? url.origin : url.href;
      }),
    resource,
    part(raw) {
      if (PART.test(raw)) return raw;
      const at = raw.indexOf("#");
      if (at < 0 || INLINE.test(raw)) return resource(raw);
      const fragment = raw.slice(at);
      const url = resource(raw.slice(0, at));
      return PART.test(fragment) ? url + fragment : url;
    },
  };
}

function parse(raw: string, base: string): URL | undefined {
  try {
    return new URL(raw, base);
  } catch {
    return undefined;
  }
}
