import { expect, test } from "vitest";
import { type ReplayShows, replayWordsFor } from "./words";

const SHOWN: ReplayShows = {
  picture: true,
  isBare: false,
  paused: false,
  left: false,
  hidden: false,
};

test("a picture that is there speaks for itself", () => {
  expect(replayWordsFor(SHOWN)).toBeNull();
});

test.each<[Partial<ReplayShows>, string, string]>([
  [{ picture: false }, "card", "Loading"],
  [{ picture: false, isBare: true }, "card", "No picture"],
  [{ paused: true }, "card", "Paused by the customer"],
  [{ left: true }, "pill", "left this page"],
  [{ hidden: true }, "pill", "background"],
])("%j is told by a %s: %s", (shows, kind, words) => {
  const told = replayWordsFor({ ...SHOWN, ...shows });
  expect(told?.kind).toBe(kind);
  expect(told?.title).toContain(words);
});
