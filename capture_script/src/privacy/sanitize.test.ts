import { expect, test, vi } from "vitest";
import { SOURCE } from "../records";
import { find, privatePage } from "../testing/privacy";

test("an ordinary page travels as it is", () => {
  const page = privatePage(
    '<h1 class="a btn_x7Gk2" id="top" dir="ltr">Hello</h1><p style="color: red">World</p>',
  );
  const sent = page.snapshot();
  expect(sent).toContain('"class":"a btn_x7Gk2","id":"top","dir":"ltr"');
  expect(sent).toContain('"style":"color: red"');
  expect(sent).toContain("World");
});

test("a checkpoint tells which look the visitor's browser prefers", () => {
  const prefers = vi.spyOn(window, "matchMedia");
  for (const dark of [true, false]) {
    prefers.mockReturnValueOnce({ matches: dark } as MediaQueryList);
    expect(privatePage("").meta("https://shop.test/")).toContain(`"dark":${dark}`);
  }
  prefers.mockRestore();
});

test("checked boxes are seen, and what they stand for is not", () => {
  const sent = privatePage('<input type="checkbox" value="yes" checked>').snapshot();
  expect(sent).toContain('"checked":true');
  expect(sent).not.toContain("yes");
});

test("an attribute that a style sheet selects by travels while its value is one short word", () => {
  const css = "<style>[data-state=open]{color:red}[data-who]{color:red}</style>";
  const html = '<p data-state="open" data-who="maria@example.test" data-other="open">a</p>';
  const sent = privatePage(css + html).snapshot();
  expect(sent).toContain('"data-state":"open"');
  expect(sent).not.toContain('"data-who"');
  expect(sent).not.toContain('"data-other"');
});

test("a style sheet finds a renamed class again", () => {
  const css = "<style>.order-1234567{color:red}a{color:#123456}</style>";
  const sent = privatePage(`${css}<p class="order-1234567">a</p>`).snapshot();
  const [, name] = /"class":"(\w+)"/.exec(sent) ?? [];
  expect(name).toBeTruthy();
  expect(sent).toContain(`.${name}{color:red}`);
  expect(sent).toContain("color:#123456");
});

test("a computed length stays, a number that could be somebody's does not", () => {
  const sent = privatePage(
    '<svg><rect width="83.30000000000001" height="4929715184923042"></rect></svg>',
  ).snapshot();
  expect(sent).toContain("83.30000000000001");
  expect(sent).not.toContain("4929715184923042");
});

test("icons and signs in style sheets stay, words do not", () => {
  const sent = privatePage(String.raw`<style>
    i::before{content:"\f101"} b::before{content:"→"} p::after{content:"Dear Maria"}
  </style>`).snapshot();
  expect(sent).toContain(String.raw`\\f101`);
  expect(sent).toContain("→");
  expect(sent).not.toContain("Maria");
});

test("a custom property that lists fonts keeps their names, one that holds words does not", () => {
  const sent = privatePage(`<style>
    :root{--sans: "Instrument Sans", system-ui, sans-serif; --greeting: "Dear Maria, serif"}
  </style>`).snapshot();
  expect(sent).toContain("Instrument Sans");
  expect(sent).not.toContain("Maria");
});

test("addresses keep the query keys that the site allows", () => {
  const page = privatePage('<a href="/list?sort=price&t=secret#x">a</a>', { url_keys: ["sort"] });
  expect(page.snapshot()).toContain('/list?sort=price"');
});

test("parts of pictures keep their fragment", () => {
  const sent = privatePage(
    '<svg><use href="#cart"></use><use href="/s.svg?v=1#bag"></use></svg>',
  ).snapshot();
  expect(sent).toContain('"href":"#cart"');
  expect(sent).toContain("/s.svg#bag");
});

test("pictures, style sheets and fonts are told once they are seen, without their queries", () => {
  const page = privatePage(`<link rel="stylesheet" href="/a.css?v=1"><link rel="icon" href="/i.png">
    <img src="/b.png?s=1" srcset="/c.png 1x, /d.png 2x"><style>p{background:url(/e.png)}</style>
    <a href="/f.html">a</a><img src="data:image/png;base64,AAAA">`);
  page.snapshot();
  const paths = page.assets.map((url) => new URL(url).pathname).sort();
  expect(paths).toEqual(["/a.css", "/b.png", "/c.png", "/d.png", "/e.png"]);
});

test("rules of the site mask, unmask, block and ignore like the attributes", () => {
  const page = privatePage(
    '<p class="m">one <b class="u">two</b></p><p class="b">three</p><p class="i">four</p>',
    { mask: [".m"], unmask: [".u"], block: [".b"], ignore: [".i"] },
  );
  const sent = page.snapshot();
  expect(sent).not.toContain("one");
  expect(sent).toContain("two");
  expect(sent).not.toContain("three");
  expect(sent).toContain("four");
  const click = { type: 2, x: 1, y: 1, id: page.raw.getId(find(".i")) };
  expect(page.incremental(SOURCE.mouseInteraction, click)).toBe("");
});

test("a rule that is not a selector blocks all content", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  document.title = "Orders of Maria";
  const page = privatePage("<main><p>secret</p></main>", { mask: ["p:no(", "b"] });
  const sent = page.snapshot();
  expect(sent).toContain('"body"');
  expect(sent).not.toContain("main");
  expect(sent).not.toContain("secret");
  expect(page.privacy.title()).not.toContain("Maria");
  expect(warn).toHaveBeenCalledTimes(1);
});

test("an element that cannot be understood is closed, and what is added to it later too", () => {
  const page = privatePage('<textarea class="notes">secret</textarea><p>seen</p>');
  const area = find("textarea");
  Object.defineProperty(area, "type", {
    get() {
      throw new Error("clobbered");
    },
  });
  const sent = page.snapshot();
  expect(sent).toContain("seen");
  expect(sent).toContain('"textarea","attributes":{},"childNodes":[]');
  area.setAttribute("title", "secret");
  expect(page.changed(area, "title")).toBe("");
});

test("a record that cannot be understood is dropped, and a fresh start is asked for", () => {
  const page = privatePage("<p>a</p>");
  expect(page.incremental(SOURCE.mutation, { adds: "nonsense" })).toBe("");
  expect(page.events).toEqual(["broken"]);
});

test("a node that is not in the document any more is closed", () => {
  const page = privatePage("<main><p>a</p></main>");
  page.snapshot();
  const text = find("p").firstChild as Text;
  find("p").remove();
  text.data = "secret";
  expect(page.typed(text)).toBe("");
});

test("typing into an editor says only that it is filled", () => {
  const page = privatePage('<div id="e" contenteditable></div>');
  page.snapshot();
  const text = document.createTextNode("s");
  find("#e").append(text);
  expect(page.added(text)).toContain("•••");
  const sent = ["se", "sec", "secr"].map((typed) => {
    text.data = typed;
    return page.typed(text);
  });
  expect(sent).toEqual(["", "", ""]);
  text.data = "";
  expect(page.typed(text)).toContain('"value":""');
});

test("an editor that is added comes with its mask as an addition of its own", () => {
  const page = privatePage("<main></main>");
  page.snapshot();
  const editor = document.createElement("div");
  editor.contentEditable = "true";
  editor.setAttribute("contenteditable", "true");
  editor.textContent = "secret";
  find("main").append(editor);
  const { data } = JSON.parse(page.added(editor));
  expect(data.adds).toHaveLength(2);
  expect(data.adds[1].parentId).toBe(data.adds[0].node.id);
  expect(data.adds[1].node.textContent).toBe("•••");
});

test("a field says once that it is filled", () => {
  const page = privatePage("<input>");
  page.snapshot();
  const field = find("input") as HTMLInputElement;
  const sent = ["a", "ab", "abc", ""].map((value) => {
    field.value = value;
    return page.incremental(SOURCE.input, { id: page.raw.getId(field), text: value });
  });
  expect(sent.map((one) => one !== "")).toEqual([true, false, false, true]);
});

test.each(["password", "card-number", "cvc", "one-time-code"])(
  "a %s field has no events",
  (name) => {
    const type = name === "password" ? "password" : "text";
    const autocomplete = name === "one-time-code" ? name : "on";
    const page = privatePage(
      `<input type="${type}" name="${name}" autocomplete="${autocomplete}">`,
    );
    page.snapshot();
    const field = find("input") as HTMLInputElement;
    field.value = "1";
    const id = page.raw.getId(field);
    expect(page.incremental(SOURCE.input, { id, text: "1" })).toBe("");
    expect(page.incremental(SOURCE.mouseInteraction, { id, type: 5 })).toBe("");
    expect(page.snapshot()).not.toContain("•••");
  },
);

test("the pointer over something closed is over the closed element", () => {
  const page = privatePage("<div id=e contenteditable><b>a</b></div>");
  page.snapshot();
  const positions = [{ x: 1, y: 2, id: page.raw.getId(find("b")), timeOffset: 0 }];
  const sent = JSON.parse(page.incremental(SOURCE.mouseMove, { positions }));
  expect(sent.data.positions[0].id).toBe(page.raw.getId(find("#e")));
});

test("a selection in a masked text does not travel: its ends are lengths", () => {
  const page = privatePage("<p data-cobrowse-mask>secret</p><p id=q>seen</p>");
  page.snapshot();
  const range = (selector: string) => {
    const id = page.raw.getId(find(selector).firstChild as Node);
    return { ranges: [{ start: id, startOffset: 0, end: id, endOffset: 3 }] };
  };
  expect(page.incremental(SOURCE.selection, range("p"))).toBe("");
  expect(page.incremental(SOURCE.selection, range("#q"))).toContain('"endOffset":3');
});

test("an element that is masked after it was recorded asks for a new picture", () => {
  const page = privatePage("<p>a</p>");
  page.snapshot();
  const paragraph = find("p");
  paragraph.className = "other";
  page.changed(paragraph, "class");
  expect(page.events).toEqual([]);
  paragraph.setAttribute("data-cobrowse-mask", "");
  page.changed(paragraph, "data-cobrowse-mask");
  expect(page.events).toEqual(["stale"]);
});
