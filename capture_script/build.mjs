/**
 * Builds the three files a customer's page may load, each one self-contained script:
 *
 *   loader.js         what the tag names; the service writes the core's path into it as it serves it
 *   capture-HASH.js   recording and transport, loaded when the page is idle
 *   assist-HASH.js    everything a visitor can see of us, loaded when it is first needed
 *
 * Each is built before the one that names it, because its name holds the hash of its content and so
 * may be cached for ever. `manifest.json` tells the service the names; it is written last, so a
 * service that reads it always finds the files it speaks of.
 *
 * `node build.mjs --watch` builds again whenever a source changes.
 */
import { createHash } from "node:crypto";
import { watch } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { leanRecorder } from "./rrweb.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const out = new URL("../cobrowse/static/capture/", import.meta.url);

/** Where a script holds the name of the next one until the name is known. */
const CORE = "__COBROWSE_CORE__";
const ASSIST = "__COBROWSE_ASSIST__";

async function bundle(entry) {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: "warn",
    plugins: [leanRecorder()],
    build: {
      write: false,
      target: "es2020",
      modulePreload: false,
      license: { fileName: "licenses.md" },
      rolldownOptions: { input: entry, output: { format: "iife" } },
    },
  });
  const chunks = output.filter((file) => file.type === "chunk");
  const others = output.filter((file) => file.type === "asset" && file.fileName !== "licenses.md");
  if (chunks.length !== 1 || others.length > 0) {
    const names = output.map((file) => file.fileName).join(", ");
    throw new Error(`${entry} must become one script, and became: ${names}`);
  }
  const licenses = output.find((file) => file.fileName === "licenses.md");
  return { code: chunks[0].code, licenses: licenses?.source ?? "" };
}

function named(stem, code) {
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 12);
  return `${stem}-${hash}.js`;
}

function mustHold(code, placeholder, entry) {
  if (!code.includes(placeholder)) throw new Error(`${entry} does not hold ${placeholder}`);
}

async function buildAll() {
  const assist = await bundle("src/assist/notice.ts");
  const core = await bundle("src/start.ts");
  const loader = await bundle("src/loader.ts");
  mustHold(core.code, ASSIST, "src/start.ts");
  mustHold(loader.code, CORE, "src/loader.ts");

  const assistName = named("assist", assist.code);
  const coreCode = core.code.replaceAll(ASSIST, assistName);
  const manifest = { loader: "loader.js", core: named("capture", coreCode), assist: assistName };
  const files = {
    [manifest.assist]: assist.code,
    [manifest.core]: coreCode,
    [manifest.loader]: loader.code,
    "licenses.md": core.licenses,
    "manifest.json": `${JSON.stringify(manifest, null, 2)}\n`,
  };
  await mkdir(out, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(new URL(name, out), content);
  for (const name of await readdir(out)) if (!(name in files)) await rm(new URL(name, out));
  return manifest;
}

/** One build at a time; changes that come while one runs cause one more, not one each. */
async function buildOnEveryChange() {
  let changed = false;
  let wake = () => {};
  watch(new URL("src/", import.meta.url), { recursive: true }, () => {
    changed = true;
    wake();
  });
  for (;;) {
    changed = false;
    await attempt();
    if (!changed) {
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  }
}

async function attempt() {
  try {
    const { core } = await buildAll();
    console.log(`capture script built: ${core}`);
  } catch (error) {
    console.error(error.message);
  }
}

if (process.argv.includes("--watch")) await buildOnEveryChange();
else await buildAll();
