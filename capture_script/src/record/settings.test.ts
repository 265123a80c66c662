import { expect, test } from "vitest";
import { isOurs, recordOptions } from "./settings";

const options = recordOptions({
  block: ".b",
  mask: ".m",
  ignore: ".i",
  maskText: () => "•••",
  maskInput: () => "•••",
});

test("every kind of field is masked in the first layer too", () => {
  const masked = options.maskInputOptions as { [type: string]: boolean };
  const types = ["text", "email", "password", "hidden", "file", "submit", "textarea", "select"];
  expect(types.filter((type) => !masked[type])).toEqual([]);
});

test("the page's pictures, canvases, fonts and foreign frames are left alone", () => {
  expect(options).toMatchObject({
    inlineImages: false,
    recordCanvas: false,
    collectFonts: false,
    recordCrossOriginIframes: false,
  });
});

test("rrweb makes no checkpoint by itself", () => {
  expect(options.checkoutEveryNms).toBeUndefined();
  expect(options.checkoutEveryNth).toBeUndefined();
});

test("what the page's own call throws reaches the page, what rrweb throws does not", () => {
  expect(isOurs(new DOMException("no rule", "SyntaxError"))).toBe(false);
  expect(isOurs(new DOMException("no frame", "SecurityError"))).toBe(true);
  expect(isOurs(new TypeError("ours"))).toBe(true);
});
