import { afterEach, beforeEach, expect, test } from "vitest";
import type { Stop } from "../scope";
import { observeDeparture } from "./departure";

let heard: string[];
let stop: Stop;

beforeEach(() => {
  heard = [];
  stop = observeDeparture({
    hidden: () => heard.push("hidden"),
    left: (frozen) => heard.push(frozen ? "frozen" : "left"),
    back: () => heard.push("back"),
  });
});

afterEach(() => stop());

function transition(type: "pagehide" | "pageshow", persisted: boolean): void {
  dispatchEvent(Object.assign(new Event(type), { persisted }));
}

const tell = (type: "freeze" | "resume") => document.dispatchEvent(new Event(type));

test("a document that is unloaded is left", () => {
  transition("pagehide", false);
  expect(heard).toEqual(["left"]);
});

test("one that was only shown for the first time is not back", () => {
  transition("pageshow", false);
  tell("resume");
  expect(heard).toEqual([]);
});

test("into the back/forward cache and out of it is one departure and one return", () => {
  transition("pagehide", true);
  tell("freeze");
  tell("resume");
  transition("pageshow", true);
  transition("pagehide", true);
  transition("pageshow", true);
  expect(heard).toEqual(["frozen", "back", "frozen", "back"]);
});

test("a tab that is put to sleep is left as one that may come back", () => {
  tell("freeze");
  tell("resume");
  expect(heard).toEqual(["frozen", "back"]);
});

test("a tab that is closed in its sleep has said all there is to say", () => {
  tell("freeze");
  transition("pagehide", false);
  expect(heard).toEqual(["frozen"]);
});
