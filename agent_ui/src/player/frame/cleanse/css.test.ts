import { describe, expect, test } from "vitest";
import { Addresses } from "./addresses";
import { cleanseCss } from "./css";

const KEPT = "https://replay.test/assets/pk_12345678";
const kept = (address: string) => `${KEPT}?url=${encodeURIComponent(address)}`;

function addresses(): Addresses {
  const them = new Addresses(KEPT);
  them.base = "https://shop.test/a/page";
  return them;
}

const clean = (css: string) => cleanseCss(css, addresses());

describe("addresses in style sheets", () => {
  test.each([
    ["a{background:url(https://shop.test/i.png)}", "https://shop.test/i.png"],
    ["a{background:url('https://shop.test/i.png')}", "https://shop.test/i.png"],
    ['a{background:url( "https://shop.test/i.png" )}', "https://shop.test/i.png"],
    ["a{background:URL(/i.png)}", "https://shop.test/i.png"],
    ["a{background:url(i.png)}", "https://shop.test/a/i.png"],
    ["a{background:url(//cdn.shop.test/i.png)}", "https://cdn.shop.test/i.png"],
    ["a{background:\\75 rl(/i.png)}", "https://shop.test/i.png"],
    ["a{background:u\\72l(/i.png)}", "https://shop.test/i.png"],
    ["a{background:url(/a\\(b\\).png)}", "https://shop.test/a(b).png"],
    ["a{background:url('/a\\'b.png')}", "https://shop.test/a'b.png"],
    ["a{background:url('/a\"b.png')}", "https://shop.test/a%22b.png"],
    ["@font-face{src:url(/f.woff2) format('woff2')}", "https://shop.test/f.woff2"],
    ["a{background:src('/i.png')}", "https://shop.test/i.png"],
    ["@import '/s.css' screen;", "https://shop.test/s.css"],
    ['@import"/s.css";', "https://shop.test/s.css"],
    ["@import url(/s.css) layer(x);", "https://shop.test/s.css"],
    ["@\\69mport '/s.css';", "https://shop.test/s.css"],
    ["/* url(/no.png) */ @import/**/'/s.css';", "https://shop.test/s.css"],
    ["a{background:image-set('/i.png' 1x)}", "https://shop.test/i.png"],
    ["a{background:-webkit-image-set(url(/i.png) 1x)}", "https://shop.test/i.png"],
    ["a{--picture:url(/i.png)}", "https://shop.test/i.png"],
    ["a{cursor:url(/c.cur) 2 2,auto}", "https://shop.test/c.cur"],
  ])("%s is loaded from what is kept", (css, address) => {
    expect(clean(css)).toContain(`"${kept(address)}"`);
  });

  test("every candidate of a set is rewritten, and its types are not", () => {
    const css = "a{background:image-set('/1.png' 1x, '/2.png' type('image/png') 2x)}";
    expect(clean(css)).toBe(
      `a{background:image-set("${kept("https://shop.test/1.png")}" 1x, "${kept("https://shop.test/2.png")}" type('image/png') 2x)}`,
    );
  });

  test.each([
    "a{color:red}",
    "a::before{content:'url(https://evil.test/x)'}",
    "a{fill:url(#gradient)}".replace("url(#gradient)", 'url("#gradient")'),
    "@namespace svg url(http://www.w3.org/2000/svg);",
    "@namespace 'http://www.w3.org/1999/xhtml';",
    "@charset 'utf-8'; a{width:calc(1px + (2px * 3))}",
    "a{b:c}/* rr_split */d{e:f}",
    "a[href='https://shop.test/']{color:red}",
    'a{background:url("data:image/png;base64,AAAA")}',
    '@font-face{src:url("data:font/woff2;base64,AAAA")}',
  ])("%s stays as it is", (css) => {
    expect(clean(css)).toBe(css);
  });

  test.each([
    "a{background:url(javascript:alert\\(1\\))}",
    "a{background:url('data:text/html,<script>')}",
    "@import 'data:text/css,*{}';",
    "a{background:url(blob:https://shop.test/1)}",
    "a{background:url(file:///etc/passwd)}",
    "a{background:url(ftp://evil.test/x.png)}",
    "a{background:url('https://user:pass@evil.test/x.png')}",
  ])("%s loads nothing", (css) => {
    const result = clean(css);
    expect(result).not.toMatch(/javascript:|text\/|blob:|file:|ftp:|evil\.test/);
  });

  test("an inlined picture with quotes and line breaks stays one string", () => {
    const css = `a{background:url('data:image/svg+xml,<svg a="1">\\a </svg>')}b{c:d}`;
    const result = clean(css);
    expect(result).toContain("\\22 1\\22 ");
    expect(result.endsWith("b{c:d}")).toBe(true);
  });

  test.each(["url(", "a".repeat(9), "(", "'", "image-set(", "\\", "/*", "url( ", "@import "])(
    "a sheet of %s repeated a hundred thousand times is read before the test gives up",
    (text) => {
      expect(clean(text.repeat(100_000)).length).toBeGreaterThan(0);
    },
  );
});
