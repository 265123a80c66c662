import type { Addresses } from "./addresses";
import { cleanseCss } from "./css";
import { ATTRIBUTE_CHARS, CSS_CHARS, DATA_URL_CHARS } from "./limits";

/** What an attribute may become; null in a change means that it was removed. */
export type AttributeValue = string | number | true;

const NAME = /^[^\s"'<>/=\p{Cc}]{1,128}$/u;
/** Script, focus, beacons, and checks that what we keep of a file could not pass. */
const NEVER =
  /^(?:on.*|srcdoc|formaction|autofocus|autoplay|ping|http-equiv|integrity|crossorigin|nonce|manifest|sandbox|allow|csp|imagesrcset|attributionsrc|__proto__)$/i;
const SIZE = /^\d{1,5}(?:\.\d+)?px$/;
const INLINE_PICTURE = /^data:image\/(?:png|jpeg|webp|gif);base64,[\w+/=]*$/;

/** Elements whose content comes from an address that is never loaded here: script, frames, sound. */
const NO_SOURCE = new Set([
  "applet",
  "audio",
  "embed",
  "frame",
  "iframe",
  "object",
  "portal",
  "script",
  "track",
  "video",
]);
const SOURCES = new Set(["src", "srcset", "data", "classid", "code", "codebase", "archive"]);
/** Elements that show what `href` names. */
const HREF_SHOWN = new Set(["feimage", "image", "link", "use"]);
const ANIMATIONS = new Set(["animate", "animatemotion", "animatetransform", "set"]);
/** SVG attributes that are written in CSS and may hold `url()`. */
const CSS_ATTRIBUTES = new Set([
  "clip-path",
  "cursor",
  "fill",
  "filter",
  "marker",
  "marker-end",
  "marker-mid",
  "marker-start",
  "mask",
  "stroke",
  "style",
]);

/**
 * One attribute of a recorded element, or null when it has no place here. `tag` is in lower case,
 * and empty for elements that need no special care (then the strictest reading applies).
 */
export function cleanseAttribute(
  tag: string,
  name: string,
  value: unknown,
  addresses: Addresses,
): AttributeValue | null {
  if (name.startsWith("rr_")) return ownAttribute(tag, name, value);
  if (name === "_cssText") {
    const isSheet = tag === "style" || tag === "link";
    return isSheet && typeof value === "string" ? cleanseCss(value, addresses) : null;
  }
  if (!NAME.test(name) || NEVER.test(name)) return null;
  if (value === true) return true;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string") return null;
  return cleanseValue(tag, name.toLowerCase(), value, addresses);
}

function cleanseValue(
  tag: string,
  name: string,
  value: string,
  addresses: Addresses,
): string | null {
  if (name === "style" || CSS_ATTRIBUTES.has(name)) {
    return value.length <= CSS_CHARS ? cleanseCss(value, addresses) : null;
  }
  if (SOURCES.has(name) && NO_SOURCE.has(tag)) return null;
  if (value.length > (name === "src" || name === "href" ? DATA_URL_CHARS : ATTRIBUTE_CHARS)) {
    return null;
  }
  switch (name) {
    case "src":
    case "poster":
    case "background":
      return addresses.asset(value);
    case "srcset":
      return addresses.srcset(value);
    case "href":
    case "xlink:href":
      if (tag === "base") return null;
      return HREF_SHOWN.has(tag) ? addresses.asset(value) : addresses.link(value);
    case "action":
      return addresses.link(value);
    case "rel":
      return tag !== "link" || /(?:^|\s)stylesheet(?:\s|$)/i.test(value) ? value : null;
    case "content":
      return tag === "meta" && /^\s*\d*\s*;?\s*url/i.test(value) ? null : value;
    case "attributename":
      return ANIMATIONS.has(tag) && /href|src|style|^on/i.test(value) ? null : value;
    case "values":
    case "from":
    case "to":
    case "by":
      return ANIMATIONS.has(tag) && /script:|data:|url/i.test(value) ? null : value;
    default:
      return value;
  }
}

/** The recorder's own attributes: sizes of hidden elements, scroll places, drawn pictures. */
function ownAttribute(tag: string, name: string, value: unknown): AttributeValue | null {
  switch (name) {
    case "rr_width":
    case "rr_height":
      return typeof value === "string" && SIZE.test(value) ? value : null;
    case "rr_scrollLeft":
    case "rr_scrollTop":
      return typeof value === "number" && Number.isFinite(value) ? value : null;
    case "rr_open_mode":
      return tag === "dialog" || tag === "" ? modal(value) : null;
    case "rr_dataURL":
      return typeof value === "string" && isInlinePicture(value) ? value : null;
    default:
      return null;
  }
}

function isInlinePicture(value: string): boolean {
  return value.length <= DATA_URL_CHARS && INLINE_PICTURE.test(value);
}

function modal(value: unknown): string | null {
  return value === "modal" || value === "non-modal" ? value : null;
}
