/**
 * Golden vectors, read by the code that runs in customers' pages. `tools/vectors.py` says what they
 * are; the same files are read by `tests/unit/test_vectors.py` and by the console's own test.
 *
 * @vitest-environment node
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decode, encode } from "../transport/msgpack";

interface Twin {
  audience: "capture" | "console";
  value?: unknown;
  malformed?: boolean;
}

const VECTORS = new URL("../../../tests/vectors/", import.meta.url);

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

function vectors(folder: string): { name: string; content: ArrayBuffer; twin: Twin }[] {
  const at = new URL(`${folder}/`, VECTORS);
  return readdirSync(at)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const name = file.replace(".json", "");
      const text = readFileSync(new URL(file, at), "utf8");
      const content = new Uint8Array(readFileSync(new URL(`${name}.msgpack`, at))).buffer;
      const revive = (_: string, one: unknown) =>
        one instanceof Object && "$hex" in one ? fromHex(String(one.$hex)) : one;
      return { name, content, twin: JSON.parse(text, revive) as Twin };
    })
    .filter(({ twin }) => twin.audience === "capture");
}

const VALID = vectors("valid");
const OWN = vectors("from_typescript");
const INVALID = vectors("invalid").filter(({ twin }) => twin.malformed);

test("there are vectors to read", () => {
  for (const some of [VALID, OWN, INVALID]) expect(some.length).toBeGreaterThan(4);
});

test.each(VALID)("$name is read as its twin says", ({ content, twin }) => {
  expect(decode(content)).toEqual(twin.value);
});

test.each(OWN)("$name is packed to the same bytes as ever", ({ content, twin }) => {
  expect(encode(twin.value)).toEqual(new Uint8Array(content));
});

test.each(INVALID)("$name is refused", ({ content }) => {
  expect(() => decode(content)).toThrow();
});
