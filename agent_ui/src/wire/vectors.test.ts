/**
 * Golden vectors, read by the parser that the console's socket uses. `tools/vectors.py` says what
 * they are; the same files are read by `tests/unit/test_vectors.py` and by the capture script's test.
 *
 * @vitest-environment node
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decode, encode, type Packet } from "./parser.gen";

interface Twin {
  audience: "capture" | "console";
  kind: "frame" | "body";
  value?: Packet;
  malformed?: boolean;
}

const VECTORS = new URL("../../../tests/vectors/", import.meta.url);

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

function frames(folder: string): { name: string; content: Uint8Array; twin: Twin }[] {
  const at = new URL(`${folder}/`, VECTORS);
  return readdirSync(at)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const name = file.replace(".json", "");
      const text = readFileSync(new URL(file, at), "utf8");
      const content = new Uint8Array(readFileSync(new URL(`${name}.msgpack`, at)));
      const revive = (_: string, one: unknown) =>
        one instanceof Object && "$hex" in one ? fromHex(String(one.$hex)) : one;
      return { name, content, twin: JSON.parse(text, revive) as Twin };
    })
    .filter(({ twin }) => twin.kind === "frame");
}

const VALID = frames("valid").filter(({ twin }) => twin.audience === "console");
const INVALID = frames("invalid").filter(({ twin }) => twin.malformed);

test("there are vectors to read", () => {
  for (const some of [VALID, INVALID]) expect(some.length).toBeGreaterThan(4);
});

test.each(VALID)("$name is read as its twin says", ({ content, twin }) => {
  expect(decode(content)).toEqual(twin.value);
});

test.each(VALID)("$name survives being packed here", ({ twin }) => {
  if (twin.value === undefined) throw new Error("a valid vector has a value");
  expect(decode(encode(twin.value))).toEqual(twin.value);
});

test.each(INVALID)("$name is refused", ({ content }) => {
  expect(() => decode(content)).toThrow();
});
