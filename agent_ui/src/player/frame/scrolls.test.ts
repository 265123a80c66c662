import { IncrementalSource, type scrollData } from "@rrweb/types";
import { expect, test } from "vitest";
import { Scrolls } from "./scrolls";

const ID = 7;

/** An element of a document that is 800 pixels high until its style sheet has come. */
function page() {
  const element = document.createElement("div");
  const state = { y: 0, most: 0 };
  Object.defineProperty(element, "scrollTop", { get: () => state.y });
  element.scrollTo = ((to: ScrollToOptions) => {
    state.y = Math.min(to.top ?? 0, state.most);
  }) as typeof element.scrollTo;
  return { state, scrolls: new Scrolls((id) => (id === ID ? element : null)) };
}

function to(y: number): scrollData {
  return { source: IncrementalSource.Scroll, id: ID, x: 0, y };
}

function glideOut(scrolls: Scrolls, from: number): void {
  let now = from;
  while (scrolls.tick(now)) now += 50;
}

test("a place further down is glided to", () => {
  const { scrolls, state } = page();
  state.most = 5_000;
  scrolls.take(0);
  scrolls.moved(to(640), 1_000);
  scrolls.tick(1_050);
  expect(state.y).toBe(320);
  glideOut(scrolls, 1_100);
  expect(state.y).toBe(640);
});

test("a page that is too short yet gets to its place when what makes it longer has loaded", () => {
  const { scrolls, state } = page();
  scrolls.take(0);
  scrolls.moved(to(640), 1_000);
  glideOut(scrolls, 1_000);
  expect(state.y).toBe(0);
  state.most = 2_700;
  scrolls.loaded(2_000);
  expect(state.y).toBe(640);
});

test("what loads long after the last scrolling moves nothing", () => {
  const { scrolls, state } = page();
  state.most = 5_000;
  scrolls.take(0);
  scrolls.moved(to(640), 1_000);
  glideOut(scrolls, 1_000);
  state.y = 700;
  scrolls.loaded(9_000);
  expect(state.y).toBe(700);
});

test("the picture of the start is in its place at once, and after it grew as well", () => {
  const { scrolls, state } = page();
  scrolls.set([to(300)]);
  scrolls.take(0);
  state.most = 5_000;
  scrolls.loaded(100);
  expect(state.y).toBe(300);
});
