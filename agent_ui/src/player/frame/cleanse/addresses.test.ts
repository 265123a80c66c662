import { describe, expect, test } from "vitest";
import { Addresses } from "./addresses";

const KEPT = "https://replay.test/assets/pk_12345678";
const kept = (address: string) => `${KEPT}?url=${encodeURIComponent(address)}`;

function addresses(): Addresses {
  const them = new Addresses(KEPT);
  them.base = "https://shop.test/a/page?x=1#y";
  return them;
}

describe("addresses of a recorded page", () => {
  test("a picture's address becomes the one under which it is kept", () => {
    expect(addresses().asset("https://shop.test/i.png?v=1&w=2")).toBe(
      kept("https://shop.test/i.png?v=1&w=2"),
    );
    expect(addresses().asset(" ../i.png\n")).toBe(kept("https://shop.test/i.png"));
  });

  test("a fragment stays outside: it is for the picture, not for the server", () => {
    expect(addresses().asset("/s.svg#icon")).toBe(`${kept("https://shop.test/s.svg")}#icon`);
    expect(addresses().asset("#icon")).toBe("#icon");
  });

  test("without the page's address, relative ones lead nowhere", () => {
    expect(new Addresses(KEPT).asset("i.png")).toBeNull();
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:application/javascript,alert(1)",
    "blob:https://shop.test/123",
    "file:///etc/passwd",
    "filesystem:https://shop.test/x",
    "about:blank",
    "https://user@evil.test/x.png",
    `https://shop.test/${"a".repeat(5_000)}`,
    "https://[",
  ])("%s is not loaded", (address) => {
    expect(addresses().asset(address)).toBeNull();
  });

  test.each(["javascript:alert(1)", " javascript:alert(1)", "vbscript:x", "data:text/html,x"])(
    "%s is no link",
    (address) => {
      expect(addresses().link(address)).toBeNull();
    },
  );

  test.each(["https://elsewhere.test/", "/cart", "mailto:a@b.test", "tel:1", "#top", ""])(
    "%s is a link and stays as written",
    (address) => {
      expect(addresses().link(address)).toBe(address);
    },
  );

  test.each([
    ["/1.png", "/1.png:"],
    ["/1.png 1x, /2.png 2x", "/1.png:1x /2.png:2x"],
    ["/1.png 320w,/2.png 640w", "/1.png:320w /2.png:640w"],
    ["/1.png, /2.png 2x", "/1.png: /2.png:2x"],
    ["/a,b.png 1x", "/a,b.png:1x"],
    [", ,/1.png 1x,", "/1.png:1x"],
    ["javascript:alert(1) 1x, /2.png 2x", "/2.png:2x"],
  ])("srcset %s", (srcset, expected) => {
    const wanted = expected
      .split(" ")
      .map((candidate) => {
        const [address, descriptor] = candidate.split(":");
        return `${kept(`https://shop.test${address}`)}${descriptor ? ` ${descriptor}` : ""}`;
      })
      .join(", ");
    expect(addresses().srcset(srcset)).toBe(wanted);
  });

  test("a srcset keeps inlined pictures, commas and all", () => {
    expect(addresses().srcset("data:image/png;base64,AAAA 1x, /2.png 2x")).toBe(
      `data:image/png;base64,AAAA 1x, ${kept("https://shop.test/2.png")} 2x`,
    );
  });
});
