/**
 * rrweb's recorder as we ship it: without the recording of canvases, which we never switch on and
 * which is a tenth of it, and without what it writes to the console, which is the page's. The version
 * is pinned; a release that looks different stops the build here.
 */
const RECORDER = "/@rrweb/record/dist/record.js";

/** What the rest of the recorder calls on its canvas manager. */
const NO_CANVAS = `class CanvasManager {
  freeze() {}
  unfreeze() {}
  lock() {}
  unlock() {}
  reset() {}
}
`;

const FROM = "class CanvasManager {";
const TO = "class StylesheetManager {";

export function leanRecorder() {
  return {
    name: "lean-recorder",
    transform(code, id) {
      if (!id.endsWith(RECORDER)) return undefined;
      const [from, to] = [code.indexOf(FROM), code.indexOf(TO)];
      if (from < 0 || to < from) throw new Error("this release of @rrweb/record is not known");
      const lean = code.slice(0, from) + NO_CANVAS + code.slice(to);
      return { code: lean.replace(/\bconsole\.(?:debug|warn|error)\(/g, "void ("), map: null };
    },
  };
}
