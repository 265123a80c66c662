import { EventType, type eventWithTime, IncrementalSource, NodeType } from "@rrweb/types";
import { beforeEach, describe, expect, test } from "vitest";
import { DEPTH, NODES } from "./limits";
import { Cleanser } from "./records";

const KEPT = "https://replay.test/assets/pk_12345678";
const kept = (address: string) => `${KEPT}?url=${encodeURIComponent(address)}`;

interface Node {
  id: number;
  type: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: Node[];
  textContent?: string;
}

let cleanser: Cleanser;
let ids = 0;

beforeEach(() => {
  cleanser = new Cleanser(KEPT);
  cleanser.pageAddress = "https://shop.test/page";
  ids = 0;
});

function element(tagName: string, attributes: object = {}, childNodes: object[] = [], more = {}) {
  return { type: NodeType.Element, id: ++ids, tagName, attributes, childNodes, ...more };
}

function text(textContent: string) {
  return { type: NodeType.Text, id: ++ids, textContent };
}

function picture(...body: object[]): unknown {
  const node = {
    type: NodeType.Document,
    id: ++ids,
    childNodes: [element("html", {}, [element("head"), element("body", {}, body)])],
  };
  return { type: EventType.FullSnapshot, timestamp: 1, data: { node, initialOffset: {} } };
}

function increment(data: object, timestamp = 2): unknown {
  return { type: EventType.IncrementalSnapshot, timestamp, data };
}

/** The first element of the body, after cleansing. */
function cleansed(...body: object[]): Node {
  const record = cleanser.record(picture(...body)) as eventWithTime & { data: { node: Node } };
  const first = record.data.node.childNodes?.[0]?.childNodes?.[1]?.childNodes?.[0];
  if (!first) throw new Error("nothing is left");
  return first;
}

function change(data: object): Record<string, unknown> {
  const record = cleanser.record(increment({ source: IncrementalSource.Mutation, ...data }));
  return record?.data as Record<string, unknown>;
}

describe("elements that could run or load something", () => {
  test.each([
    ["script", { src: "https://evil.test/x.js", type: "module" }],
    ["SCRIPT", { src: "https://evil.test/x.js" }],
    ["iframe", { src: "javascript:alert(1)", srcdoc: "<script>alert(1)</script>" }],
    ["object", { data: "https://evil.test/x.swf", classid: "clsid:1" }],
    ["embed", { src: "https://evil.test/x.swf" }],
    ["applet", { code: "X", archive: "https://evil.test/x.jar" }],
    ["portal", { src: "https://evil.test/" }],
    ["base", { href: "https://evil.test/" }],
    ["meta", { "http-equiv": "refresh", content: "0;url=https://evil.test/" }],
    ["meta", { content: "0; URL=https://evil.test/" }],
    ["link", { rel: "prefetch", href: "javascript:alert(1)" }],
    ["link", { rel: "preload", as: "image", imagesrcset: "https://evil.test/x.png" }],
    ["audio", { src: "https://evil.test/x.mp3", autoplay: true }],
    ["video", { src: "https://evil.test/x.mp4" }],
    ["track", { src: "https://evil.test/x.vtt" }],
    ["form", { action: "javascript:alert(1)" }],
    ["button", { formaction: "https://evil.test/", autofocus: true }],
    ["a", { href: "java\nscript:alert(1)", ping: "https://evil.test/" }],
    ["img", { onerror: "alert(1)", onLoad: "alert(1)", src: "javascript:alert(1)" }],
    ["body", { onload: "alert(1)" }],
    ["animate", { attributeName: "href", values: "javascript:alert(1)" }],
    ["div", { style: "background:url(javascript:1)", __proto__: { src: "x" } }],
  ])("a recorded %s with %j keeps its place and nothing else", (tag, attributes) => {
    const node = cleansed(element(tag, attributes, [text("alert(1)")]));
    expect(JSON.stringify(node.attributes)).not.toMatch(/evil|javascript:|alert/i);
    expect(Object.keys(node.attributes ?? {}).join()).not.toMatch(/^on|formaction|autofocus|ping/i);
  });

  test("the text of a script does not come through, in whatever case its tag is written", () => {
    for (const tag of ["script", "ScRiPt"]) {
      expect(cleansed(element(tag, {}, [text("alert(1)")]))).toMatchObject({
        tagName: "script",
        childNodes: [],
      });
    }
    const svg = element("svg", {}, [element("Script", {}, [text("x")], { isSVG: true })], {
      isSVG: true,
    });
    expect(cleansed(svg).childNodes?.[0]).toMatchObject({ tagName: "script", childNodes: [] });
  });

  test.each(["constructor", "__proto__", "a b", "<img", "1a", "", 7, null])(
    "a tag called %j does not stop the picture",
    (tag) => {
      expect(cleansed(element(tag as string)).tagName).toBe("span");
    },
  );

  test("only names that the browser accepts become custom elements and shadow hosts", () => {
    const custom = { isCustom: true, isShadowHost: true };
    expect(cleansed(element("x-card", {}, [], custom))).toMatchObject(custom);
    expect(cleansed(element("font-face", {}, [], custom))).not.toHaveProperty("isCustom");
    expect(cleansed(element("input", {}, [], custom))).not.toHaveProperty("isShadowHost");
  });

  test("the recorder's own names are kept to what they are for", () => {
    const node = cleansed(
      element("div", {
        rr_width: "120px",
        rr_height: "1px;background:url(//evil.test)",
        rr_scrollTop: 40,
        rr_mediaState: "played",
        rr_dataURL: "https://evil.test/x.png",
        rr_src: "https://evil.test/",
      }),
    );
    expect(node.attributes).toEqual({
      rr_width: "120px",
      rr_scrollTop: 40,
      "data-cobrowse-hidden": "",
    });
  });

  test("a document inside the document, and no document at all, are no pictures", () => {
    const inner = { type: NodeType.Document, id: 99, childNodes: [element("html")] };
    expect(cleansed(element("p"), inner).tagName).toBe("p");
    expect(() => cleansed(inner)).toThrow("nothing is left");
    for (const node of [null, 7, {}, element("html"), { type: 0, id: 1, childNodes: [] }]) {
      const record = { type: EventType.FullSnapshot, timestamp: 1, data: { node } };
      expect(cleanser.record(record)).toBeNull();
    }
  });

  test("nodes that are too deep or too many are left out, the picture stays", () => {
    let deep = element("b");
    for (let level = 0; level < DEPTH + 50; level++) deep = element("i", {}, [deep]);
    let node: Node | undefined = cleansed(deep);
    let levels = 0;
    while (node) {
      levels += 1;
      node = node.childNodes?.[0];
    }
    expect(levels).toBeLessThanOrEqual(DEPTH);
    const many = Array.from({ length: NODES + 10 }, () => ({ type: 3, id: 5, textContent: "" }));
    expect(cleansed(element("div", {}, many)).childNodes?.length).toBeLessThan(NODES);
  });
});

describe("pictures, styles and fonts of a recorded page", () => {
  test.each([
    ["img", { src: "/i.png" }, "src", "/i.png"],
    ["input", { type: "image", src: "/i.png" }, "src", "/i.png"],
    ["video", { poster: "/i.png" }, "poster", "/i.png"],
    ["body", { background: "/i.png" }, "background", "/i.png"],
    ["image", { href: "/i.png" }, "href", "/i.png"],
    ["use", { "xlink:href": "/s.svg" }, "xlink:href", "/s.svg"],
    ["feImage", { href: "/i.png" }, "href", "/i.png"],
    ["link", { rel: "stylesheet", href: "/s.css" }, "href", "/s.css"],
  ])("of a %s come from what is kept", (tag, attributes, name, address) => {
    const node = cleansed(element(tag, attributes));
    expect(node.attributes?.[name]).toBe(kept(`https://shop.test${address}`));
  });

  test("style sheets are read in every form they come in", () => {
    const css = "a{background:url(/i.png)}";
    const wanted = `a{background:url("${kept("https://shop.test/i.png")}")}`;
    expect(cleansed(element("style", { _cssText: css })).attributes?._cssText).toBe(wanted);
    expect(cleansed(element("link", { _cssText: css })).attributes?._cssText).toBe(wanted);
    expect(cleansed(element("div", { _cssText: css })).attributes).toEqual({});
    expect(cleansed(element("style", {}, [text(css)])).childNodes?.[0]).toMatchObject({
      textContent: wanted,
      isStyle: true,
    });
    expect(cleansed(element("p", {}, [text(css)])).childNodes?.[0]?.textContent).toBe(css);
    expect(cleansed(element("rect", { fill: "url(/i.png)" })).attributes?.fill).toContain(KEPT);
  });

  test("a later change of an attribute is read with the element it belongs to in mind", () => {
    const image = element("image", { href: "/1.png" }, [], { isSVG: true });
    const link = element("a", { href: "/1" });
    const frame = element("iframe");
    cleanser.record(picture(image, link, frame));
    const attributes = [image, link, frame].map(({ id }) => ({
      id,
      attributes: { href: "https://shop.test/2", src: "https://evil.test/" },
    }));
    expect(change({ attributes }).attributes).toMatchObject([
      { attributes: { href: kept("https://shop.test/2") } },
      { attributes: { href: "https://shop.test/2" } },
      { attributes: { src: null } },
    ]);
  });

  test("a later text of a style sheet is read as one, whatever order its parts came in", () => {
    const style = element("style");
    const css = text("a{background:url(/1.png)}");
    const adds = [
      { parentId: style.id, nextId: null, node: css },
      { parentId: 3, nextId: null, node: style },
    ];
    expect(JSON.stringify(change({ adds }).adds)).toContain(encodeURIComponent("/1.png"));
    const texts = [{ id: css.id, value: "@import '/2.css'" }];
    expect(change({ texts }).texts).toEqual([
      { id: css.id, value: `@import "${kept("https://shop.test/2.css")}"` },
    ]);
  });

  test("declarations and rules that scripts set are read too", () => {
    const style = { background: "url(/1.png)", color: ["red", "important"], top: false };
    const set = change({ attributes: [{ id: 3, attributes: { style } }] }).attributes;
    expect(set).toMatchObject([
      { attributes: { style: { color: ["red", "important"], top: false } } },
    ]);
    expect(JSON.stringify(set)).toContain(KEPT);
    for (const data of [
      {
        source: IncrementalSource.StyleSheetRule,
        id: 3,
        adds: [{ rule: "a{b:url(/1)}", index: 0 }],
      },
      { source: IncrementalSource.StyleSheetRule, styleId: 1, replaceSync: "a{b:url(/1)}" },
      {
        source: IncrementalSource.StyleDeclaration,
        id: 3,
        index: [0],
        set: { property: "background", value: "url(/1)" },
      },
      {
        source: IncrementalSource.AdoptedStyleSheet,
        id: 1,
        styleIds: [1],
        styles: [{ styleId: 1, rules: [{ rule: "a{b:url(/1)}" }] }],
      },
    ]) {
      expect(JSON.stringify(cleanser.record(increment(data)))).toContain(KEPT);
    }
  });
});

describe("records of any shape", () => {
  const junk = [
    null,
    7,
    "x",
    [],
    {},
    { type: 3 },
    { type: 3, timestamp: 1 },
    { type: "3", timestamp: 1, data: {} },
  ];

  test.each(junk)("%j is no record", (record) => {
    expect(cleanser.record(record)).toBeNull();
  });

  test.each([
    ["a pointer that was nowhere", { source: IncrementalSource.MouseMove, positions: [] }],
    [
      "a pointer at no number",
      {
        source: IncrementalSource.MouseMove,
        positions: [{ id: 1, x: null, y: "1", timeOffset: 0 }],
      },
    ],
    ["an act of no known sort", { source: IncrementalSource.MouseInteraction, id: 1, type: 99 }],
    ["a scroll to no number", { source: IncrementalSource.Scroll, id: 1, x: 1, y: "1e999" }],
    ["a declaration of no rule", { source: IncrementalSource.StyleDeclaration, id: 1, index: [] }],
    ["drawing on a canvas", { source: IncrementalSource.CanvasMutation, id: 1, commands: [] }],
    ["sound", { source: IncrementalSource.MediaInteraction, id: 1, type: 0 }],
    [
      "a font loaded by script",
      { source: IncrementalSource.Font, family: "x", fontSource: "url(x)" },
    ],
    ["a source nobody knows", { source: 4711 }],
  ])("%s is left out", (_, data) => {
    expect(cleanser.record(increment(data))).toBeNull();
  });

  test.each([EventType.Plugin, EventType.Custom, EventType.Asset, 4711])(
    "a record of type %j is left out",
    (type) => {
      expect(cleanser.record({ type, timestamp: 1, data: {} })).toBeNull();
    },
  );

  test("a change full of nonsense is an empty change", () => {
    const nonsense = [null, 1, {}, { id: -1 }, { id: 1.5, parentId: {} }, { node: { id: "1" } }];
    const clean = change({
      adds: nonsense,
      removes: nonsense,
      texts: nonsense,
      attributes: nonsense,
    });
    expect(clean).toMatchObject({ adds: [], removes: [], texts: [], attributes: [] });
  });

  test("time does not run backwards when the customer's clock is set back", () => {
    const scroll = { source: IncrementalSource.Scroll, id: 1, x: 0, y: 0 };
    const stamps = [100, 50, 120].map((at) => cleanser.record(increment(scroll, at))?.timestamp);
    expect(stamps).toEqual([100, 100, 120]);
  });

  test("a viewport has a size that a screen can have", () => {
    const data = { href: "https://shop.test/", width: 1e9, height: -5 };
    const record = cleanser.record({ type: EventType.Meta, timestamp: 1, data });
    expect(record?.data).toMatchObject({ width: 16_384, height: 0 });
  });

  test("whether a page is seen dark is told, and nothing else that is said in its place", () => {
    const told = [true, false, "dark", undefined].map((dark) => {
      const data = { href: "https://shop.test/", width: 1, height: 1, dark };
      return cleanser.record({ type: EventType.Meta, timestamp: 1, data })?.data;
    });
    expect(told.map((data) => Reflect.get(data ?? {}, "dark"))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test("nothing that is not named comes through", () => {
    const record = cleanser.record({
      ...(picture(element("div", {}, [], { extra: 1 })) as object),
      extra: 1,
    });
    expect(JSON.stringify(record)).not.toContain("extra");
  });
});
