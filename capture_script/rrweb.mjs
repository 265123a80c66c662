/**
 * rrweb's recorder as we ship it: without what we never switch on (canvases, pixels of pictures,
 * fonts that scripts make, hooks), and without what it writes to the console, which is the page's.
 * The version is pinned; a release that looks different stops the build here.
 */
const RECORDER = "/@rrweb/record/dist/record.js";

/** From one line to just before another, and what is left in that place for those who call it. */
const CUTS = [
  {
    from: "class CanvasManager {",
    to: "class StylesheetManager {",
    left: "class CanvasManager { freeze() {} unfreeze() {} lock() {} unlock() {} reset() {} }",
  },
  {
    from: 'if (tagName === "canvas" && recordCanvas) {',
    to: 'if (["audio", "video"].includes(tagName)) {',
    left: "",
  },
  {
    from: "function initFontObserver(",
    to: "function initSelectionObserver(",
    left: "function initFontObserver() {}",
  },
  {
    from: "function mergeHooks(",
    to: "function initObservers(",
    left: "function mergeHooks() {}",
  },
];

function cut(code, { from, to, left }) {
  const [start, end] = [code.indexOf(from), code.indexOf(to)];
  if (start < 0 || end < start) throw new Error("this release of @rrweb/record is not known");
  return `${code.slice(0, start)}${left}\n${code.slice(end)}`;
}

export function leanRecorder() {
  return {
    name: "lean-recorder",
    transform(code, id) {
      if (!id.endsWith(RECORDER)) return undefined;
      const lean = CUTS.reduce(cut, code);
      return { code: lean.replace(/\bconsole\.(?:debug|warn|error)\(/g, "void ("), map: null };
    },
  };
}
