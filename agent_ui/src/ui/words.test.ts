import { expect, test } from "vitest";
import { aSession, maria } from "../live/sessions.fixture";
import { readablePath } from "./address";
import { dayName, duration, position, spokenPosition } from "./format";
import { initials, personOf } from "./person";

test("a length of time is told in its two largest parts", () => {
  expect(duration(8_000)).toBe("8s");
  expect(duration(252_000)).toBe("4m 12s");
  expect(duration(47 * 60_000)).toBe("47m");
  expect(duration(125 * 60_000)).toBe("2h 5m");
  expect(duration(-5_000)).toBe("0s");
});

test("a place in a visit is written as players do, and spoken as people do", () => {
  expect([0, 9_999, 161_000, 3_761_000].map(position)).toEqual(["0:00", "0:09", "2:41", "1:02:41"]);
  expect(spokenPosition(161_000)).toBe("2 minutes 41 seconds");
  expect(spokenPosition(3_600_000)).toBe("1 hour");
  expect(spokenPosition(0)).toBe("0 seconds");
});

test("today and yesterday go by their names, other days by their date", () => {
  const at = (month: number, day: number, hour = 12) => new Date(2026, month, day, hour).getTime();
  expect(dayName(at(10, 22, 0), at(10, 22, 23))).toBe("Today");
  expect(dayName(at(10, 21, 23), at(10, 22, 0))).toBe("Yesterday");
  expect(dayName(at(10, 20), at(10, 22))).toBe("Friday, November 20");
  expect(dayName(at(10, 20) - 365 * 86_400_000, at(10, 22))).toContain("2025");
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
