/**
 * Style sheets are text written by programs, and programs write data into them: addresses with
 * tokens, `content` with names. Everything that shapes the picture stays.
 */
import type { Addresses } from "./addresses";
import { looksLikeData, MASK } from "./words";

/** rrweb's mark for where a style element's text nodes meet. */
const SPLIT = "/* rr_split */";

const DOUBLE = String.raw`"((?:[^"\\]|\\.)*)"`;
const SINGLE = String.raw`'((?:[^'\\]|\\.)*)'`;
/** What is looked at; everything between is left as it is. */
const TOKEN = new RegExp(
  [
    String.raw`/\*.*?(?:\*/|$)`,
    String.raw`url\(\s*(?:${DOUBLE}|${SINGLE}|([^)"']*))\s*\)`,
    DOUBLE,
    SINGLE,
    String.raw`[.#][a-z_-][\w-]*\d{6}[\w-]*`,
  ].join("|"),
  "gis",
);

/** Properties whose strings are shown to people. */
const SHOWN = /(?:^|[\s;{])(?:content|--[\w-]+|quotes|string-set)\s*:[^;{}]*$/i;
const CUSTOM = /--[\w-]+\s*:[^;{}]*$/;
/** A list of fonts ends in a family that every machine has; so does one in a custom property. */
const FONTS =
  /^[^;{}]*\b(?:serif|sans-serif|monospace|system-ui|ui-[a-z-]+|cursive|fantasy|math|emoji)\b/i;
/** Places where a string is an address. */
const REFERENCE = /(?:@import\s*|image-set\([^;{}]*)$/i;
/** A custom property of an inline style, which programs set; its value is not quoted. */
const VARIABLE = /(--[\w-]+\s*:)([^;"']*)/g;
const LONG_WORD = /[\w@.-]{12,}/g;
const SHAPES = /^(?:--|[\d.-]+[a-z%]*$|\D*$)/i;
const HEX_COLOUR = /^#[\da-f]{6,8}$/i;
const SELECTED = /\[\s*([\w-]+)\s*(?:\]|[~|^$*]?=)/g;
/** How far back a string's property is looked for. */
const LOOK_BACK = 400;
/** Icons, arrows, bullets and asterisks; anything longer may be a word about somebody. */
const SIGNS = 4;
/** Sheets come again with each checkpoint; this many characters of them are remembered. */
const REMEMBERED = 2_000_000;

export interface Css {
  /** A style sheet, a rule, or the text of a style element. */
  sheet(text: string): string;
  /** An inline style, or the value of one property. */
  declarations(text: string): string;
  /** Tell whether a style sheet seen so far selects elements by this attribute. */
  selectsOn(attribute: string): boolean;
}

export function createCss(
  addresses: Addresses,
  rename: (token: string) => string,
  asset: (url: string) => void,
): Css {
  const known = new Map<string, string>();
  const selected = new Set<string>();
  let size = 0;

  const clean = (text: string): string =>
    text.replace(TOKEN, (token, double, single, bare, quoted, apostrophe, at: number) => {
      if (token[0] === "/") return token === SPLIT ? token : "";
      if (token[0] === "." || token[0] === "#") {
        if (HEX_COLOUR.test(token)) return token;
        return token[0] + rename(token.slice(1));
      }
      const url = double ?? single ?? bare;
      if (url !== undefined) return `url("${reference(url.trim())}")`;
      const string: string = quoted ?? apostrophe ?? "";
      const before = text.slice(Math.max(0, at - LOOK_BACK), at);
      if (REFERENCE.test(before)) return `"${reference(string)}"`;
      const rest = text.slice(at + token.length, at + token.length + LOOK_BACK);
      const isFont = CUSTOM.test(before) && FONTS.test(rest);
      const isWord = SHOWN.test(before) && !isFont;
      const hidden = isWord ? unescaped(string).length > SIGNS : looksLikeData(string);
      return hidden ? `"${MASK}"` : token;
    });

  const reference = (raw: string): string => {
    if (raw === "" || raw.includes("\\")) return "";
    const url = addresses.part(raw);
    if (/^https?:/.test(url)) asset(url.split("#", 1)[0] ?? url);
    return url.replace(/"/g, "%22");
  };

  return {
    sheet(text) {
      let cleaned = known.get(text);
      if (cleaned === undefined) {
        cleaned = clean(text);
        for (const [, name = ""] of cleaned.matchAll(SELECTED)) selected.add(name.toLowerCase());
        size += text.length;
        if (size > REMEMBERED) {
          known.clear();
          size = text.length;
        }
        known.set(text, cleaned);
      }
      return cleaned;
    },
    declarations(text) {
      const cleaned = /["'(]|\/\*/.test(text) ? clean(text) : text;
      return cleaned.replace(VARIABLE, (_, property: string, value: string) => {
        return property + value.replace(LONG_WORD, (word) => (isShape(word) ? word : "x"));
      });
    },
    selectsOn: (attribute) => selected.has(attribute),
  };
}

/** `\f101 ` is one sign. */
function unescaped(text: string): string {
  return text.replace(/\\(?:[\da-f]{1,6}\s?|.)/gis, "x");
}

function isShape(word: string): boolean {
  return SHAPES.test(word) && !looksLikeData(word);
}
