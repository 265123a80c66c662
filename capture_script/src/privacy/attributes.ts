/**
 * Attributes by allow-list: what shapes the picture travels, everything else does not. An attribute
 * that a style sheet of the page selects by is needed too, while its value is one short word.
 */
import type { Attribute, Attributes, StyleChanges } from "../records";
import type { Addresses } from "./addresses";
import { BOX, CHOICE, HOLLOW, MASKED } from "./context";
import type { Css } from "./css";
import { isChecked, isField, isSecret, shownIn } from "./fields";
import { looksLikeData, MASK, mask } from "./words";

const words = (text: string) => new Set(text.split(/\s+/));

const SHAPE = words(`type role dir lang width height colspan rowspan span start reversed rows cols
  size disabled open hidden multiple readonly required wrap align valign border cellpadding
  cellspacing bgcolor color face nowrap slot part exportparts is inert popover controls loop muted
  media rel sizes loading low high optimum shape coords frameborder scrolling
  aria-hidden aria-expanded aria-selected aria-checked aria-current aria-disabled aria-pressed
  aria-invalid aria-busy aria-modal aria-orientation aria-sort rr_width rr_height rr_open_mode
  rr_scrollleft rr_scrolltop rr_mediastate rr_mediacurrenttime rr_mediaplaybackrate rr_mediamuted
  rr_medialoop rr_mediavolume`);

const DRAWING = words(`viewbox d x y x1 x2 y1 y2 z r cx cy rx ry fx fy fr dx dy points transform
  fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray
  stroke-dashoffset stroke-opacity stroke-miterlimit vector-effect opacity clip-path clip-rule mask
  filter marker-start marker-mid marker-end markerwidth markerheight markerunits refx refy orient
  gradientunits gradienttransform spreadmethod offset stop-color stop-opacity patternunits
  patterncontentunits patterntransform maskunits maskcontentunits clippathunits preserveaspectratio
  xmlns xmlns:xlink version pathlength text-anchor dominant-baseline alignment-baseline
  baseline-shift font-size font-family font-weight font-style letter-spacing word-spacing rotate
  textlength lengthadjust startoffset color-interpolation-filters filterunits primitiveunits in in2
  result stddeviation values operator mode k1 k2 k3 k4 flood-color flood-opacity lighting-color
  surfacescale specularconstant specularexponent diffuseconstant kernelmatrix order edgemode
  basefrequency numoctaves seed stitchtiles scale xchannelselector ychannelselector azimuth
  elevation tablevalues slope intercept amplitude exponent radius visibility display overflow
  pointer-events paint-order shape-rendering text-rendering image-rendering`);

/** Text that the site wrote for people to read. */
const TEXT = words("placeholder title alt aria-label");
/** Never, whatever a style sheet selects by: content, code and what is nobody's business. */
const NEVER = words(
  "value content srcdoc action formaction nonce integrity ping name for download",
);

/** Names, and addresses of what is shown; each is cleaned in its own way. */
const LOOKS = words("class id href xlink:href src rr_src poster background srcset");

/**
 * A declaration without a value: how the CSSOM writes down a shorthand with `var()` of which a
 * longhand is set as well. What it said stands in the file alone.
 */
const LOST_VALUE = /[{;]\s*(?!--)[\w-]+: ;/;

const NUMBERED = words("progress meter li");
const SHORT_NUMBER = /^\d{1,5}(?:\.\d+)?$/;
const LENGTH = /^-?\d{1,5}\.\d{1,17}(?:[a-z]{1,4}|%)?$/;
const SHORT_WORD = /^[\w-]{0,24}$/;
const CANDIDATE = /([^\s,]\S*[^\s,]|[^\s,])(\s+[\d.]+[wxh])?\s*(?:,|$)/g;
const PICTURES = words("img source input image feimage");

export interface AttributeRules {
  /** All attributes of an element, as they may travel. */
  all(tag: string, attributes: Attributes, element: Element, bits: number): Attributes;
  /** One that changed; `undefined` when it does not travel. */
  one(
    tag: string,
    name: string,
    value: Attribute | StyleChanges,
    bits: number,
  ): Attribute | StyleChanges | undefined;
}

export function createAttributes(
  addresses: Addresses,
  css: Css,
  rename: (token: string) => string,
  asset: (url: string) => void,
): AttributeRules {
  const style = (value: Attribute | StyleChanges): Attribute | StyleChanges => {
    if (typeof value === "string") return css.declarations(value);
    if (value === null || typeof value !== "object") return null;
    const changes: StyleChanges = {};
    for (const [property, change] of Object.entries(value)) {
      changes[property] = Array.isArray(change)
        ? [declared(css, property, change[0]), change[1] === "important" ? "important" : ""]
        : change && declared(css, property, change);
    }
    return changes;
  };

  const picture = (raw: string): string => {
    const url = addresses.resource(raw);
    if (url.startsWith("http")) asset(url);
    return url;
  };

  const address = (tag: string, name: string, raw: string): string => {
    if (name === "poster" || (name === "src" && PICTURES.has(tag))) return picture(raw);
    if (name.endsWith("href") && PICTURES.has(tag)) return picture(raw);
    if (name.endsWith("href") && tag === "link") return picture(raw);
    if (name.endsWith("href") && tag !== "a" && tag !== "area") return addresses.part(raw);
    return addresses.place(raw);
  };

  const mayTravel = (name: string): boolean =>
    LOOKS.has(name) ||
    SHAPE.has(name) ||
    DRAWING.has(name) ||
    TEXT.has(name) ||
    css.selectsOn(name);

  const one: AttributeRules["one"] = (tag, original, value, bits) => {
    const name = original.toLowerCase();
    if (name === "style") return style(value);
    if (value === null) return mayTravel(name) ? null : undefined;
    if (typeof value === "object") return undefined;
    const text = String(value);
    if (name === "class") return renamed(text, rename);
    if (name === "id") return rename(text);
    if (name === "_csstext") return css.sheet(text);
    if (name === "href" || name === "xlink:href" || name === "src" || name === "rr_src") {
      return address(tag, name, text);
    }
    if (name === "poster" || name === "background") return address(tag, "poster", text);
    if (name === "srcset") return sourceSet(text, picture);
    if (TEXT.has(name)) {
      if (bits & CHOICE) return undefined;
      return bits & MASKED ? mask(text) : text;
    }
    if (name === "value") return NUMBERED.has(tag) && SHORT_NUMBER.test(text) ? text : undefined;
    if (name === "name") return tag === "slot" ? text : undefined;
    if ((name === "min" || name === "max") && NUMBERED.has(tag)) {
      return SHORT_NUMBER.test(text) ? text : undefined;
    }
    if (SHAPE.has(name)) return typeof value === "string" && looksLong(text) ? undefined : value;
    if (DRAWING.has(name)) return text.includes("url(") ? css.declarations(text) : value;
    if (NEVER.has(name) || name.startsWith("on") || !css.selectsOn(name)) return undefined;
    return SHORT_WORD.test(text) && !looksLikeData(text) ? value : undefined;
  };

  return {
    one,
    all(tag, attributes, element, bits) {
      const kept: Attributes = {};
      if (bits & BOX) {
        boxed(kept, attributes, element, rename);
        return kept;
      }
      const isPlainLink = tag === "link" && !isStyleLink(attributes);
      for (const name in attributes) {
        if (isPlainLink && name === "href") continue;
        const value = one(tag, name, attributes[name] ?? null, bits);
        if (value !== undefined && value !== null) kept[name] = value;
      }
      if (typeof kept._cssText === "string" && LOST_VALUE.test(kept._cssText)) {
        const { href } = element as Partial<HTMLLinkElement>;
        if (href) kept.href = picture(href);
      }
      if (isField(element)) fill(kept, element);
      if (bits & HOLLOW) {
        delete kept.rr_scrollLeft;
        delete kept.rr_scrollTop;
      }
      return kept;
    },
  };
}

/** An empty box of the element's size, as rrweb's player draws it. */
function boxed(
  kept: Attributes,
  attributes: Attributes,
  element: Element,
  rename: (token: string) => string,
): void {
  if (typeof attributes.class === "string") kept.class = renamed(attributes.class, rename);
  const { width, height } = element.getBoundingClientRect();
  if (width === 0 && height === 0) return;
  kept.rr_width = `${width}px`;
  kept.rr_height = `${height}px`;
}

/** What a field shows: read from the field itself, for its attribute is only what it began with. */
function fill(kept: Attributes, field: Element & Parameters<typeof isSecret>[0]): void {
  delete kept.checked;
  if (isSecret(field)) return;
  if (isChecked(field)) {
    if (field.checked) kept.checked = true;
  } else if (shownIn(field)) {
    kept.value = MASK;
  }
}

function declared(css: Css, property: string, value: string): string {
  return css.declarations(`${property}:${value}`).slice(property.length + 1);
}

function renamed(classes: string, rename: (token: string) => string): string {
  if (!looksLikeData(classes)) return classes;
  return classes.split(/\s+/).map(rename).join(" ");
}

/** Values that lay out a page are short; a computed length has many digits behind its point. */
function looksLong(text: string): boolean {
  return text.length > 256 || (looksLikeData(text) && !LENGTH.test(text));
}

function isStyleLink(attributes: Attributes): boolean {
  return typeof attributes.rel === "string" && /\bstylesheet\b/i.test(attributes.rel);
}

/** Candidates of a `srcset`, each with its address cleaned; commas inside an address stay. */
function sourceSet(text: string, clean: (url: string) => string): string {
  const kept: string[] = [];
  for (const [, url = "", size = ""] of text.matchAll(CANDIDATE)) {
    const address = clean(url);
    if (address) kept.push(address + size);
  }
  return kept.join(", ");
}
