/**
 * `/capture.js`: all that a page loads of us before it is idle, and all it ever loads of us without
 * the visitor's consent where that is required. Reads its tag, keeps what the site says to
 * `cobrowse(...)`, and loads the core when the time has come. Sends nothing and stores nothing.
 */
import { guard, warnOfMisconfiguration } from "./guard";
import type { Cobrowse, CobrowseWindow, Command, Tag } from "./handoff";
import { scriptLoader } from "./script";

/** The service writes the core's path here as it serves this file. */
const CORE = "__COBROWSE_CORE__";
const IDLE_WITHIN_MS = 2_000;
/** Safari has no idle callback. */
const WITHOUT_IDLE_MS = 200;

/** Known only while this file runs. */
const script = document.currentScript;

function readTag(): Tag | undefined {
  if (!(script instanceof HTMLScriptElement)) return undefined;
  const { site = "", consent = "notice" } = script.dataset;
  if (!/^pk_[\w-]{8,40}$/.test(site) || !/^(?:notice|required)$/.test(consent)) {
    warnOfMisconfiguration("the tag needs data-site, and data-consent is notice or required");
    return undefined;
  }
  const { globalPrivacyControl } = navigator as { globalPrivacyControl?: boolean };
  return {
    site,
    mode: globalPrivacyControl || consent === "required" ? "required" : "notice",
    core: new URL(CORE, script.src).href,
    load: scriptLoader(script.nonce),
  };
}

/** The function that sites call, and the list of what they have called it with. */
function queue(): Cobrowse & { q: Command[] } {
  const page = window as CobrowseWindow;
  const cobrowse: Cobrowse = page.cobrowse ?? ((...command) => cobrowse.q?.push(command));
  cobrowse.q ??= [];
  page.cobrowse = cobrowse;
  return cobrowse as Cobrowse & { q: Command[] };
}

function agrees(command: Command): boolean {
  const consent = command[1] as { observe?: unknown } | undefined;
  return command[0] === "consent" && consent?.observe === true;
}

/** Call `fn` once the page is shown, loaded and idle. */
function whenSettled(fn: () => void): void {
  const idle = (): void => {
    if (typeof requestIdleCallback === "function") {
      requestIdleCallback(fn, { timeout: IDLE_WITHIN_MS });
    } else setTimeout(fn, WITHOUT_IDLE_MS);
  };
  const loaded = (): void => {
    if (document.readyState === "complete") idle();
    else addEventListener("load", idle, { once: true });
  };
  // A page that is rendered ahead may never be seen.
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener("prerenderingchange", loaded, { once: true });
  } else loaded();
}

/** Frames are part of the page that holds them; the page records them. */
const isOnTop = window.top === window;

guard(() => {
  const cobrowse = queue();
  if (!isOnTop || cobrowse.tag) return;
  const tag = readTag();
  if (!tag) return;
  cobrowse.tag = tag;

  let isLoading = false;
  const load = (): void => {
    if (isLoading) return;
    isLoading = true;
    whenSettled(guard(() => tag.load(tag.core)));
  };
  if (tag.mode === "notice" || cobrowse.q.some(agrees)) load();
  cobrowse.q.push = (...commands) => {
    if (commands.some(agrees)) load();
    return Array.prototype.push.apply(cobrowse.q, commands);
  };
})();
