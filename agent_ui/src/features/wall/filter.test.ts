import { expect, test } from "vitest";
import { aPage, aSession, maria } from "../../live/sessions.fixture";
import { countConditions, matches } from "./filter";

const all = { words: "", condition: null };

test("every word must be found, in any order and in any place", () => {
  expect(matches(maria(), { ...all, words: "cart maria" })).toBe(true);
  expect(matches(maria(), { ...all, words: "cart omar" })).toBe(false);
});

test("case and accents do not matter", () => {
  expect(matches(maria(), { ...all, words: "MUNOZ" })).toBe(true);
});

test("an address is found as it is read", () => {
  const page = aPage({ url: "https://shop.example.test/sh%C3%B6n" });
  expect(matches(aSession({ page }), { ...all, words: "/shön" })).toBe(true);
});

test("a customer without a name of a visitor's is still found by it", () => {
  expect(matches(maria(), { ...all, words: "heron" })).toBe(true);
});

test("words and condition narrow together", () => {
  expect(matches(maria(), { words: "maria", condition: "idle" })).toBe(false);
});

test("counts are of those that match the words", () => {
  const idle = aSession({ id: "2", condition: "idle" });
  expect(countConditions([maria(), idle], "maria")).toMatchObject({
    all: 1,
    of: { live: 1, idle: 0 },
  });
});
