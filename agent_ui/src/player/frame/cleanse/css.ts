import type { Addresses } from "./addresses";
import { CSS_CHARS } from "./limits";

const ESCAPE = String.raw`\\(?:[0-9a-fA-F]{1,6}\s?|[^\n])`;
const IDENT = String.raw`(?:[-\w\u0080-\uffff]|${ESCAPE})+`;
const DOUBLE = String.raw`"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"?`;
const SINGLE = String.raw`'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'?`;
const UNQUOTED = String.raw`[^"'()\s\\]*(?:\\[^\n][^"'()\s\\]*)*`;
/** Bounded, so that a sheet of white space cannot make the match quadratic. */
const SPACE = String.raw`\s{0,64}`;

/**
 * Comments; strings; words, at-words and functions, those with a single plain argument as a whole;
 * and the characters that end a rule or nest. Every word is matched whole at its first character,
 * so the scan is linear in the length of the sheet.
 */
const TOKEN = new RegExp(
  String.raw`/\*[\s\S]*?(?:\*/|$)|(${DOUBLE}|${SINGLE})|(@?${IDENT})(?:\(${SPACE}(?:(${DOUBLE}|${SINGLE})|(${UNQUOTED}))${SPACE}\)|(\())?|[;(){}]`,
  "g",
);
/** Nothing in a sheet without one of these can load anything; a backslash may spell any of them. */
const MAY_LOAD = /url|import|image|src|\\/i;
const ADDRESS_FUNCTIONS = new Set(["url", "src"]);
/** Functions in which a bare string is an address. */
const PICTURE_FUNCTIONS = new Set(["image-set", "-webkit-image-set", "image"]);
const MOST_NESTED = 256;
/** Stands for what may not be loaded. Empty, and not a request. */
const NOTHING = '"data:,"';

/** Every address in a style sheet, rule or declaration becomes the one under which it is kept. */
export function cleanseCss(css: string, addresses: Addresses): string {
  if (css.length > CSS_CHARS) return "";
  if (!MAY_LOAD.test(css)) return css;
  const functions: string[] = [];
  let pictures = 0;
  let statement = "";

  const rewritten = (address: string): string => {
    const asset = addresses.asset(address);
    return asset === null ? NOTHING : `"${escapeString(asset)}"`;
  };
  const enter = (name: string): void => {
    if (functions.length >= MOST_NESTED) return;
    functions.push(name);
    if (PICTURE_FUNCTIONS.has(name)) pictures += 1;
  };
  const leave = (): void => {
    if (PICTURE_FUNCTIONS.has(functions.pop() ?? "")) pictures -= 1;
  };
  const replace = (
    token: string,
    string?: string,
    word?: string,
    quoted?: string,
    plain?: string,
    opens?: string,
  ): string => {
    if (string !== undefined) {
      if (statement === "@import") {
        statement = "";
        return rewritten(unquote(string));
      }
      return pictures > 0 ? rewritten(unquote(string)) : token;
    }
    if (word === undefined) {
      if (token === "(") enter("");
      else if (token === ")") leave();
      else if (token.length === 1) statement = "";
      return token;
    }
    const name = decoded(word).toLowerCase();
    if (name.startsWith("@")) statement = name;
    const argument = quoted === undefined ? plain : unquote(quoted);
    if (argument === undefined) {
      if (opens) enter(name);
      return token;
    }
    const isAddress = ADDRESS_FUNCTIONS.has(name);
    if (isAddress && statement === "@namespace") return token;
    if (isAddress) return `url(${rewritten(quoted === undefined ? decoded(argument) : argument)})`;
    if (PICTURE_FUNCTIONS.has(name) && quoted !== undefined)
      return `${word}(${rewritten(argument)})`;
    return token;
  };
  return css.replace(TOKEN, replace);
}

function unquote(string: string): string {
  const quote = string[0];
  const closed = string.length > 1 && string.endsWith(quote ?? "");
  return decoded(string.slice(1, closed ? -1 : undefined));
}

function decoded(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:([0-9a-fA-F]{1,6})\s?|\n|([\s\S]))/g,
    (_, hex?: string, char?: string) => {
      if (hex === undefined) return char ?? "";
      const code = Number.parseInt(hex, 16);
      return code === 0 || code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
    },
  );
}

/** Rewritten addresses are percent-encoded; inlined pictures may hold anything. */
function escapeString(address: string): string {
  return address.replace(/["\\\n\r\f]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `);
}
