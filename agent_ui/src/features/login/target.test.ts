import { expect, test } from "vitest";
import { inside } from "./target";

test("an address of the console is followed, with or without its base", () => {
  expect(inside("/console/sessions/abc?t=4")).toBe("/sessions/abc?t=4");
  expect(inside("/wall")).toBe("/wall");
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/console//evil.example",
  "javascript:alert(1)",
  "wall",
  "",
  42,
  undefined,
])("%s leads nowhere", (value) => {
  expect(inside(value)).toBeNull();
});

test("the login does not lead back to itself", () => {
  expect(inside("/console/login?to=/wall")).toBeNull();
});
