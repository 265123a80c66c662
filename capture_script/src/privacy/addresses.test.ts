import { expect, test } from "vitest";
import { createAddresses } from "./addresses";

const base = () => "https://shop.test/list/";
const plain = createAddresses([], base);
const keyed = createAddresses(["page"], base);

test.each([
  ["https://shop.test/a/b?x=1&page=2#c", "https://shop.test/a/b"],
  ["https://shop.test/a/b#c", "https://shop.test/a/b"],
  ["https://shop.test/a/b", "https://shop.test/a/b"],
  ["b?x=1", "https://shop.test/list/b"],
  ["//cdn.test/a.js?x", "https://cdn.test/a.js"],
  ["https://maria:pw@shop.test/a?x", "https://shop.test/a"],
  ["https://shop.test/u/maria@example.test/a", "https://shop.test/u/%E2%80%A2%E2%80%A2%E2%80%A2/a"],
  ["https://shop.test/u/maria%40example.test", "https://shop.test/u/%E2%80%A2%E2%80%A2%E2%80%A2"],
  ["mailto:maria@example.test", "mailto:"],
  ["tel:+4912345", "tel:"],
  ["javascript:f('x')", ""],
  ["blob:https://shop.test/123", ""],
  ["https://", ""],
])("a link to %s travels as %s", (raw, place) => {
  expect(plain.place(raw)).toBe(place);
});

test("allowed keys stay, the others go", () => {
  expect(keyed.place("https://shop.test/a?x=1&page=2#c")).toBe("https://shop.test/a?page=2");
  expect(keyed.place("https://shop.test/a?x=1")).toBe("https://shop.test/a");
  expect(keyed.resource("https://shop.test/a.png?page=3&sig=x")).toBe(
    "https://shop.test/a.png?page=3",
  );
});

test("an address that is too long for the wire is none, or that of its site", () => {
  const long = `https://shop.test/${"x".repeat(3_000)}`;
  expect(plain.resource(long)).toBe("");
  expect(plain.place(long)).toBe("https://shop.test");
});

test("a version in the address of a resource is not a person", () => {
  const url = "https://cdn.test/npm/pkg@1.2.3/a.js";
  expect(plain.resource(url)).toBe(url);
});
