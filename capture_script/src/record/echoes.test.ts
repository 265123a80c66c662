import { expect, test } from "vitest";
import { FULL_SNAPSHOT, INCREMENTAL, type PageRecord } from "../records";
import { createEchoFilter } from "./echoes";

const record = (text: string, timestamp: number, type = INCREMENTAL): PageRecord => {
  return { type, timestamp, data: { text } };
};

test("the same report in the same moment is an echo", () => {
  const isEcho = createEchoFilter();
  expect(["a", "a", "a", "b", "b"].map((text) => isEcho(record(text, 1)))).toEqual([
    false,
    true,
    true,
    false,
    true,
  ]);
});

test("what happens again is not", () => {
  const isEcho = createEchoFilter();
  expect(isEcho(record("a", 1))).toBe(false);
  expect(isEcho(record("a", 100))).toBe(false);
  expect(isEcho(record("b", 101))).toBe(false);
  expect(isEcho(record("a", 102))).toBe(false);
});

test("snapshots are never echoes", () => {
  const isEcho = createEchoFilter();
  expect(isEcho(record("a", 1, FULL_SNAPSHOT))).toBe(false);
  expect(isEcho(record("a", 1, FULL_SNAPSHOT))).toBe(false);
});
