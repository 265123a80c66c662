/**
 * A token is planted in every place of a page where something about a visitor may stand, and is then
 * looked for in what would be buffered. The tree comes from a serializer that masks nothing, so the
 * sanitizer stands alone.
 */
import { describe, expect, test } from "vitest";
import { SOURCE } from "../records";
import { find, type PrivatePage, privatePage } from "../testing/privacy";

const TOKEN = "CNRY0a1qx7zk";
/** What looks like data wherever it stands: an address, a long number. */
const DATA = "cnry.0a1@example.test";

/** Places in a page's HTML, by name. None of them may leave a token in a snapshot. */
const PLACES: { [place: string]: string } = {
  "text input": `<input value="${TOKEN}">`,
  "input without a type": `<input type="foo" value="${TOKEN}">`,
  "e-mail input": `<input type="email" value="${TOKEN}">`,
  "telephone input": `<input type="tel" value="${TOKEN}">`,
  "search input": `<input type="search" value="${TOKEN}">`,
  "address input": `<input type="url" value="https://${TOKEN}.test">`,
  "hidden input": `<input type="hidden" value="${TOKEN}">`,
  "password input": `<input type="password" value="${TOKEN}">`,
  "value of a checkbox": `<input type="checkbox" value="${TOKEN}" checked>`,
  "value of a radio button": `<input type="radio" value="${TOKEN}" checked>`,
  "label of a submit input": `<input type="submit" value="${TOKEN}">`,
  "label of a button input": `<input type="button" value="${TOKEN}">`,
  "label of a reset input": `<input type="reset" value="${TOKEN}">`,
  "value of an image input": `<input type="image" value="${TOKEN}" src="/x.png">`,
  "value of a button": `<button value="${TOKEN}">Buy</button>`,
  "name of a field": `<input name="${TOKEN}">`,
  "pattern of a field": `<input pattern="${TOKEN}">`,
  "list of a field": `<input list="${TOKEN}">`,
  "default of a textarea": `<textarea>${TOKEN}</textarea>`,
  "text of an option": `<select><option>${TOKEN}</option></select>`,
  "value of an option": `<select><option value="${TOKEN}">a</option></select>`,
  "label of an option": `<select><option label="${TOKEN}">a</option></select>`,
  "label of an option group": `<select><optgroup label="${TOKEN}"></optgroup></select>`,
  "title of an option": `<select><option title="${TOKEN}">a</option></select>`,
  "option of a datalist": `<datalist><option value="${TOKEN}">${TOKEN}</option></datalist>`,
  "long value of a meter": `<meter value="12345678${TOKEN}"></meter>`,
  "data attribute": `<p data-user="${TOKEN}">a</p>`,
  "custom attribute": `<p customer="${TOKEN}">a</p>`,
  "attribute of a custom element": `<x-user email="${TOKEN}"></x-user>`,
  "aria-description": `<p aria-description="${TOKEN}">a</p>`,
  "aria-valuetext": `<p aria-valuetext="${TOKEN}">a</p>`,
  "inline handler": `<p onclick="f('${TOKEN}')">a</p>`,
  "class that is an address": `<p class="a ${DATA} b">a</p>`,
  "id with an address": `<p id="u-${DATA}">a</p>`,
  "class with a long number": `<p class="order-${"1234567"}">a</p>`,
  "query of a link": `<a href="/x?t=${TOKEN}">a</a>`,
  "fragment of a link": `<a href="/x#${TOKEN}">a</a>`,
  "user of a link": `<a href="https://${TOKEN}:pw@example.test/">a</a>`,
  "person in the path of a link": `<a href="/u/${DATA}/orders">a</a>`,
  "mail link": `<a href="mailto:${DATA}">a</a>`,
  "telephone link": `<a href="tel:${TOKEN}">a</a>`,
  "script link": `<a href="javascript:f('${TOKEN}')">a</a>`,
  "ping of a link": `<a ping="/p?${TOKEN}" href="/">a</a>`,
  "download of a link": `<a download="${TOKEN}" href="/">a</a>`,
  "signed address of a picture": `<img src="/p.png?sig=${TOKEN}">`,
  "source set": `<img srcset="/a.png?s=${TOKEN} 1x, /b.png?s=${TOKEN} 2x">`,
  "document in a data address": `<img src="data:text/html,${TOKEN}">`,
  poster: `<video poster="/p.png?s=${TOKEN}"></video>`,
  "action of a form": `<form action="/go?t=${TOKEN}"></form>`,
  "action of a button": `<button formaction="/go?t=${TOKEN}">a</button>`,
  "content of a meta element": `<meta name="user" content="${TOKEN}">`,
  "document of a frame": `<iframe srcdoc="<p>${TOKEN}</p>"></iframe>`,
  "address of an embedded document": `<embed src="https://pay.test/?t=${TOKEN}">`,
  "data of an object": `<object data="/x?t=${TOKEN}"></object>`,
  comment: `<!-- ${TOKEN} -->`,
  script: `<script type="application/json">{"a":"${TOKEN}"}</script>`,
  "text without scripts": `<noscript>${TOKEN}</noscript>`,
  "content in a style sheet": `<style>p::after{content:"${TOKEN}"}</style>`,
  "address in a style sheet": `<style>p{background:url(/a.png?t=${TOKEN})}</style>`,
  "import of a style sheet": `<style>@import "/a.css?t=${TOKEN}";</style>`,
  "image set in a style sheet": `<style>p{background:image-set("/a.png?t=${TOKEN}" 1x)}</style>`,
  "comment in a style sheet": `<style>/* ${TOKEN} */ p{color:red}</style>`,
  "string in a variable": `<style>p{--who:"${TOKEN}"}</style>`,
  "address in an inline style": `<p style="background:url('/a.png?t=${TOKEN}')">a</p>`,
  "variable in an inline style": `<p style="--who:${TOKEN}">a</p>`,
  "string in an inline style": `<p style="--who:'${TOKEN}'">a</p>`,
  "person in an inline style": `<p style="--who:${DATA}">a</p>`,
  contenteditable: `<div contenteditable>${TOKEN}<b title="${TOKEN}">${TOKEN}</b></div>`,
  "contenteditable in plain text": `<div contenteditable="plaintext-only">${TOKEN}</div>`,
  "text box by role": `<div role="textbox">${TOKEN}</div>`,
  "masked text": `<p data-cobrowse-mask>${TOKEN}<b>${TOKEN}</b></p>`,
  "title in a masked element": `<p data-cobrowse-mask><b title="${TOKEN}">a</b></p>`,
  "alt in a masked element": `<p data-cobrowse-mask><img alt="${TOKEN}"></p>`,
  "placeholder in a masked element": `<p data-cobrowse-mask><input placeholder="${TOKEN}"></p>`,
  "aria-label in a masked element": `<p data-cobrowse-mask><b aria-label="${TOKEN}">a</b></p>`,
  "field in an unmasked element": `<p data-cobrowse-unmask><input value="${TOKEN}"></p>`,
  "blocked element": `<div data-cobrowse-block title="${TOKEN}"><p>${TOKEN}</p></div>`,
  "our own notice": `<cobrowse-notice>${TOKEN}</cobrowse-notice>`,
};

const PARTS = [TOKEN, TOKEN.toLowerCase(), DATA, "cnry.0a1", encodeURIComponent(DATA), "1234567"];

function expectNoToken(text: string): void {
  for (const part of PARTS) expect(text).not.toContain(part);
}

function expectToken(text: string): void {
  expect(PARTS.some((part) => text.includes(part))).toBe(true);
}

describe("no token leaves the page in a snapshot", () => {
  test.each(Object.entries(PLACES))("%s", (_, html) => {
    const page = privatePage(`<main>${html}</main>`);
    expectToken(JSON.stringify(page.raw.serialize(document)));
    const sent = page.snapshot() + page.assets.join();
    expect(sent).toContain('"main"');
    expectNoToken(sent);
    expect(page.events).toEqual([]);
  });
});

describe("no token leaves the page in an addition", () => {
  test.each(Object.entries(PLACES))("%s", (_, html) => {
    const page = privatePage("<main></main>");
    page.snapshot();
    const section = document.createElement("section");
    section.innerHTML = html;
    find("main").append(section);
    const sent = page.added(section) + page.assets.join();
    expect(sent).toContain('"section"');
    expectNoToken(sent);
  });
});

/** What a visitor or a script does; each must leave no token behind. */
const DEEDS: { [deed: string]: (page: PrivatePage) => string } = {
  "a value typed into a field": (page) => typeInto(page, "input", "text"),
  "a value typed into a textarea": (page) => typeInto(page, "textarea"),
  "a value typed into a password": (page) => typeInto(page, "input", "password"),
  "a password that is shown": (page) => {
    const field = find("#field") as HTMLInputElement;
    field.type = "text";
    field.setAttribute("data-rr-is-password", "true");
    field.value = TOKEN;
    return page.changed(field, "type", "value") + page.snapshot() + input(page, field);
  },
  "a text typed into an editor": (page) => {
    const text = find("#editor").firstChild as Text;
    text.data = TOKEN;
    return page.typed(text) + page.snapshot();
  },
  "a paragraph pasted into an editor": (page) => {
    const pasted = document.createElement("p");
    pasted.innerHTML = `${TOKEN}<img alt="${TOKEN}">`;
    find("#editor").append(pasted);
    return page.added(pasted);
  },
  "a text changed where texts are masked": (page) => {
    const text = find("#masked").firstChild as Text;
    text.data = TOKEN;
    return page.typed(text);
  },
  "an element added where texts are masked": (page) => {
    const added = document.createElement("p");
    added.textContent = TOKEN;
    added.title = TOKEN;
    find("#masked").append(added);
    return page.added(added) + page.changed(added, "title");
  },
  "an element added where everything is blocked": (page) => {
    const added = document.createElement("p");
    added.textContent = TOKEN;
    find("#blocked").append(added);
    return page.added(added);
  },
  "an element moved to where texts are masked": (page) => {
    const moved = find("#plain");
    moved.textContent = TOKEN;
    find("#masked").append(moved);
    return page.added(moved);
  },
  "a text below an element that is masked later": (page) => {
    const plain = find("#plain");
    plain.setAttribute("data-cobrowse-mask", "");
    const sent = page.changed(plain, "data-cobrowse-mask");
    const text = plain.firstChild as Text;
    text.data = TOKEN;
    return sent + page.typed(text);
  },
  "attributes that change": (page) => {
    const plain = find("#plain");
    const names = ["data-user", "value", "onclick", "name", "customer", "href"];
    for (const name of names) plain.setAttribute(name, `/?t=${TOKEN}`);
    return page.changed(plain, ...names);
  },
  "an inline style that changes": (page) => {
    const change = { "background-image": `url("/a?${TOKEN}")`, "--who": `"${TOKEN}"` };
    const attributes = { style: change };
    return page.mutation({ attributes: [{ id: page.raw.getId(find("#plain")), attributes }] });
  },
  "the text of a style element": (page) => {
    const text = find("#style").firstChild as Text;
    text.data = `p::after{content:"${TOKEN}";background:url(/a?${TOKEN})}`;
    return page.typed(text);
  },
  "a rule that a script inserts": (page) =>
    page.incremental(SOURCE.styleSheetRule, {
      id: page.raw.getId(find("#style")),
      adds: [{ rule: `p::after{content:"${TOKEN}"}`, index: 0 }],
      replaceSync: `p{background:url("/a?${TOKEN}")}`,
    }),
  "a declaration that a script sets": (page) =>
    page.incremental(SOURCE.styleDeclaration, {
      id: page.raw.getId(find("#style")),
      index: [0],
      set: { property: "content", value: `"${TOKEN}"`, priority: "" },
    }),
  "a sheet that the document adopts": (page) =>
    page.incremental(SOURCE.adoptedStyleSheet, {
      id: page.raw.getId(document),
      styleIds: [1],
      styles: [{ styleId: 1, rules: [{ rule: `p::before{content:"${TOKEN}"}`, index: 0 }] }],
    }),
  "the page's own address": (page) => page.meta(`https://u:${TOKEN}@a.test/?q=${TOKEN}#${TOKEN}`),
  "a record of a sort that we do not know": (page) => page.incremental(99, { text: TOKEN }),
  "a canvas": (page) => page.incremental(9, { id: 1, args: [TOKEN] }),
  "a font": (page) => page.incremental(10, { family: TOKEN, fontSource: TOKEN }),
  "a custom element's name": (page) =>
    page.incremental(SOURCE.customElement, { define: { name: `x-${TOKEN} ${TOKEN}` } }),
  "fields of a record that we do not know": (page) =>
    page.incremental(SOURCE.mouseInteraction, {
      type: 2,
      id: page.raw.getId(find("#plain")),
      text: TOKEN,
    }) + page.incremental(SOURCE.viewportResize, { width: 1, height: 1, note: TOKEN }),
  "text in an open shadow root of a masked element": (page) => {
    const host = document.createElement("x-card");
    find("#masked").append(host);
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML = `<p>${TOKEN}</p>`;
    const paragraph = root.firstElementChild as Element;
    const sent = page.added(host) + page.added(paragraph);
    return sent + page.typed(paragraph.firstChild as Text) + page.snapshot();
  },
};

function input(page: PrivatePage, field: Element): string {
  const { value } = field as HTMLInputElement;
  return page.incremental(SOURCE.input, { id: page.raw.getId(field), text: value });
}

function typeInto(page: PrivatePage, tag: string, type?: string): string {
  const field = document.createElement(tag) as HTMLInputElement;
  if (type) field.type = type;
  find("main").append(field);
  let sent = page.added(field);
  for (let end = 1; end <= TOKEN.length; end++) {
    field.value = TOKEN.slice(0, end);
    sent += input(page, field);
  }
  field.setAttribute("value", TOKEN);
  return sent + page.changed(field, "value") + page.snapshot();
}

const PAGE = `<main>
  <input id="field" type="password"><div id="editor" contenteditable>a</div>
  <div id="masked" data-cobrowse-mask>a</div><div id="blocked" data-cobrowse-block>a</div>
  <p id="plain">a</p><style id="style">p{color:red}</style>
</main>`;

describe("no token leaves the page by what happens on it", () => {
  test.each(Object.entries(DEEDS))("%s", (_, act) => {
    const page = privatePage(PAGE);
    page.snapshot();
    expectNoToken(act(page));
    expect(page.events).not.toContain("broken");
  });
});

test("the search finds a token where the rules let it be seen", () => {
  const seen = `<p>${TOKEN}-1</p><input placeholder="${TOKEN}-2"><img alt="${TOKEN}-3">
    <b aria-label="${TOKEN}-4" title="${TOKEN}-5"></b>
    <div data-cobrowse-mask><p data-cobrowse-unmask>${TOKEN}-6</p></div>`;
  const sent = privatePage(seen).snapshot();
  for (let n = 1; n <= 6; n++) expect(sent).toContain(`${TOKEN}-${n}`);
});

test("what a field holds is worth the same bytes whatever its length", () => {
  const lengths = [5, 50].map((length) => {
    const secret = "s".repeat(length);
    const html = `<input value="${secret}"><textarea>${secret}</textarea>
      <select><option>${secret}</option></select><div contenteditable>${secret}</div>
      <p data-cobrowse-mask>${secret}</p>`;
    return privatePage(html).snapshot().length;
  });
  expect(lengths[0]).toBe(lengths[1]);
});
