import { expect, test } from "vitest";
import { Notice, type Shows, wordsFor } from "./notice";

const LIVE: Shows = { state: "live", picture: true, paused: false, hidden: false };

test("a live picture speaks for itself", () => {
  expect(wordsFor(LIVE)).toBeNull();
});

test.each<[Partial<Shows>, string, string]>([
  [{ state: "behind", picture: false }, "card", "Waiting"],
  [{ state: "behind" }, "pill", "Catching up"],
  [{ state: "reconnecting" }, "pill", "Reconnecting"],
  [{ state: "reconnecting", picture: false }, "card", "Reconnecting"],
  [{ state: "left" }, "card", "left this page"],
  [{ state: "ended", paused: true }, "card", "ended"],
  [{ paused: true }, "card", "Paused"],
  [{ hidden: true }, "pill", "background"],
])("%j is told by a %s: %s", (shows, kind, words) => {
  const told = wordsFor({ ...LIVE, ...shows });
  expect(told?.kind).toBe(kind);
  expect(told?.title).toContain(words);
});

test("what is told is told to screen readers, and taken back", () => {
  const root = document.createElement("main");
  const notice = new Notice(root);
  notice.show(wordsFor({ ...LIVE, paused: true }));
  const sign = root.querySelector("[role=status]");
  expect(sign?.textContent).toContain("Paused by the customer");
  expect(sign?.classList.contains("up")).toBe(true);
  notice.show(null);
  expect(sign?.classList.contains("up")).toBe(false);
});
