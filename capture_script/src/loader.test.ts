/** The loader runs as it is evaluated, so each test evaluates it anew under a tag of its own. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Cobrowse, CobrowseWindow } from "./handoff";
import { loadNothing } from "./testing/browser";

const page = window as CobrowseWindow;

beforeEach(() => {
  vi.resetModules();
  loadNothing();
  document.head.innerHTML = "";
  localStorage.clear();
  sessionStorage.clear();
  delete page.cobrowse;
  vi.stubGlobal("requestIdleCallback", (fn: () => void) => fn());
});

afterEach(() => {
  Reflect.deleteProperty(document, "currentScript");
  Reflect.deleteProperty(document, "prerendering");
  Reflect.deleteProperty(navigator, "globalPrivacyControl");
});

async function load(attributes: { [name: string]: string } = {}): Promise<void> {
  const script = document.createElement("script");
  script.type = "none";
  script.src = "https://capture.example.test/capture.js";
  script.nonce = "n0nce";
  const all = { "data-site": "pk_test_site_1", "data-consent": "notice", ...attributes };
  for (const [name, value] of Object.entries(all)) script.setAttribute(name, value);
  Object.defineProperty(document, "currentScript", { value: script, configurable: true });
  await import("./loader");
}

const added = () => Array.from(document.head.querySelectorAll("script"));

test("the core is loaded from where the tag came from, under the tag's nonce", async () => {
  await load();
  expect(added()).toHaveLength(1);
  expect(new URL(added()[0]?.src ?? "").origin).toBe("https://capture.example.test");
  expect(added()[0]?.nonce).toBe("n0nce");
  expect(page.cobrowse?.tag).toMatchObject({ site: "pk_test_site_1", mode: "notice" });
});

test("in required mode nothing is loaded, sent or stored before consent", async () => {
  const fetched = vi.spyOn(window, "fetch");
  const opened = vi.fn();
  vi.stubGlobal("WebSocket", opened);
  await load({ "data-consent": "required" });
  page.cobrowse?.("identify", "token");
  page.cobrowse?.("consent", { observe: false });
  page.cobrowse?.("consent", { observe: "yes" });
  page.cobrowse?.("consent");
  expect(added()).toEqual([]);
  expect(fetched).not.toHaveBeenCalled();
  expect(opened).not.toHaveBeenCalled();
  expect(localStorage.length + sessionStorage.length).toBe(0);
  expect(document.cookie).toBe("");
});

test("in required mode the core is loaded on consent, and once", async () => {
  await load({ "data-consent": "required" });
  page.cobrowse?.("consent", { observe: true });
  page.cobrowse?.("consent", { observe: true, record: true });
  expect(added()).toHaveLength(1);
  expect(page.cobrowse?.q).toHaveLength(2);
});

test("consent that was given before the loader came counts", async () => {
  const stub: Cobrowse = (...command) => stub.q?.push(command);
  stub.q = [["consent", { observe: true }]];
  page.cobrowse = stub;
  await load({ "data-consent": "required" });
  expect(added()).toHaveLength(1);
  expect(page.cobrowse).toBe(stub);
});

test("Global Privacy Control asks for consent whatever the tag says", async () => {
  Object.defineProperty(navigator, "globalPrivacyControl", { value: true, configurable: true });
  await load();
  expect(added()).toEqual([]);
  expect(page.cobrowse?.tag?.mode).toBe("required");
});

test("a second tag changes nothing", async () => {
  await load();
  vi.resetModules();
  await load({ "data-site": "pk_another_one" });
  expect(added()).toHaveLength(1);
  expect(page.cobrowse?.tag?.site).toBe("pk_test_site_1");
});

test.each([{ "data-site": "" }, { "data-site": "shop" }, { "data-consent": "never" }])(
  "a tag with %o says so once and does nothing",
  async (attributes) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await load(attributes);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(added()).toEqual([]);
  },
);

test("in a frame it does nothing: the page that holds the frame records it", async () => {
  vi.stubGlobal("top", {});
  await load();
  expect(added()).toEqual([]);
});

test("the core waits for the page to be idle", async () => {
  let idle = () => {};
  vi.stubGlobal("requestIdleCallback", (fn: () => void) => {
    idle = fn;
  });
  await load();
  expect(added()).toEqual([]);
  idle();
  expect(added()).toHaveLength(1);
});

test("a page that is rendered ahead waits until it is seen", async () => {
  Object.defineProperty(document, "prerendering", { value: true, configurable: true });
  await load();
  expect(added()).toEqual([]);
  document.dispatchEvent(new Event("prerenderingchange"));
  expect(added()).toHaveLength(1);
});

test("without idle callbacks it waits a moment", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("requestIdleCallback", undefined);
  await load();
  expect(added()).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(added()).toHaveLength(1);
  vi.useRealTimers();
});
