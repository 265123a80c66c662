import { expect, test } from "vitest";
import type { FromFrame } from "../port";
import { Marks } from "./marks";

function marked(): { root: HTMLElement; told: FromFrame[]; marks: Marks } {
  const root = document.createElement("main");
  const told: FromFrame[] = [];
  return { root, told, marks: new Marks(root, (message) => told.push(message)) };
}

test("a batch counts as shown once its last record is on the screen", () => {
  const { root, marks } = marked();
  marks.arrived(0, 1, 100);
  marks.arrived(0, 2, 200);
  marks.advance("p", 150);
  expect(root.dataset).toMatchObject({ page: "p", epoch: "0", seq: "1" });
  marks.advance("p", 200);
  expect(root.dataset.seq).toBe("2");
});

test("what had arrived of a picture that is given up is never marked as shown", () => {
  const { root, marks } = marked();
  marks.arrived(0, 1, 100);
  marks.restart();
  marks.advance("p", 500);
  expect(root.dataset.seq).toBeUndefined();
});

test("the console is told ten times a second at most, but of another page at once", () => {
  const { told, marks } = marked();
  marks.arrived(0, 0, 1);
  marks.advance("p", 1);
  marks.tell(80, 60, 1_000);
  marks.tell(81, 60, 1_050);
  expect(told).toHaveLength(1);
  marks.restart();
  marks.arrived(0, 0, 2);
  marks.advance("q", 2);
  marks.tell(null, 60, 1_060);
  expect(told.at(-1)).toMatchObject({ type: "shown", page: "q", lagMs: null });
  marks.tell(90, 60, 1_200);
  expect(told).toHaveLength(3);
});

test("a change of state is told once", () => {
  const { root, told, marks } = marked();
  marks.status("behind", false, false);
  marks.status("behind", false, false);
  marks.status("live", true, false);
  expect(told.map((message) => message.type === "state" && message.state)).toEqual([
    "behind",
    "live",
  ]);
  expect(root.dataset.state).toBe("live");
});
