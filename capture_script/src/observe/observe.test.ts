import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageClock } from "../clock";
import type { Fact } from "../facts";
import type { Stop } from "../scope";
import { observeActivity } from "./activity";
import { observeAttention } from "./attention";
import { observeNavigation } from "./navigation";

let facts: Fact[];
let stop: Stop;
const emit = (fact: Fact) => facts.push(fact);

beforeEach(() => {
  vi.useFakeTimers();
  facts = [];
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

const place = { url: () => location.pathname, title: () => document.title };

test("routes of a single page are told, each once, and its methods are given back", async () => {
  const before = history.pushState;
  stop = observeNavigation(emit, place, pageClock);
  history.pushState({}, "", "/a");
  history.pushState({}, "", "/a");
  history.replaceState({}, "", "/b");
  expect(facts.slice(1)).toMatchObject([{ url: "/a" }, { url: "/b" }]);
  stop();
  expect(history.pushState).toBe(before);
  history.pushState({}, "", "/c");
  expect(facts).toHaveLength(3);
});

test("a new title is told", async () => {
  document.title = "One";
  stop = observeNavigation(emit, place, pageClock);
  document.title = "Two";
  await vi.advanceTimersByTimeAsync(1);
  expect(facts).toMatchObject([{ title: "One" }, { title: "Two" }]);
});

test("a title never holds half a character, and is not too long for the wire", () => {
  document.title = `${"x".repeat(511)}🛒`;
  stop = observeNavigation(emit, place, pageClock);
  const [fact] = facts as { title: string }[];
  expect(fact?.title).toBe(`${"x".repeat(511)}\ufffd`);
});

test("whether the tab is seen and focused is told when it changes", () => {
  const hasFocus = vi.spyOn(document, "hasFocus").mockReturnValue(true);
  stop = observeAttention(emit, pageClock);
  dispatchEvent(new Event("focus"));
  expect(facts).toHaveLength(1);
  hasFocus.mockReturnValue(false);
  dispatchEvent(new Event("blur"));
  expect(facts).toMatchObject([{ focused: true }, { focused: false }]);
});

function act(type: string, isTrusted = true): void {
  const event = new Event(type, { bubbles: true });
  Object.defineProperty(event, "isTrusted", { value: isTrusted });
  document.body.dispatchEvent(event);
}

test("typing is told at most twice a second", () => {
  stop = observeActivity(emit, () => false, pageClock);
  for (let n = 0; n < 50; n++) {
    act("keydown");
    vi.advanceTimersByTime(100);
  }
  expect(facts).toHaveLength(10);
  expect(facts[0]).toMatchObject({ kind: "active", doing: "typing" });
});

test("what scripts do, and what happens where nothing is recorded, is no activity", () => {
  stop = observeActivity(emit, (node) => node === document.body, pageClock);
  act("pointerdown");
  stop();
  stop = observeActivity(emit, () => false, pageClock);
  act("pointerdown", false);
  expect(facts).toEqual([]);
});
