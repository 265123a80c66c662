/** @vitest-environment-options {"settings": {"disableCSSFileLoading": true, "handleDisabledFileLoadingAsSuccess": true}} */
import { expect, test } from "vitest";
import { Sheets } from "./sheets";

function aStyle(href?: string): HTMLStyleElement {
  const style = document.createElement("style");
  if (href) style.setAttribute("href", href);
  document.head.append(style);
  return style;
}

test("a sheet that came with its address is completed by the kept file", () => {
  const style = aStyle("/assets/pk_site?url=a");
  new Sheets().built(style);
  const link = style.nextElementSibling as HTMLLinkElement;
  expect(link.rel).toBe("stylesheet");
  expect(link.getAttribute("href")).toBe("/assets/pk_site?url=a");
});

test("a sheet without an address, or built twice, brings no second link", () => {
  const sheets = new Sheets();
  const plain = aStyle();
  sheets.built(plain);
  expect(plain.nextElementSibling).toBeNull();
  const style = aStyle("/assets/pk_site?url=b");
  sheets.built(style);
  sheets.built(style);
  expect(document.querySelectorAll('link[href$="url=b"]')).toHaveLength(1);
});

test("a file that is not kept leaves the rules as they are", () => {
  const style = aStyle("/assets/pk_site?url=c");
  new Sheets().built(style);
  style.nextElementSibling?.dispatchEvent(new Event("error"));
  expect(document.querySelector('link[href$="url=c"]')).toBeNull();
  expect(style.isConnected).toBe(true);
});

test("the file goes when the page takes the sheet away", async () => {
  const style = aStyle("/assets/pk_site?url=d");
  new Sheets().built(style);
  style.remove();
  await new Promise((resolve) => setTimeout(resolve));
  expect(document.querySelector('link[href$="url=d"]')).toBeNull();
});
