/** What stands in the place of what must not travel. */

/** One mask for everything: its length says nothing about what it hides. */
export const MASK = "•••";

/** An address of a person, or a run of digits as long as an account or order number. */
const DATA = /[^\s@]@[^\s@]+\.[a-z]{2}|\d{6}/i;

/** Tell whether a name chosen by a program (a class, an id) looks like data about somebody. */
export function looksLikeData(text: string): boolean {
  return DATA.test(text);
}

/** Mask a text; white space alone is layout and stays, unless its amount was typed by somebody. */
export function mask(text: string): string {
  return /\S/.test(text) ? MASK : text;
}

/**
 * Give names that look like data another name, the same each time on this page, so that a style
 * sheet still finds its element. Salted: a hash of an address could be looked up otherwise.
 */
export function createRenamer(): (token: string) => string {
  const salt = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return (token) => {
    if (!looksLikeData(token)) return token;
    let hash = salt;
    for (let i = 0; i < token.length; i++) hash = Math.imul(hash ^ token.charCodeAt(i), 0x01000193);
    return `x${letters(hash >>> 0)}`;
  };
}

/** Letters only, so that a new name never looks like data itself. */
function letters(value: number): string {
  return value.toString(26).replace(/\d/g, (digit) => "qrstuvwxyz".charAt(Number(digit)));
}
