/** The library that the console uses is the judge: both must write and read the same. */
import { decode as judgeDecode, encode as judgeEncode } from "@msgpack/msgpack";
import { expect, test } from "vitest";
import { decode, encode } from "./msgpack";

const VALUES: unknown[] = [
  null,
  true,
  false,
  0,
  127,
  128,
  255,
  256,
  65_535,
  65_536,
  2 ** 32 - 1,
  2 ** 32,
  1_795_318_444_838,
  Number.MAX_SAFE_INTEGER,
  -1,
  -32,
  1.5,
  -1e300,
  "",
  "a",
  "x".repeat(31),
  "x".repeat(32),
  "é".repeat(200),
  "漢".repeat(22_000),
  "🛒",
  [],
  Array.from({ length: 15 }, (_, i) => i),
  Array.from({ length: 16 }, (_, i) => i),
  Array.from({ length: 66_000 }, () => 0),
  {},
  { a: 1, b: { c: [1, "2", null] } },
  Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i])),
  new Uint8Array(),
  new Uint8Array([1, 2, 3]),
  new Uint8Array(300).fill(7),
  new Uint8Array(70_000).fill(9),
];

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

test.each(VALUES.map((value) => [value]))("it writes what the library writes", (value) => {
  expect(String(encode(value))).toBe(String(judgeEncode(value)));
});

test.each(VALUES.map((value) => [value]))("it reads what the library writes", (value) => {
  expect(decode(buffer(judgeEncode(value)))).toEqual(judgeDecode(judgeEncode(value)));
});

test.each([[-33], [-129], [-40_000], [-3_000_000_000], [-(2 ** 40)]])("it reads %i", (value) => {
  expect(decode(buffer(judgeEncode(value)))).toBe(value);
  expect(judgeDecode(encode(value))).toBe(value);
});

test("it reads a short float", () => {
  expect(decode(buffer(judgeEncode(0.5, { forceFloat32: true })))).toBe(0.5);
});

test("fields without a value are left out", () => {
  expect(judgeDecode(encode({ a: undefined, b: 1 }))).toEqual({ b: 1 });
});

test.each([
  ["nothing", []],
  ["half a string", [0xa5, 0x61]],
  ["two values", [0xc0, 0xc0]],
  ["an extension", [0xd4, 1, 2]],
  ["a byte that means nothing", [0xc1]],
  ["text that is not UTF-8", [0xa1, 0xff]],
  ["a list that never ends", [0xdd, 0xff, 0xff, 0xff, 0xff]],
])("it refuses %s", (_, bytes) => {
  expect(() => decode(buffer(new Uint8Array(bytes)))).toThrow();
});
