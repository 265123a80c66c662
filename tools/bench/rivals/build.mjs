/**
 * Bundles each recorder as a site would: one minified script for a page, with production defaults.
 * `node build.mjs FOLDER` writes FOLDER/NAME.js for each src/NAME.js.
 */
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node build.mjs FOLDER");

const src = fileURLToPath(new URL("src/", import.meta.url));
const names = await readdir(src);
await build({
  entryPoints: names.map((name) => src + name),
  outdir: folder,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"', __SENTRY_DEBUG__: "false" },
});
