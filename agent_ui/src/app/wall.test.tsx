import { fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useWallView } from "../features/wall/wallView";
import { aPage, aSession, ended, maria } from "../live/sessions.fixture";
import { closeConsole, happen, openConsole } from "./harness.fixture";

beforeEach(() => useWallView.setState({ words: "", condition: null, density: "roomy" }));
afterEach(closeConsole);

const chen = aSession({
  id: "session-2",
  condition: "idle",
  customer: { id: "chen", name: "Chen Wei", tier: "", verified: true },
  page: aPage({ title: "Order 10482", url: "https://shop.example.test/orders/10482" }),
});

async function wallOf(...sessions: ReturnType<typeof aSession>[]) {
  const opened = await openConsole("/wall");
  await opened.connect();
  await opened.wall(...sessions);
  return opened;
}

const names = () => [...document.querySelectorAll("[data-row-link]")].map((row) => row.textContent);
const press = (key: string, on: Element = document.documentElement) =>
  happen(() => fireEvent.keyDown(on, { key, code: key }));

test("the wall is loading until the server has said who is there", async () => {
  const opened = await openConsole("/wall");
  await opened.connect();
  expect(screen.getByRole("status", { name: "Loading the wall" })).toBeTruthy();
  await opened.wall(maria());
  expect(screen.queryByRole("status", { name: "Loading the wall" })).toBeNull();
  expect(document.title).toBe("(1) Wall · Cobrowse");
});

test("a row says who, where, what they do and how many tabs", async () => {
  await wallOf(maria({ doing: "typing", pages: 3, watchers: ["Ben Okafor"] }));
  const row = screen.getByRole("link", { name: "Maria Muñoz" }).closest("tr");
  if (!row) throw new Error("no row");
  const cells = within(row);
  for (const text of ["platinum", "Your cart", "/cart", "Typing", "3", "Ben Okafor"]) {
    expect(cells.getByText(text)).toBeTruthy();
  }
});

test("somebody anonymous goes by the visitor's name", async () => {
  await wallOf(aSession());
  expect(names()).toEqual(["calm-heron"]);
  expect(screen.getByText("Anonymous")).toBeTruthy();
});

test("a new session appears by itself and one that ended goes", async () => {
  const { hear } = await wallOf(maria());
  await hear("session_changed", chen);
  expect(names()).toEqual(["Maria Muñoz", "Chen Wei"]);
  await hear("session_changed", maria({ state: "ended", condition: "ended" }));
  expect(names()).toEqual(["Chen Wei"]);
});

test("no row moves while the mouse is among them, not even one that left", async () => {
  const { hear } = await wallOf(maria(), chen);
  await happen(() => fireEvent.pointerMove(screen.getByText("Order 10482")));
  await hear("session_changed", maria({ state: "ended", condition: "ended" }));
  await hear("session_changed", aSession({ id: "session-3", started_at: 9_000 }));
  expect(names()).toEqual(["Maria Muñoz", "Chen Wei", "calm-heron"]);
  expect(screen.getByText("Left")).toBeTruthy();
  const body = document.querySelector("tbody");
  if (!body) throw new Error("no rows");
  await happen(() => fireEvent.pointerOut(body, { relatedTarget: document.body }));
  expect(names()).toEqual(["calm-heron", "Chen Wei"]);
});

test("typing narrows the wall to names, pages and addresses, accents or not", async () => {
  await wallOf(maria(), chen);
  await press("/");
  const filter = screen.getByLabelText("Filter by name, page or address");
  expect(document.activeElement).toBe(filter);
  await happen(() => fireEvent.change(filter, { target: { value: "munoz" } }));
  expect(names()).toEqual(["Maria Muñoz"]);
  await happen(() => fireEvent.change(filter, { target: { value: "orders/10482" } }));
  expect(names()).toEqual(["Chen Wei"]);
});

test("nobody matching is said, with the way back to everybody", async () => {
  await wallOf(maria(), chen);
  const filter = screen.getByLabelText("Filter by name, page or address");
  await happen(() => fireEvent.change(filter, { target: { value: "zebra" } }));
  expect(screen.getByText("Nobody matches")).toBeTruthy();
  await happen(() => fireEvent.click(screen.getByRole("button", { name: "Show all 2" })));
  expect(names()).toHaveLength(2);
});

test("a condition narrows the wall and its count stands beside it", async () => {
  await wallOf(maria(), chen);
  const idle = screen.getByRole("button", { name: /^Idle\s*1$/ });
  await happen(() => fireEvent.click(idle));
  expect(idle.getAttribute("aria-pressed")).toBe("true");
  expect(names()).toEqual(["Chen Wei"]);
});

test("the arrows and j, k walk through the rows, and Escape clears the filter", async () => {
  await wallOf(maria(), chen);
  await press("ArrowDown");
  expect(document.activeElement?.textContent).toBe("Maria Muñoz");
  await press("j");
  expect(document.activeElement?.textContent).toBe("Chen Wei");
  await press("j");
  expect(document.activeElement?.textContent).toBe("Chen Wei");
  await press("k");
  expect(document.activeElement?.textContent).toBe("Maria Muñoz");
  await happen(() => useWallView.setState({ words: "chen" }));
  await press("Escape");
  expect(names()).toHaveLength(2);
});

test("an open menu keeps the keys to itself", async () => {
  await wallOf(maria(), chen);
  await happen(() => fireEvent.click(screen.getByRole("button", { name: /account menu/ })));
  await screen.findByText("anna@example.test");
  await press("j");
  expect(document.activeElement?.hasAttribute("data-row-link")).toBe(false);
});

test("before the first visit ever, the wall shows how to put the tag on a site", async () => {
  await wallOf();
  await happen(() => undefined);
  expect(screen.getByText("Put the tag on a site")).toBeTruthy();
  expect(screen.getByText(/data-site="YOUR-SITE-KEY"/)).toBeTruthy();
});

test("when nobody is there now, the last visits are", async () => {
  const opened = await openConsole("/wall", { ended: { items: [ended()], next: null } });
  await opened.connect();
  await opened.wall();
  await happen(() => undefined);
  expect(screen.getByText("Nobody is on your sites right now")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Maria Muñoz" })).toBeTruthy();
});

test("a cut line keeps the wall on screen and is followed anew when it heals", async () => {
  const opened = await wallOf(maria());
  await opened.happen(() => opened.line.happen("disconnect", "transport close"));
  expect(names()).toEqual(["Maria Muñoz"]);
  expect(await screen.findByText("Reconnecting.")).toBeTruthy();
  await opened.connect();
  await opened.wall(chen);
  expect(screen.queryByText("Reconnecting.")).toBeNull();
  expect(names()).toEqual(["Chen Wei"]);
});

test("signed out elsewhere, the console asks to sign in and shows nobody any more", async () => {
  const opened = await wallOf(maria());
  await opened.happen(() => {
    const refused = Object.assign(new Error("no"), { data: { code: "unauthenticated" } });
    opened.line.happen("connect_error", refused);
  });
  await happen(() => undefined);
  expect(opened.path()).toBe("/login");
  expect(opened.store.getState().sessions.size).toBe(0);
});

test("an address of nothing says so", async () => {
  await openConsole("/no/such/page");
  expect(screen.getByRole("heading", { name: "Nothing at this address" })).toBeTruthy();
});
