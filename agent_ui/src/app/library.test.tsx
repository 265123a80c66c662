import { fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { aPage, aSession, ended } from "../live/sessions.fixture";
import type { Session } from "../wire/messages.gen";
import { ANNA, closeConsole, happen, openConsole } from "./harness.fixture";

afterEach(closeConsole);

const SAM = { ...ANNA, id: "sam", name: "Sam Petrov", role: "sales_reviewer" as const };

function past(over: Partial<Session> = {}): Session {
  const started_at = new Date(2026, 10, 22, 9).getTime();
  const last_seen_at = started_at + 252_000;
  const ended_at = last_seen_at + 1_800_000;
  return ended({ started_at, last_seen_at, ended_at, ...over });
}

const names = () => [...document.querySelectorAll("[data-row-link]")].map((row) => row.textContent);
const press = (key: string) =>
  happen(() => fireEvent.keyDown(document.documentElement, { key, code: key }));

test("a past visit says who, where it ended, on which site and how long it was", async () => {
  const ended = { items: [past({ page: aPage({ title: "Thank you" }) })], next: null };
  await openConsole("/library", { ended });
  const row = screen.getByRole("link", { name: "Maria Muñoz" }).closest("tr");
  for (const text of ["Thank you", "/cart", "The shop", "4m 12s", "platinum"]) {
    expect(row?.textContent).toContain(text);
  }
});

test("earlier visits come when they are asked for", async () => {
  const next = { items: [past({ id: "2", customer: null })], next: null };
  await openConsole("/library", {
    ended: { items: [past()], next: "9.abc" },
    later: new Map([["9.abc", next]]),
  });
  expect(names()).toEqual(["Maria Muñoz"]);
  await happen(() => fireEvent.click(screen.getByRole("button", { name: "Show earlier visits" })));
  await happen(() => undefined);
  expect(names()).toEqual(["Maria Muñoz", "calm-heron"]);
  expect(screen.queryByRole("button", { name: "Show earlier visits" })).toBeNull();
});

test("the arrows and j, k walk through the visits", async () => {
  await openConsole("/library", {
    ended: { items: [past(), aSession({ ...past({ customer: null }), id: "2" })], next: null },
  });
  await press("j");
  expect(document.activeElement?.textContent).toBe("Maria Muñoz");
  await press("ArrowDown");
  expect(document.activeElement?.textContent).toBe("calm-heron");
  await press("k");
  expect(document.activeElement?.textContent).toBe("Maria Muñoz");
});

test("before any visit is over, that is what it says", async () => {
  await openConsole("/library");
  expect(screen.getByText("No visit is over yet")).toBeTruthy();
});

test("a sales reviewer lands on the past visits, and the wall is not offered", async () => {
  const opened = await openConsole("/", { me: SAM, ended: { items: [past()], next: null } });
  await opened.connect();
  expect(opened.path()).toBe("/library");
  expect(screen.queryByRole("link", { name: "Wall" })).toBeNull();
  expect(opened.line.names()).toEqual([]);
});

test("the wall's address leads a sales reviewer to the past visits", async () => {
  const opened = await openConsole("/wall", { me: SAM });
  expect(opened.path()).toBe("/library");
});

test("an account manager lands on the wall, with the past visits beside it", async () => {
  const opened = await openConsole("/");
  expect(opened.path()).toBe("/wall");
  await happen(() => fireEvent.click(screen.getByRole("link", { name: "Past visits" })));
  await happen(() => undefined);
  expect(opened.path()).toBe("/library");
});
