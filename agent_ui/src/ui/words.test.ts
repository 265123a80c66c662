import { expect, test } from "vitest";
import { aSession, maria } from "../live/sessions.fixture";
import { readablePath } from "./address";
import { duration } from "./format";
import { initials, personOf } from "./person";

test("a length of time is told in its two largest parts", () => {
  expect(duration(8_000)).toBe("8s");
  expect(duration(252_000)).toBe("4m 12s");
  expect(duration(47 * 60_000)).toBe("47m");
  expect(duration(125 * 60_000)).toBe("2h 5m");
  expect(duration(-5_000)).toBe("0s");
});

test("an address is read without its host and with its letters", () => {
  expect(readablePath("https://shop.example.test/caf%C3%A9?size=m")).toBe("/café?size=m");
  expect(readablePath("https://shop.example.test/100%")).toBe("/100%");
  expect(readablePath("not an address")).toBe("not an address");
});

test("initials are whole letters of the first and the last name", () => {
  expect(initials("Maria de la Cruz Muñoz")).toBe("MM");
  expect(initials("王 小明")).toBe("王小");
  expect(initials("𝒜nna")).toBe("𝒜");
  expect(initials("")).toBe("");
});

test("a person goes by the customer's name, else by the visitor's", () => {
  expect(personOf(maria())).toMatchObject({
    name: "Maria Muñoz",
    short: "Maria",
    anonymous: false,
  });
  expect(personOf(aSession())).toMatchObject({ name: "calm-heron", anonymous: true });
});
